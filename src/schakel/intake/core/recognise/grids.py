"""Positions written in a grid: UTM, the military grid, plus codes."""

from math import asin, atan2, cos, cosh, degrees, radians, sin, sinh, tan

Position = tuple[float, float]  # latitude and longitude in degrees, WGS 84

_AXIS, _FLATTENING = 6_378_137.0, 1 / 298.257223563
_SCALE, _FALSE_EAST, _FALSE_NORTH = 0.9996, 500_000.0, 10_000_000.0
_N = _FLATTENING / (2 - _FLATTENING)
_RADIUS = _AXIS / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
_BETA = (_N / 2 - 2 * _N**2 / 3 + 37 * _N**3 / 96, _N**2 / 48 + _N**3 / 15, 17 * _N**3 / 480)
_DELTA = (2 * _N - 2 * _N**2 / 3 - 2 * _N**3, 7 * _N**2 / 3 - 8 * _N**3 / 5, 56 * _N**3 / 15)

BANDS = "CDEFGHJKLMNPQRSTUVWX"  # of eight degrees each, from 80 south
_COLUMNS = ("ABCDEFGH", "JKLMNPQR", "STUVWXYZ")
_ROWS = ("ABCDEFGHJKLMNPQRSTUV", "FGHJKLMNPQRSTUVABCDE")
_SQUARE, _CYCLE = 100_000, 2_000_000  # metres

PLUS_DIGITS = "23456789CFGHJMPQRVWX"


def from_utm(zone: int, *, north: bool, easting: float, northing: float) -> Position:
    """Return the position of a point of the Universal Transverse Mercator grid.

    Args:
        zone: 1 to 60.
        north: Whether it is on the northern half of the earth.
        easting: Metres.
        northing: Metres, from the equator or from the false origin in the south.

    Source: C. Karney, "Transverse Mercator with an accuracy of a few nanometers", 2011, eq. 15-25,
        to the third order, which is a millimetre.
    """
    up = (northing - (0 if north else _FALSE_NORTH)) / (_SCALE * _RADIUS)
    right = (easting - _FALSE_EAST) / (_SCALE * _RADIUS)
    steps = list(enumerate(_BETA, start=1))
    xi = up - sum(b * sin(2 * j * up) * cosh(2 * j * right) for j, b in steps)
    eta = right - sum(b * cos(2 * j * up) * sinh(2 * j * right) for j, b in steps)
    chi = asin(sin(xi) / cosh(eta))
    latitude = chi + sum(d * sin(2 * j * chi) for j, d in enumerate(_DELTA, start=1))
    longitude = atan2(sinh(eta), cos(xi))
    return degrees(latitude), degrees(longitude) + zone * 6 - 183


def from_mgrs(zone: int, band: str, *, square: str, digits: str) -> Position | None:
    """Return the south-west corner of a square of the military grid, or None when there is none.

    Args:
        zone: 1 to 60.
        band: One letter of `BANDS`.
        square: Two letters for 100 kilometres.
        digits: An even number of them: easting, then northing.

    Source: NGA.SIG.0012, sections 2 and 3.
    """
    columns, rows = _COLUMNS[(zone - 1) % 3], _ROWS[(zone - 1) % 2]
    if square[0] not in columns or square[1] not in rows:
        return None
    half = len(digits) // 2
    step = 10 ** (5 - half)
    easting = (columns.index(square[0]) + 1) * _SQUARE + int(digits[:half] or 0) * step
    northing = rows.index(square[1]) * _SQUARE + int(digits[half:] or 0) * step
    north = band >= "N"
    south_edge = BANDS.index(band) * 8 - 80
    least = _northing_at(south_edge) - _SQUARE  # a square may begin before its band
    while northing < least:
        northing += _CYCLE
    return from_utm(zone, north=north, easting=easting, northing=northing)


def from_plus_code(code: str) -> Position:
    """Return the middle of a full plus code.

    Source: Open Location Code, specification of 2019.
    """
    digits = code.replace("+", "")
    latitude, longitude, size = -90.0, -180.0, 400.0
    for place in range(0, 10, 2):
        size /= 20
        latitude += PLUS_DIGITS.index(digits[place]) * size
        longitude += PLUS_DIGITS.index(digits[place + 1]) * size
    high, wide = size, size
    for digit in digits[10:]:
        high, wide = high / 5, wide / 4
        latitude += PLUS_DIGITS.index(digit) // 4 * high
        longitude += PLUS_DIGITS.index(digit) % 4 * wide
    return latitude + high / 2, longitude + wide / 2


def _northing_at(latitude: float) -> float:
    """Return the northing of a parallel on the central meridian, to within a kilometre."""
    eccentricity = _FLATTENING * (2 - _FLATTENING)
    phi = radians(latitude)
    conformal = atan2(tan(phi), 1) - eccentricity / 2 * sin(2 * phi)
    northing = _SCALE * _RADIUS * (conformal + _BETA[0] * sin(2 * conformal))
    return northing + (0 if latitude >= 0 else _FALSE_NORTH)
