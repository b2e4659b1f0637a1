"""Vessels by IMO number and by MMSI."""

import re
from collections.abc import Callable, Iterator

from schakel.intake.core.found import Found
from schakel.intake.core.recognise.tables import cells_under

# The name of the number, and then little that is no digit; an MMSI may follow an IMO number.
IMO = re.compile(r"\bIMO(?P<between>[^\d\n]{0,40}\n?[^\d\n]{0,5})(\d{7})(?!\d)", re.IGNORECASE)
MMSI = re.compile(
    r"\bMMSI(?P<between>[^\d\n]{0,40}\n?[^\d\n]{0,5}(?:\d{7}\b[^\d\n]{1,10})?)"
    r"(\d{3} ?\d{3} ?\d{3})(?!\d)",
    re.IGNORECASE,
)
IN_COLUMN = re.compile(r"(\d{3} ?\d{3} ?\d{3}|\d{7})(?!\w)")
IMO_DIGITS = 7
_CLOSE = 20  # characters: further away only a number that passes its check is believed


def find_imos(text: str, country: str) -> Iterator[Found]:
    """Yield IMO ship numbers; the seventh digit checks the six before (IMO A.1117(30))."""
    for match in IMO.finditer(text):
        yield from _found(
            "imo", match[2], match.start(2), between=match["between"], holds=_imo_holds
        )
    for cell in cells_under(text, re.compile(r"\bimo\b")):
        match_in = IN_COLUMN.match(text, cell)
        if match_in and len(match_in[0]) == IMO_DIGITS:
            yield from _found("imo", match_in[0], cell, holds=_imo_holds)


def find_mmsis(text: str, country: str) -> Iterator[Found]:
    """Yield maritime mobile identities; those of ships begin with 2 to 7 (ITU-R M.585)."""
    for match in MMSI.finditer(text):
        yield from _found(
            "mmsi", match[2], match.start(2), between=match["between"], holds=_mmsi_holds
        )
    for cell in cells_under(text, re.compile(r"\bmmsi\b")):
        match_in = IN_COLUMN.match(text, cell)
        if match_in and len(match_in[0]) > IMO_DIGITS:
            yield from _found("mmsi", match_in[0], cell, holds=_mmsi_holds)


def _imo_holds(digits: str) -> bool:
    total = sum(int(digit) * (7 - place) for place, digit in enumerate(digits[:6]))
    return total % 10 == int(digits[6])


def _mmsi_holds(digits: str) -> bool:
    return digits[0] in "234567"


def _found(
    kind: str, raw: str, start: int, *, between: str = "", holds: Callable[[str], bool]
) -> Iterator[Found]:
    value = raw.replace(" ", "")
    valid = holds(value)
    if valid or len(between) <= _CLOSE:
        yield Found(kind=kind, value=value, raw=raw, start=start, end=start + len(raw), valid=valid)
