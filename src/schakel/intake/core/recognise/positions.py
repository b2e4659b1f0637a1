"""Positions on the earth in the usual notations."""

import re
from collections.abc import Iterator

from schakel.intake.core.found import Found

_SIGNED = r"[-+]?\d{1,3}\.\d{2,10}"
DECIMAL = re.compile(
    rf"(?<![\w.,-])(?:geo:|@|lat(?:itude)?[ :=]*)?({_SIGNED})\s?[,;/ ]\s?(?:lon(?:gitude)?[ :=]*)?"
    rf"({_SIGNED})(?![\w]|\.\d)",
    re.IGNORECASE,
)
COMMAS = re.compile(
    r"(?<![\w.,-])([-+]?\d{1,2},\d{4,10})\s?[;/ ]\s?([-+]?\d{1,3},\d{4,10})(?![\w,])"
)
_DEGREES = (
    r"(\d{1,3})\s?[°º]\s?(?:(\d{1,2}(?:[.,]\d+)?)\s?['’′]\s?"
    r"(?:(\d{1,2}(?:[.,]\d+)?)\s?(?:[\"”″]|''))?)?"
)
DMS = re.compile(rf"{_DEGREES}\s?([NSZ])[ ,;/]{{0,3}}{_DEGREES}\s?([EWO])(?!\w)", re.IGNORECASE)
HEMISPHERES = re.compile(
    r"(?<![\w.,])(\d{1,2}[.,]\d{2,10})\s?°?\s?([NSZ])[ ,;/]{0,3}"
    r"(\d{1,3}[.,]\d{2,10})\s?°?\s?([EWO])(?!\w)",
    re.IGNORECASE,
)


def find_coordinates(text: str, country: str) -> Iterator[Found]:
    """Yield positions as `lat,lon` in decimal degrees with five digits (WGS 84).

    Z is the Dutch south and O the Dutch and German east; a W is west in all of them.
    """
    for match in DMS.finditer(text):
        north = _degrees(match[1], match[2], match[3]) * _sign(match[4])
        east = _degrees(match[5], match[6], match[7]) * _sign(match[8])
        yield from _position(match, north, east)
    for match in HEMISPHERES.finditer(text):
        yield from _position(
            match, _number(match[1]) * _sign(match[2]), _number(match[3]) * _sign(match[4])
        )
    for match in (*DECIMAL.finditer(text), *COMMAS.finditer(text)):
        yield from _position(match, _number(match[1]), _number(match[2]))


def _degrees(degrees: str, minutes: str | None, seconds: str | None) -> float:
    return int(degrees) + _number(minutes or "0") / 60 + _number(seconds or "0") / 3600


def _sign(hemisphere: str) -> int:
    return -1 if hemisphere.upper() in "SZW" else 1


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _position(match: re.Match[str], north: float, east: float) -> Iterator[Found]:
    if abs(north) > 90 or abs(east) > 180:
        return
    yield Found(
        kind="coordinates",
        value=f"{north:.5f},{east:.5f}",
        raw=match[0],
        start=match.start(),
        end=match.end(),
    )
