"""What a file holds beside what its readers show: properties, comments, metadata, leftovers.

Nothing is interpreted here: packed streams are unpacked within bounds, and what looks like text is
returned to be searched.
"""

import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

LARGEST = 20 * 1024 * 1024  # bytes, of a file and of all that is unpacked from it
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f\s]{8,})>")
_TAG = re.compile(r"<[^>]*>")
_PDF_PICTURE = re.compile(rb"/Subtype\s*/Image")
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".bmp", ".emf", ".wmf", ".svg")


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What was found in a file.

    Attributes:
        texts: Clean texts: properties, comments, hidden sheets.
        raw: Everything else, as letters: to be searched for exact spellings only.
        has_pictures: It holds pictures, in which nobody can search for text.
        is_whole: Everything could be looked at within the bounds.
    """

    texts: tuple[str, ...]
    raw: tuple[str, ...]
    has_pictures: bool
    is_whole: bool


def look_into(content: bytes) -> Content:
    """Return what a file holds, whatever its name says."""
    if len(content) > LARGEST:
        return Content(texts=(), raw=(), has_pictures=False, is_whole=False)
    if content.startswith(b"PK\x03\x04"):
        return _look_into_archive(content)
    if content.startswith(b"%PDF"):
        return _look_into_pdf(content)
    return Content(texts=(), raw=tuple(_letters(content)), has_pictures=False, is_whole=True)


def _look_into_archive(content: bytes) -> Content:
    texts: list[str] = []
    raw: list[str] = []
    left, pictures = LARGEST, False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.infolist():
                if member.file_size > left or member.flag_bits & 1:
                    return Content(texts=(), raw=(), has_pictures=pictures, is_whole=False)
                left -= member.file_size
                pictures = pictures or member.filename.lower().endswith(_PICTURES)
                texts.append(member.filename)
                inside = archive.read(member)
                if inside.lstrip().startswith(b"<"):
                    texts.append(_without_tags(inside))
                else:
                    raw += _letters(inside)
            texts.append(archive.comment.decode("utf-8", "replace"))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        return Content(texts=(), raw=(), has_pictures=pictures, is_whole=False)
    return Content(texts=tuple(texts), raw=tuple(raw), has_pictures=pictures, is_whole=True)


def _look_into_pdf(content: bytes) -> Content:
    raw, left = list(_letters(content)), LARGEST
    pictures = bool(_PDF_PICTURE.search(content))
    for match in _STREAM.finditer(content):
        unpacker = zlib.decompressobj()
        try:
            inside = unpacker.decompress(match.group(1), left + 1)
        except zlib.error:
            continue  # packed in another way: a picture, or searched as it stands
        left -= len(inside)
        if left < 0:
            return Content(texts=(), raw=(), has_pictures=pictures, is_whole=False)
        pictures = pictures or bool(_PDF_PICTURE.search(inside))
        raw += _letters(inside)
    return Content(texts=(), raw=tuple(raw), has_pictures=pictures, is_whole=True)


def _letters(content: bytes) -> Iterator[str]:
    """Yield bytes as the letters that they may be: one byte, two, or written in hexadecimal."""
    yield content.decode("utf-8", "replace")
    if b"\x00" in content:
        for start in (0, 1):
            even = content[start : len(content) - (len(content) - start) % 2]
            yield even.decode("utf-16-be", "replace")
            yield even.decode("utf-16-le", "replace")
    for match in _HEX.finditer(content):
        digits = re.sub(rb"\s", b"", match.group(1))
        inside = bytes.fromhex(digits[: len(digits) // 2 * 2].decode("ascii"))
        yield inside.decode("utf-16-be" if inside.startswith(b"\xfe\xff") else "latin-1", "replace")


def _without_tags(content: bytes) -> str:
    """Return the text of markup; runs that split a word are joined, and attributes are kept."""
    text = content.decode("utf-8", "replace")
    attributes = " ".join(re.findall(r'="([^"]{3,})"', text))
    joined = re.sub(r"</(?:\w+:)?(?:p|t[cdr]|li|h\d|row|si|creator|lastModifiedBy)>", " ", text)
    return html.unescape(_TAG.sub("", joined)) + "\n" + html.unescape(attributes)
