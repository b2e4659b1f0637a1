"""Positions on the earth in the usual notations."""

import re
from collections.abc import Iterator

from schakel.intake.core.found import Found
from schakel.intake.core.recognise.grids import (
    BANDS,
    PLUS_DIGITS,
    Position,
    from_mgrs,
    from_plus_code,
    from_utm,
)

_SIGNED = r"[-+]?\d{1,3}\.\d{1,15}"  # where the text itself says that it is a position
_FINER = r"[-+]?\d{1,3}\.\d{2,15}"
_EXACT = r"[-+]?\d{1,3}\.\d{4,15}"
_WORD = r"\b(?:gps|co[oö]rd\w*|pos\w*|lo[ck]at\w*|ligging|punt|point)\b[^\d\n-]{0,12}"
# Words that leave no doubt, so that a rough position beside one is believed.
_PLACE = (
    r"\b(?:gps|co[oö]rd\w*|pos(?:iti(?:e|on)s?|izione|ición)?|lo[ck](?:ati(?:e|on)s?)?|ligging|"
    r"ubicaci[oó]n|standort|konum|kaart|maps?)\b"
)
_COMMA = r"[-+]?\d{1,3},\d{1,15}"
_LATITUDE = r"(?:lat(?:itud[eo]?)?|latitudine|breedte(?:graad)?|breite)\.?"
_LONGITUDE = r"(?:l(?:on|ng|ong)(?:itud[eo]?)?|longitudine|lengte(?:graad)?|l[äa]nge)\.?"
_AFTER = r"(?![\w]|\.\d)"
# What says itself that it is a position: a scheme, the query of a map, a word.
SAID = re.compile(
    rf"(?:geo:|loc:|@|[?&](?:q|ll|sll|query|center|daddr|destination|cp|at)=(?:loc:)?|"
    rf"/(?:dir|place|search)/+|#map=\d{{1,2}}/)({_SIGNED})\s?(?:,|~|/|%2C)\s?({_SIGNED})"
    rf"|mlat=({_SIGNED})&mlon=({_SIGNED})|!3d({_SIGNED})!4d({_SIGNED})"
    rf"|{_WORD}({_FINER})\s?[,;/]\s?({_FINER}){_AFTER}"
    rf"|{_PLACE}[^\d\n-]{{0,12}}({_SIGNED})\s?[,;/ ]\s?({_SIGNED}){_AFTER}"
    rf"|{_PLACE}[^\d\n-]{{0,12}}({_COMMA})\s?[;/ ]\s?({_COMMA})(?![\w,])"
    rf"|(?<![\w.,-])({_SIGNED})\s?[,;/]\s?({_SIGNED})(?=[ ()]{{1,3}}{_PLACE})"
    rf"|{_LATITUDE}[ :=\t\"]{{0,4}}({_SIGNED})°?[ ,;/\n\t\"]{{1,4}}"
    rf"{_LONGITUDE}[ :=\t\"]{{0,4}}({_SIGNED})°?{_AFTER}",
    re.IGNORECASE,
)
DECIMAL = re.compile(rf"(?<![\w.,-])({_EXACT})°?(?:\s?[,;/]\s?)({_EXACT})°?{_AFTER}")
SPACED = re.compile(
    r"(?<![\w.,-])([-+]?\d{1,2}\.(?:\d{4,15}(?= )|\d{5,15}))[ \t]([-+]?\d{1,3}\.\d{4,15})" + _AFTER
)
COMMAS = re.compile(
    r"(?<![\w.,-])([-+]?\d{1,2},\d{4,15})\s?[;/ ]\s?([-+]?\d{1,3},\d{4,15})(?![\w,])"
)
_D, _M, _S = r"\s?[°º*]\s?", r"\s?'\s?", r"\s?(?:\"|'')"
_ANGLE = (
    rf"(\d{{1,3}})(?:{_D}(?:(\d{{1,2}}(?:[.,]\d+)?)(?:{_M}|(?=\s?[NSZEWO]))"
    rf"(?:(\d{{1,2}}(?:[.,]\d+)?)(?:{_S})?)?)?"
    r"|[ -](\d{1,2}[.,]\d{2,8})'?"
    r"|[ :-](\d{1,2})[ :-](\d{1,2}(?:[.,]\d+)?)\"?)"
)
_GAP = r"[ \t\n]{0,3}(?:[,;/-][ \t\n]{0,2})?"
ANGLES = re.compile(rf"(?<![\w.,]){_ANGLE}\s?([NSZ]){_GAP}{_ANGLE}\s?([EWO])(?!\w)", re.IGNORECASE)
ANGLES_AFTER = re.compile(
    rf"(?<!\w)([NSZ])\s?{_ANGLE}{_GAP}([EWO])\s?{_ANGLE}(?![\w.])", re.IGNORECASE
)
_FRACTION = r"(\d{1,3}[.,]\d{2,15})"
HEMISPHERES = re.compile(
    rf"(?<![\w.,]){_FRACTION}\s?[°º]?\s?([NSZ])[ ,;/\t-]{{0,3}}{_FRACTION}\s?[°º]?\s?([EWO])(?!\w)",
    re.IGNORECASE,
)
HEMISPHERES_AFTER = re.compile(
    rf"(?<!\w)([NSZ])\s?{_FRACTION}\s?[°º]?[ ,;/\t-]{{0,3}}([EWO])\s?{_FRACTION}\s?[°º]?(?![\w.])",
    re.IGNORECASE,
)
UTM = re.compile(
    rf"(?<![\w.])(?P<said>UTM\s?(?:zone)?\s?)?(?P<zone>\d{{1,2}}) ?(?P<band>[{BANDS}])[ ,]{{1,2}}"
    r"(?P<east>\d{6}(?:\.\d+)?) ?m?(?P<E>E?)[ ,]{1,2}(?P<north>\d{7}(?:\.\d+)?) ?m?(?P<N>N?)(?!\w)"
)
MGRS = re.compile(
    rf"(?<![\w.])(\d{{1,2}}) ?([{BANDS}]) ?([A-HJ-NP-Z]{{2}}) ?"
    r"(\d{3} ?\d{3}|\d{4} ?\d{4}|\d{5} ?\d{5})(?!\w)"
)
PLUS_CODE = re.compile(
    rf"(?<![\w+])([2-9C][2-9CFGHJMPQRV][{PLUS_DIGITS}]{{6}}\+[{PLUS_DIGITS}]{{2,5}})(?![\w+])"
)


