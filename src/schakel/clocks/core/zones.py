"""The time zone of a State: that of its capital, where the desks are."""

from collections.abc import Mapping
from typing import Any

from babel.core import get_global

# States of which the CLDR lists more than one zone.
CAPITALS = {
    "AR": "America/Argentina/Buenos_Aires",
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "CD": "Africa/Kinshasa",
    "CL": "America/Santiago",
    "CN": "Asia/Shanghai",
    "CY": "Asia/Nicosia",
    "DE": "Europe/Berlin",
    "EC": "America/Guayaquil",
    "ES": "Europe/Madrid",
    "FM": "Pacific/Pohnpei",
    "GL": "America/Nuuk",
    "ID": "Asia/Jakarta",
    "KI": "Pacific/Tarawa",
    "KZ": "Asia/Almaty",
    "MH": "Pacific/Majuro",
    "MN": "Asia/Ulaanbaatar",
    "MX": "America/Mexico_City",
    "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland",
    "PF": "Pacific/Tahiti",
    "PG": "Pacific/Port_Moresby",
    "PS": "Asia/Hebron",
    "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv",
    "US": "America/New_York",
    "UZ": "Asia/Tashkent",
}
NO_STATE = frozenset({"001", "AQ", "UM", "ZZ"})


def zone_of(country: str) -> str | None:
    """Return the IANA name of the zone of a State's capital, or None when there is no such State.

    Args:
        country: ISO 3166 alpha-2, in capitals.
    """
    zones: Mapping[str, Any] = get_global("territory_zones")
    if country in NO_STATE:
        return None
    return CAPITALS.get(country) or next(iter(zones.get(country, ())), None)
