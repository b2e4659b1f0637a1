"""Legal time limits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from schakel.kernel.moments import require_aware

END_OF_DAY = time(23, 59, 59)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A period of law: a number of hours, or of calendar days; its source and mark."""

    name: str
    length: int
    unit: str  # "hours" or "days"
    source: str
    verified: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A limit that runs: `due` is on the clock of the State that must act."""

    limit: Limit
    due: datetime


def due_at(
    limit: Limit,
    *,
    started_at: datetime,
    zone: str,
    pauses: Sequence[tuple[datetime, datetime]] = (),
    extra_days: int = 0,
) -> datetime:
    """Return the moment at which `limit` ends, on the clock of `zone`.

    Hours run through, by elapsed time. A period in days does not count the day of the event and
    ends with its last whole day. A pause lengthens the clock by its own length.

    Args:
        limit: The period.
        started_at: The event, aware.
        zone: IANA name of the zone of the State that must act.
        pauses: (start, end) of each time the clock stood still; aware.
        extra_days: Days by which the limit was extended, at least 0.

    Raises:
        ValueError: A moment without zone, a pause that ends before it begins, or negative days.

    Source: Regulation (EEC, Euratom) 1182/71, art. 3(1)-(2); no roll to a working day.
    """
    if extra_days < 0 or any(end < start for start, end in pauses):
        raise ValueError("a pause or an extension never shortens a clock")
    stood_still = sum((end - start for start, end in pauses), timedelta())
    there = ZoneInfo(zone)
    start = require_aware(started_at).astimezone(ZoneInfo("UTC"))
    if limit.unit == "hours":
        end = start + timedelta(hours=limit.length, days=extra_days) + stood_still
        return end.astimezone(there)
    last = start.astimezone(there).date() + timedelta(days=limit.length + extra_days)
    plain = datetime.combine(last, END_OF_DAY, tzinfo=there)
    return (plain.astimezone(ZoneInfo("UTC")) + stood_still).astimezone(there)


def elapsed_pause(
    pauses: Sequence[tuple[datetime, datetime | None]], *, now: datetime
) -> list[tuple[datetime, datetime]]:
    """Return the pauses as spans; one that still runs counts up to `now`."""
    return [(start, end or now) for start, end in pauses]
