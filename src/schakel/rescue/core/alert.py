"""What an alert holds: where, how many, in what condition. Nothing else can be written in it.

No name, no nationality, no place of departure: saving a life needs none of them, and each could
cost another one. There is no free text, so nobody can slip.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from schakel.handling.core.alerts import Condition, Craft
from schakel.kernel.errors import UnusableInputError

REVIEW_WITHIN = timedelta(hours=24)
MOST_PEOPLE = 10_000
_ROAD = re.compile(r"[A-Z]{1,2}[0-9]{1,4}")


class Review(StrEnum):
    """What the reviewer found, within a day."""

    RIGHT = "right"
    TOO_MUCH = "too-much"
    NO_DANGER = "no-danger"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """Where, how many, in what condition.

    Attributes:
        latitude, longitude: Degrees, north and east positive, or both None on a road.
        road, kilometre: For example A16 and 23.4, or empty and None.
        seen_at: When they were there.
        people: How many; None is not known.
    """

    latitude: float | None = None
    longitude: float | None = None
    road: str = ""
    kilometre: float | None = None
    seen_at: datetime
    people: int | None = None
    craft: Craft
    conditions: frozenset[Condition]


def require_usable(alert: Alert, *, now: datetime) -> None:
    """Return when an alert says where and what; the number may be unknown.

    Raises:
        UnusableInputError: No position, one that cannot be, no condition, or a moment to come.
    """
    placed = alert.latitude is not None and alert.longitude is not None
    if not placed and not (alert.road and alert.kilometre is not None):
        raise UnusableInputError("give a position, or a road and its kilometre")
    if placed and not (abs(alert.latitude or 0) <= 90 and abs(alert.longitude or 0) <= 180):
        raise UnusableInputError("there is no such position")
    if alert.road and not _ROAD.fullmatch(alert.road):
        raise UnusableInputError("write the road like A16")
    if not alert.conditions:
        raise UnusableInputError("say what threatens them")
    if alert.people is not None and not 1 <= alert.people <= MOST_PEOPLE:
        raise UnusableInputError("say how many people, or leave it empty")
    if alert.seen_at > now + timedelta(minutes=5):
        raise UnusableInputError("that moment is still to come")


def content_of(alert: Alert) -> Mapping[str, Any]:
    """Return what leaves, as codes and numbers."""
    return {
        "latitude": None if alert.latitude is None else f"{alert.latitude:.5f}",
        "longitude": None if alert.longitude is None else f"{alert.longitude:.5f}",
        "road": alert.road,
        "kilometre": None if alert.kilometre is None else f"{alert.kilometre:.1f}",
        "seen_at": alert.seen_at.isoformat(timespec="seconds"),
        "people": alert.people,
        "craft": alert.craft.value,
        "conditions": sorted(condition.value for condition in alert.conditions),
    }


def where(alert: Alert) -> str:
    """Return the position as it is read out: degrees and decimal minutes, or road and kilometre."""
    parts = []
    if alert.latitude is not None and alert.longitude is not None:
        north = "N" if alert.latitude >= 0 else "S"
        east = "E" if alert.longitude >= 0 else "W"
        parts.append(f"{_minutes(alert.latitude)} {north}, {_minutes(alert.longitude)} {east}")
    if alert.road and alert.kilometre is not None:
        parts.append(f"{alert.road}, km {alert.kilometre:.1f}")
    return "; ".join(parts)


def _minutes(degrees: float) -> str:
    """Return 35.5075 as 35° 30.45'."""
    hundredths = round(abs(degrees) * 6000)
    whole, rest = divmod(hundredths, 6000)
    return f"{whole}° {rest / 100:05.2f}'"
