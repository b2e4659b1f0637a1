"""Short envelopes as a sequence of printed codes: how a text is cut, and put together again.

Each code holds letters A to Z and digits alone, for a scanner that types on a keyboard of another
country turns signs into others.
"""

import base64
import binascii
import hashlib
import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from schakel.kernel.errors import UnusableInputError

MARK = "SKL1"  # kind and version
CUT = 600  # characters of the text in one code
MOST = 40  # codes of one sheet
LARGEST = 64 * 1024  # bytes, unpacked
NAME = 8  # characters that name a sheet
HEAD = re.compile(r"SKL1(\d\d)(\d\d)([A-Z2-7]{8})([A-Z2-7]{1,600})([A-Z2-7]{8})")


SENTENCES = {
    "courier.too-long": "the next message is too long for codes, or has files; write a file",
    "courier.no-code": "no code of a courier was found; photograph each code sharply and straight",
    "courier.two-sheets": "these are codes of more than one sheet; read one sheet at a time",
    "courier.codes-missing": "codes of the sheet are missing",
}


class CodesRefusedError(UnusableInputError):
    """Codes that make no whole; `refusal` says why, `missing` which are to be read yet."""

    code = "courier.codes_refused"

    def __init__(self, refusal: str, *, missing: tuple[int, ...] = ()) -> None:
        numbers = ": " + ", ".join(map(str, missing)) if missing else ""
        super().__init__(SENTENCES.get(refusal, refusal) + numbers)
        self.refusal, self.missing = refusal, missing


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One code of a sheet; `number` counts from 1 to `count`."""

    number: int
    count: int
    name: str
    part: str


def cut(content: bytes) -> list[str]:
    """Return the texts of the codes for `content`, in order.

    Raises:
        CodesRefusedError: `courier.too-long`.
    """
    packed = zlib.compress(content, 9)
    text = base64.b32encode(packed).decode("ascii").rstrip("=")
    parts = [text[at : at + CUT] for at in range(0, len(text), CUT)]
    if len(content) > LARGEST or len(parts) > MOST:
        raise CodesRefusedError("courier.too-long")
    name = _name(packed)
    heads = [f"{MARK}{number:02d}{len(parts):02d}{name}" for number in range(1, len(parts) + 1)]
    return [f"{head}{part}{_check(head + part)}" for head, part in zip(heads, parts, strict=True)]


def read_code(text: str) -> Code | None:
    """Return the code in a text that was scanned or typed, or None when it is none, or misread."""
    found = HEAD.fullmatch("".join(text.split()).upper())
    if found is None or _check(found[0][: -len(found[5])]) != found[5]:
        return None
    number, count = int(found[1]), int(found[2])
    if not 1 <= number <= count <= MOST:
        return None
    return Code(number=number, count=count, name=found[3], part=found[4])


def join(codes: Iterable[Code]) -> bytes:
    """Return what was cut, from its codes in any order, some of them perhaps twice.

    Raises:
        CodesRefusedError: `courier.no-code`, `courier.two-sheets`, `courier.codes-missing` or
            `courier.altered`.
    """
    parts: dict[int, str] = {}
    sheets: set[tuple[str, int]] = set()
    for code in codes:
        sheets.add((code.name, code.count))
        parts[code.number] = code.part
    if len(sheets) != 1:
        raise CodesRefusedError("courier.two-sheets" if sheets else "courier.no-code")
    [(name, count)] = sheets
    missing = tuple(number for number in range(1, count + 1) if number not in parts)
    if missing:
        raise CodesRefusedError("courier.codes-missing", missing=missing)
    return _unpack("".join(parts[number] for number in range(1, count + 1)), name)


def _unpack(text: str, name: str) -> bytes:
    try:
        packed = base64.b32decode(text + "=" * (-len(text) % 8))
        if _name(packed) != name:
            raise CodesRefusedError("courier.altered")
        unpacker = zlib.decompressobj()
        content = unpacker.decompress(packed, LARGEST + 1)
    except (binascii.Error, zlib.error) as error:
        raise CodesRefusedError("courier.altered") from error
    if len(content) > LARGEST or not unpacker.eof or unpacker.unused_data:
        raise CodesRefusedError("courier.altered")
    return content


def _name(packed: bytes) -> str:
    return base64.b32encode(hashlib.sha256(packed).digest()).decode("ascii")[:NAME]


def _check(text: str) -> str:
    return base64.b32encode(hashlib.sha256(text.encode("ascii")).digest()).decode("ascii")[:NAME]
