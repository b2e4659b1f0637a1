"""Legal time limits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from schakel.clocks.core.workdays import working_day_from
from schakel.kernel.moments import require_aware

END_OF_DAY = time(23, 59, 59)
UTC = ZoneInfo("UTC")
Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A period of law: a number of hours, or of calendar days; its source and mark.

    Attributes:
        name: What must be done: acknowledge, decide, execute, answer and the like.
        length: How many units.
        unit: "hours" or "days".
        source: The article.
        verified: V, P or K: its wording was read, read in part, or is from memory.
        rolls: A last day that is no working day moves to the next one.
        longest_extension: Days by which it may be extended; None without a bound, 0 never.
    """

    name: str
    length: int
    unit: str
    source: str
    verified: str
    rolls: bool = False
    longest_extension: int | None = None


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
    pauses: Sequence[Span] = (),
    extra_days: int = 0,
    country: str = "",
) -> datetime:
    """Return the moment at which `limit` ends, on the clock of `zone`.

    Hours run through, by elapsed time. A period in days does not count the day of the event and
    ends with its last whole day. A pause lengthens the clock by its own length: hours by the time
    that passed, days by the calendar and the clock on the wall there. What stood still twice counts
    once, and only while the clock ran.

    Args:
        limit: The period.
        started_at: The event, aware.
        zone: IANA name of the zone of the State that must act.
        pauses: (start, end) of each time the clock stood still; aware.
        extra_days: Days by which the limit was extended, at least 0.
        country: ISO code of the State that must act; its holidays move a limit that rolls.

    Raises:
        ValueError: A moment without zone, a pause that ends before it begins, or negative days.

    Source: Regulation (EEC, Euratom) 1182/71, art. 3(1), (2) and (4).
    """
    if extra_days < 0 or any(end < start for start, end in pauses):
        raise ValueError("a pause or an extension never shortens a clock")
    there = ZoneInfo(zone)
    start = require_aware(started_at).astimezone(UTC)
    if limit.unit == "hours":
        end = start + timedelta(hours=limit.length, days=extra_days)
        return _lengthened(end, since=start, pauses=pauses, zone=UTC).astimezone(there)
    last = start.astimezone(there).date() + timedelta(days=limit.length + extra_days)
    end = _lengthened(_end_of(last, there), since=start, pauses=pauses, zone=there)
    rolled = working_day_from(end.date(), country) if limit.rolls else end.date()
    return end if rolled == end.date() else _end_of(rolled, there)


def elapsed_pause(
    pauses: Sequence[tuple[datetime, datetime | None]], *, now: datetime
) -> list[Span]:
    """Return the pauses as spans; one that still runs counts up to `now`.

    One that began after `now`, while a page was made or before a clock was put back, is empty.
    """
    return [(start, end or max(start, now)) for start, end in pauses]


def _end_of(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, END_OF_DAY, tzinfo=zone)


def _lengthened(
    end: datetime, *, since: datetime, pauses: Sequence[Span], zone: ZoneInfo
) -> datetime:
    """Return `end` moved by what stood still between `since` and the end as it moves."""
    counted = since
    for begun, ended in sorted((require_aware(a), require_aware(b)) for a, b in pauses):
        begun, ended = max(begun, counted), max(ended, counted)
        if begun.astimezone(UTC) <= end.astimezone(UTC):
            # naive subtraction and addition: by the clock on the wall of `zone`
            end += _on_wall(ended, zone) - _on_wall(begun, zone)
            counted = ended
    return end


def _on_wall(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)
