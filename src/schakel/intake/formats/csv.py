"""Tables as text, with whatever stands between the cells."""

import csv
import io

from schakel.intake.formats._base import Context, File, Read, formats
from schakel.intake.formats._decoding import decode, looks_like_text


class Csv:
    """Comma-separated values (RFC 4180) and its cousins; a row is a line, a cell ends by a tab."""

    media_type = "text/csv"
    suffixes = frozenset({".csv", ".tsv", ".tab"})
    rank = 400

    def matches(self, file: File) -> bool:
        """Tell whether the file is called a table and is text."""
        return file.suffix in self.suffixes and looks_like_text(file.head)

    def read(self, file: File, context: Context) -> Read:
        """Return the table as lines of cells."""
        text, problems = decode(file.path.read_bytes())
        return Read(text=_as_lines(text), problems=problems)


def _as_lines(text: str) -> str:
    csv.field_size_limit(10_000_000)  # characters: a quote left open must not end the reading
    first, _, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.strip()) == 5:
        return _join(rest, first[4])
    try:
        return _join(text, csv.Sniffer().sniff(text[:20_000], delimiters=",;\t|").delimiter)
    except csv.Error:
        return _join(text, max(",;\t|", key=first.count))


def _join(text: str, delimiter: str) -> str:
    rows = csv.reader(io.StringIO(text.replace("\0", "\ufffd"), newline=""), delimiter=delimiter)
    lines = ("\t".join(" ".join(cell.split()) for cell in row).rstrip() for row in rows)
    return "\n".join(lines)


formats.register("csv", Csv())