def find_coordinates(text: str, country: str) -> Iterator[Found]:
    """Yield positions as `lat,lon` in decimal degrees with five digits (WGS 84).

    Z is the Dutch south and O the Dutch and German east; a W is west in all of them.
    """
    for match in SAID.finditer(text):
        north, east = (_number(group) for group in match.groups() if group)
        if (north, east) != (0, 0):  # a map that is told where to look by a name
            yield from _position(match, (north, east))
    for match in (*ANGLES.finditer(text), *HEMISPHERES.finditer(text)):
        half = match.re.groups // 2
        yield from _pair(
            match, north=match.groups()[: half - 1], east=match.groups()[half:-1], hemisphere=half
        )
    for match in (*ANGLES_AFTER.finditer(text), *HEMISPHERES_AFTER.finditer(text)):
        half = match.re.groups // 2
        yield from _pair(
            match, north=match.groups()[1:half], east=match.groups()[half + 1 :], hemisphere=1
        )
    for pattern in (DECIMAL, SPACED, COMMAS):
        for match in pattern.finditer(text):
            pair = _number(match[1]), _number(match[2])
            if not _in_a_row(text, match) and max(map(abs, pair)) >= 1:
                yield from _position(match, pair)
    yield from _grids(text)


def _in_a_row(text: str, match: re.Match[str]) -> bool:
    """Tell whether a pair is part of a longer row of numbers with the same mark between them."""
    mark = text[match.end(1) : match.start(2)].strip("°")
    row = rf"{re.escape(mark.strip() or mark)} ?"
    after = re.match(rf"{row}[-+]?\d{{1,4}}[.,]\d{{3}}", text[match.end() : match.end() + 12])
    behind = re.search(rf"\d[.,]\d{{3,15}}{row}$", text[max(0, match.start() - 20) : match.start()])
    return mark != "\t" and bool(after or behind)


def _grids(text: str) -> Iterator[Found]:
    for match in UTM.finditer(text):
        if match["said"] or (match["E"] and match["N"]):
            band, zone = match["band"], int(match["zone"])
            north = band >= "N"
            easting, northing = float(match["east"]), float(match["north"])
            if 1 <= zone <= 60:
                yield from _position(
                    match, from_utm(zone, north=north, easting=easting, northing=northing)
                )
    for match in MGRS.finditer(text):
        if 1 <= int(match[1]) <= 60:
            digits = match[4].replace(" ", "")
            yield from _position(
                match, from_mgrs(int(match[1]), match[2], square=match[3], digits=digits)
            )
    for match in PLUS_CODE.finditer(text):
        yield from _position(match, from_plus_code(match[1]))


def _pair(
    match: re.Match[str],
    *,
    north: tuple[str | None, ...],
    east: tuple[str | None, ...],
    hemisphere: int,
) -> Iterator[Found]:
    """Yield the position of two angles; the letter of the first is group `hemisphere`."""
    half = match.re.groups // 2
    latitude = _degrees(north) * _sign(match[hemisphere])
    longitude = _degrees(east) * _sign(match[hemisphere + half])
    yield from _position(match, (latitude, longitude))


def _degrees(parts: tuple[str | None, ...]) -> float:
    """Return degrees, minutes and seconds, of which some were not written, as degrees."""
    written = [_number(part) for part in parts if part]
    return sum(value / float(60**place) for place, value in enumerate(written))


def _sign(hemisphere: str) -> int:
    return -1 if hemisphere.upper() in "SZW" else 1


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _position(match: re.Match[str], position: Position | None) -> Iterator[Found]:
    if position is None or abs(position[0]) > 90 or abs(position[1]) > 180:
        return
    yield Found(
        kind="coordinates",
        value=f"{position[0]:.5f},{position[1]:.5f}",
        raw=match[0],
        start=match.start(),
        end=match.end(),
    )
