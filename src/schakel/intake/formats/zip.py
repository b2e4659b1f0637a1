"""Zip archives as containers: what is in them is read as if it came by itself."""

from collections.abc import Iterator

from schakel.intake.formats._base import Child, Context, File, Read, formats
from schakel.intake.formats._packed import ZIP_START, GuardError, open_package


class Zip:
    """A plain archive (APPNOTE 6.3.10) that is no document."""

    media_type = "application/zip"
    suffixes = frozenset({".zip"})
    container = ZIP_START
    rank = 190

    def matches(self, file: File) -> bool:
        """Tell whether it begins as an archive; the documents that are one asked before."""
        return file.head.startswith((ZIP_START, b"PK\x05\x06"))

    def read(self, file: File, context: Context) -> Read:
        """Return the table of contents as text and every file in it, when the guard allows."""
        try:
            with open_package(file, context) as package:
                names = package.names
        except GuardError as refusal:
            return Read(problems=refusal.problems)
        return Read(text="\n".join(names), children=_children(file, context))


def _children(file: File, context: Context) -> Iterator[Child]:
    with open_package(file, context) as package:
        for name in package.names:
            yield Child(name=name, content=package.read(name))


formats.register("zip", Zip())
