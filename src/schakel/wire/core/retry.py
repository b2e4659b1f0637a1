"""When to try again, whatever the clock does meanwhile."""

from datetime import datetime, timedelta

FIRST = timedelta(seconds=1)
LONGEST = timedelta(minutes=10)


def wait_before(attempt: int, *, chance: float) -> timedelta:
    """Return how long to wait after failed attempt number `attempt`: back-off with full jitter.

    The ceiling doubles each time, up to ten minutes; the wait is a random share of it, so that
    nodes that lost a partner at the same moment do not come back at the same moment.

    Args:
        attempt: How often it failed, at least 1.
        chance: A random number in [0, 1).

    Source: M. Brooker, "Exponential Backoff and Jitter", 2015.
    """
    doublings: int = 2 ** min(attempt, 20)
    return min(FIRST * doublings, LONGEST) * chance


def is_due(next_try_at: datetime | None, *, at: datetime) -> bool:
    """Tell whether to try now: the moment came, or lies further off than any wait.

    The second happens when the clock was put back; without it delivery would stand still.
    """
    return next_try_at is None or next_try_at <= at or next_try_at > at + LONGEST
