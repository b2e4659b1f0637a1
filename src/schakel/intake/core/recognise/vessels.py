"""Vessels by IMO number and by MMSI."""

import re
from collections.abc import Iterator

from schakel.intake.core.found import Found

# The name of the number, and then little that is no digit; an MMSI may follow an IMO number.
IMO = re.compile(r"\bIMO(?P<between>[^\d\n]{0,40}\n?[^\d\n]{0,5})(\d{7})(?!\d)", re.IGNORECASE)
MMSI = re.compile(
    r"\bMMSI(?P<between>[^\d\n]{0,40}\n?[^\d\n]{0,5}(?:\d{7}\b[^\d\n]{1,10})?)"
    r"(\d{3} ?\d{3} ?\d{3})(?!\d)",
    re.IGNORECASE,
)
_CLOSE = 20  # characters: further away only a number that passes its check is believed


def find_imos(text: str, country: str) -> Iterator[Found]:
    """Yield IMO ship numbers; the seventh digit checks the six before (IMO A.1117(30))."""
    for match in IMO.finditer(text):
        digits = match[2]
        total = sum(int(digit) * (7 - place) for place, digit in enumerate(digits[:6]))
        yield from _found("imo", match, valid=total % 10 == int(digits[6]))


def find_mmsis(text: str, country: str) -> Iterator[Found]:
    """Yield maritime mobile identities; those of ships begin with 2 to 7 (ITU-R M.585)."""
    for match in MMSI.finditer(text):
        yield from _found("mmsi", match, valid=match[2][0] in "234567")


def _found(kind: str, match: re.Match[str], *, valid: bool) -> Iterator[Found]:
    if valid or len(match["between"]) <= _CLOSE:
        yield Found(
            kind=kind,
            value=match[2].replace(" ", ""),
            raw=match[2],
            start=match.start(2),
            end=match.end(2),
            valid=valid,
        )
