"""Word, Excel and PowerPoint files that are locked with a password."""

from schakel.intake.core.problems import Problem
from schakel.intake.formats._base import Context, File, Read, formats
from schakel.intake.formats._ole import OLE_START, streams_in


class LockedOffice:
    """An Office file inside an encrypted compound file (MS-OFFCRYPTO)."""

    media_type = "application/x-encrypted-office"
    suffixes = frozenset({".docx", ".xlsx", ".pptx", ".docm", ".xlsm"})
    container = OLE_START
    rank = 110

    def matches(self, file: File) -> bool:
        """Tell whether the file holds an encrypted package."""
        return "EncryptedPackage" in streams_in(file)

    def read(self, file: File, context: Context) -> Read:
        """Say that it is locked."""
        return Read(problems=(Problem.PASSWORD_PROTECTED,))


formats.register("locked-office", LockedOffice())
