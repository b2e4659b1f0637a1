"""One spelling for signs that look alike, so that every recogniser knows only one of them."""

import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

# Nobody sees them, and copying from a chat or a page brings them along.
_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_LOOK_ALIKES = {
    " ": "\u00a0\u2000-\u200a\u202f\u205f\u3000",
    "-": "\u2010-\u2012\u2212\ufe63",
    "'": "\u2018\u2019\u02b9\u00b4\u2032",
    '"': "\u201c-\u201e\u2033",
    "<": "\u2039",
    ">": "\u203a",
}
_FULL_WIDTH = range(0xFF01, 0xFF5F)


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in one spelling; `places` says where each of its signs stood, None where it stands."""

    text: str
    places: Sequence[int] | None = None

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of the folded text stood in the text as it was."""
        if self.places is None:
            return start, end
        return self.places[start], self.places[end - 1] + 1


def fold(text: str) -> Folded:
    """Return `text` with plain digits, spaces, hyphens and quotes, without invisible marks.

    Digits of every script become 0 to 9 (Unicode category Nd), signs of full width those of ASCII.
    """
    if text.isascii():
        return Folded(text)
    table = _table()
    folded = text.translate(table)
    if len(folded) == len(text):
        return Folded(folded)
    kept = [place for place, sign in enumerate(text) if table.get(ord(sign), "") is not None]
    return Folded(folded, kept)


@lru_cache(maxsize=1)
def _table() -> dict[int, str | None]:
    table: dict[int, str | None] = {code: chr(code - 0xFEE0) for code in _FULL_WIDTH}
    for code in range(128, sys.maxunicode + 1):
        digit = unicodedata.decimal(chr(code), None)
        if digit is not None:
            table[code] = str(digit)
    for plain, signs in _LOOK_ALIKES.items():
        table |= dict.fromkeys(_codes(signs), plain)
    return table | dict.fromkeys(_codes(_INVISIBLE), None)


def _codes(signs: str) -> list[int]:
    """Return the code points of signs, where a hyphen means everything between two of them."""
    codes: list[int] = []
    for part in range(len(signs)):
        if signs[part] == "-":
            codes += range(ord(signs[part - 1]), ord(signs[part + 1]))
        else:
            codes.append(ord(signs[part]))
    return codes
