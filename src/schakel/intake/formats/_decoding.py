"""Bytes to text, when nobody says how, without ever losing a byte."""

import codecs
import re
from functools import partial

from schakel.intake.core.problems import Problem

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\v\x1b\x08")) + b"\x7f"
_MOSTLY = 0.5
_MULTIBYTE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)


def looks_like_text(head: bytes) -> bool:
    """Tell whether a file that begins with `head` is text in any encoding in use."""
    if _encoding_of_mark(head) or _utf16_without_mark(head):
        return True
    return len(head.translate(None, _CONTROLS)) >= len(head) * 0.995


def decode(content: bytes, *, declared: str = "") -> tuple[str, tuple[Problem, ...]]:
    """Return the text in `content`, flagged when the encoding is broken.

    A mark at the beginning decides; then UTF-8 when it is UTF-8; then what was declared; then
    UTF-16 that shows by its zeros; then Windows-1252. Mostly UTF-8 with some bytes of
    Windows-1252 between is read as both. A byte that no encoding knows stays visible.

    Args:
        content: The bytes.
        declared: What the file or its sender said the encoding is; may be nonsense.
    """
    mark = _encoding_of_mark(content)
    if mark:
        return _strictly_or_marked(content, mark)
    guess = _utf16_without_mark(content[:4_096])
    if guess:
        return _strictly_or_marked(content, guess)
    for encoding in ("utf-8", _known(declared)):
        try:
            return content.decode(encoding), ()
        except UnicodeDecodeError:
            continue
    return _decode_single_bytes(content)


def _decode_single_bytes(content: bytes) -> tuple[str, tuple[Problem, ...]]:
    whole = len(_MULTIBYTE.findall(content))
    strange = sum(content.count(byte) for byte in range(0x80, 0x100)) - 2 * whole
    if whole and whole >= strange / 4:
        return content.decode("utf-8", errors=_AS_WINDOWS), (Problem.BROKEN_ENCODING,)
    text = content.decode("cp1252", errors=_AS_LATIN)
    impossible = any(byte in content for byte in b"\x81\x8d\x8f\x90\x9d")
    # No language of Windows-1252 is mostly accents: this is Arabic, Turkish or Cyrillic.
    foreign = strange > _MOSTLY * len(content.translate(None, b" \t\r\n"))
    return text, (Problem.BROKEN_ENCODING,) if impossible or foreign else ()


def _strictly_or_marked(content: bytes, encoding: str) -> tuple[str, tuple[Problem, ...]]:
    try:
        return content.decode(encoding).removeprefix("\ufeff"), ()
    except UnicodeDecodeError:
        text = content.decode(encoding, errors=_handler_for(encoding))
        return text.removeprefix("\ufeff"), (Problem.BROKEN_ENCODING,)


def _handler_for(encoding: str) -> str:
    return _AS_WINDOWS if encoding == "utf-8" else "replace"


def _encoding_of_mark(content: bytes) -> str:
    return next((name for mark, name in _MARKS if content.startswith(mark)), "")


def _utf16_without_mark(head: bytes) -> str:
    even, odd = head[0::2].count(0), head[1::2].count(0)
    many = len(head) // 2 * 0.4
    if len(head) < 8 or max(even, odd) < many or min(even, odd) > many / 8:
        return ""
    return "utf-16-be" if even > odd else "utf-16-le"


def _known(declared: str) -> str:
    try:
        name = codecs.lookup(declared).name
    except (LookupError, ValueError):
        return "utf-8"
    # Latin-1 in a header means Windows-1252 in practice (WHATWG Encoding Standard, 4.2).
    return "cp1252" if name in {"iso8859-1", "ascii"} else name


def _byte_as(encoding: str, error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    strange = error.object[error.start : error.end]
    return bytes(strange).decode(encoding, errors=_AS_LATIN), error.end


def _byte_as_latin(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return bytes(error.object[error.start : error.end]).decode("latin-1"), error.end


_AS_WINDOWS = "schakel.as-windows"
_AS_LATIN = "schakel.as-latin"
codecs.register_error(_AS_WINDOWS, partial(_byte_as, "cp1252"))
codecs.register_error(_AS_LATIN, _byte_as_latin)
