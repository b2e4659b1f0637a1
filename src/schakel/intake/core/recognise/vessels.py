"""Vessels by IMO number and by MMSI."""

import re
from collections.abc import Iterator

from schakel.intake.core.found import Found

IMO = re.compile(r"\bIMO(?:[ -]?(?:no|nr|number|nummer))?[ .:#-]{0,3}(\d{7})(?!\d)", re.IGNORECASE)
MMSI = re.compile(
    r"\bMMSI(?:[ -]?(?:no|nr|number|nummer))?[ .:#-]{0,3}(\d{9})(?!\d)", re.IGNORECASE
)


def find_imos(text: str, country: str) -> Iterator[Found]:
    """Yield IMO ship numbers; the seventh digit checks the six before (IMO A.1117(30))."""
    for match in IMO.finditer(text):
        digits = match[1]
        total = sum(int(digit) * (7 - place) for place, digit in enumerate(digits[:6]))
        yield _found("imo", match, valid=total % 10 == int(digits[6]))


def find_mmsis(text: str, country: str) -> Iterator[Found]:
    """Yield maritime mobile identities; those of ships begin with 2 to 7 (ITU-R M.585)."""
    for match in MMSI.finditer(text):
        yield _found("mmsi", match, valid=match[1][0] in "234567")


def _found(kind: str, match: re.Match[str], *, valid: bool) -> Found:
    return Found(
        kind=kind,
        value=match[1],
        raw=match[1],
        start=match.start(1),
        end=match.end(1),
        valid=valid,
    )
