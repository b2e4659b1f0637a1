"""When a desk is open, by its own clock."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

SATURDAY = 5


def is_open(
    *, opens: time | None, closes: time | None, time_zone: str, at: datetime
) -> bool | None:
    """Tell whether a desk is open at `at`; None when its hours are not known.

    Args:
        opens: First minute of a working day, by the clock of `time_zone`.
        closes: First minute after it; before `opens`: of the next day; equal: round the clock.
        time_zone: Name in the IANA database.
        at: Aware.
    """
    if opens is None or closes is None:
        return None
    if opens == closes:
        return True
    there = at.astimezone(ZoneInfo(time_zone))
    if opens < closes:
        return there.weekday() < SATURDAY and opens <= there.time() < closes
    evening = there.weekday() < SATURDAY and there.time() >= opens
    morning_after = (there.weekday() - 1) % 7 < SATURDAY and there.time() < closes
    return evening or morning_after
