"""When to try again, whatever the clock does meanwhile."""

from datetime import datetime, timedelta

FIRST = timedelta(seconds=1)
LONGEST = timedelta(minutes=10)


def wait_before(attempt: int, *, chance: float) -> timedelta:
    """Return how long to wait after failed attempt number `attempt` (from 1).

    Twice as long each time up to ten minutes, of which a random share: full jitter.

    Args:
        attempt: How often it failed, at least 1.
        chance: A random number in [0, 1).
    """
    doublings: int = 2 ** min(attempt, 20)
    ceiling = min(FIRST * doublings, LONGEST)
    return ceiling / 2 + ceiling / 2 * chance


def is_due(next_try_at: datetime, *, at: datetime) -> bool:
    """Tell whether to try now: the moment came, or lies further off than any wait.

    The second happens when the clock was put back; without it delivery would stand still.
    """
    return next_try_at <= at or next_try_at > at + LONGEST
