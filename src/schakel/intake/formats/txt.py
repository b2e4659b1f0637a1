"""Plain text in the encodings that are in use."""

from schakel.intake.formats._base import Context, File, Read, formats
from schakel.intake.formats._decoding import decode, looks_like_text


class PlainText:
    """Anything that reads as text and that no other format wanted."""

    media_type = "text/plain"
    suffixes = frozenset(
        {".txt", ".text", ".log", ".md", ".json", ".vcf", ".ics", ".ini", ".yaml", ".yml"}
    )
    rank = 900

    def matches(self, file: File) -> bool:
        """Tell whether the beginning of the file is text."""
        return looks_like_text(file.head)

    def read(self, file: File, context: Context) -> Read:
        """Return the text, flagged when its encoding is broken."""
        text, problems = decode(file.path.read_bytes())
        return Read(text=text, problems=problems)


formats.register("txt", PlainText())
