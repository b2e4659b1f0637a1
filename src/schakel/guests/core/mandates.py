"""When a mandate is open: asked by one, opened by another, over at the end of its last day."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from schakel.kernel.errors import UnusableInputError

LONGEST = timedelta(days=366)


class State(StrEnum):
    """Where a mandate stands."""

    ASKED = "asked"
    OPEN = "open"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What the state is reckoned from.

    Attributes:
        last_date: The last day, by the clock of the node.
        is_opened: Somebody else opened it.
        is_ended: Somebody ended it before its last day was over.
    """

    last_date: date
    is_opened: bool
    is_ended: bool


def state_of(course: Course, *, day: date) -> State:
    """Return where a mandate stands on `day`."""
    if course.is_ended or day > course.last_date:
        return State.ENDED
    return State.OPEN if course.is_opened else State.ASKED


def require_length(last_date: date, *, day: date) -> None:
    """Return when a mandate asked for on `day` may last until `last_date`.

    Raises:
        UnusableInputError: That day is over, or more than a year ahead.
    """
    if not day <= last_date <= day + LONGEST:
        raise UnusableInputError("a mandate ends on a day to come, within a year")
