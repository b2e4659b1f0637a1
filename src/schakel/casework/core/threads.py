"""Who sees which leg of a thread."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Direction(StrEnum):
    """Which way a leg went, seen from this node."""

    IN = "in"
    OUT = "out"
    OWN = "own"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A unit's place in a thread: from when, and until when."""

    unit_code: str
    admitted_at: datetime
    left_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One leg, as far as seeing it goes: when it was, and to whom it was released earlier."""

    at: datetime
    released_to: frozenset[str] = frozenset()


def may_see(leg: Leg, *, unit_code: str, seats: Iterable[Seat]) -> bool:
    """Tell whether a unit sees a leg: it happened while the unit took part, or it was released.

    A newcomer sees nothing from before; who left sees nothing from after.
    """
    if unit_code in leg.released_to:
        return True
    return any(
        seat.unit_code == unit_code
        and seat.admitted_at <= leg.at
        and (seat.left_at is None or leg.at < seat.left_at)
        for seat in seats
    )


def visible(legs: Sequence[Leg], *, unit_code: str, seats: Sequence[Seat]) -> list[int]:
    """Return the positions of the legs that a unit sees, in order."""
    return [
        place for place, leg in enumerate(legs) if may_see(leg, unit_code=unit_code, seats=seats)
    ]
