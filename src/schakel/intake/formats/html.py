"""Web pages, saved or sent."""

import re

from schakel.intake.formats._base import Context, File, Read, formats
from schakel.intake.formats._decoding import decode, looks_like_text
from schakel.intake.formats._markup import text_of_html

_START = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.I)


class Html:
    """HyperText Markup Language, as text with the targets of its links."""

    media_type = "text/html"
    suffixes = frozenset({".html", ".htm", ".xhtml"})
    rank = 300

    def matches(self, file: File) -> bool:
        """Tell whether the file begins as a page, or is called one and is text."""
        start = file.head.lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\0", b"")
        if _START.match(start):
            return True
        return file.suffix in self.suffixes and looks_like_text(file.head) and b"<" in file.head

    def read(self, file: File, context: Context) -> Read:
        """Return the text of the page, hidden text too."""
        declared = _CHARSET.search(file.head)
        text, problems = decode(
            file.path.read_bytes(), declared=declared[1].decode() if declared else ""
        )
        return Read(text=text_of_html(text), problems=problems)


formats.register("html", Html())
