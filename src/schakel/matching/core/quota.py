"""How often one node may ask another blindly: guessing needs the other's help, so it is counted.

The function hides the question, not that there was one. Whoever may ask without end can try every
telephone number of a country; counting is part of the protocol (RFC 9497, section 7.3).
"""

from datetime import UTC, date, datetime, time, timedelta

DAY_SPENT = "day-spent"  # what the asked node answers instead, and why a question waits


def day_of(moment: datetime) -> date:
    """Return the day on which a question counts: both nodes count by UTC."""
    return moment.astimezone(UTC).date()


def next_day(moment: datetime) -> datetime:
    """Return the moment from which one may ask again."""
    return datetime.combine(day_of(moment) + timedelta(days=1), time(), tzinfo=UTC)
