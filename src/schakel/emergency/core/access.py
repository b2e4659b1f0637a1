"""The course of an emergency access: asked, opened by a second person, ended, reviewed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from schakel.kernel.errors import UnusableInputError

SHORTEST, LONGEST = timedelta(minutes=5), timedelta(hours=8)
WAITS = timedelta(minutes=30)  # for the second person; an old emergency is none
REVIEW_WITHIN = timedelta(hours=72)
SHORTEST_REASON = 20  # characters


class Ground(StrEnum):
    """Why the walls between units cannot be waited for."""

    DANGER_TO_LIFE = "danger-to-life"
    SERIOUS_CRIME = "serious-crime"
    LEGAL_CLOCK = "legal-clock"


class State(StrEnum):
    """Where an access is in its course."""

    ASKED = "asked"
    OPEN = "open"
    ENDED = "ended"
    DECLINED = "declined"
    LAPSED = "lapsed"


class Verdict(StrEnum):
    """What the reviewer found."""

    RIGHT = "right"
    TOO_WIDE = "too-wide"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked for: the reports of a unit, or the one with a reference, and with whom.

    `reason` says the ground in words, without names; `minutes` is how long it is to be open, from 5
    to 480; `second_id` is who is asked to open it together.
    """

    unit_code: str
    reference: str
    ground: Ground
    reason: str
    minutes: int
    second_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """The moments of an access; one that did not come is None."""

    asked_at: datetime
    declined_at: datetime | None = None
    opened_at: datetime | None = None
    expires_at: datetime | None = None
    ended_at: datetime | None = None


def state_of(course: Course, *, now: datetime) -> State:
    """Return the state at `now`; an access ends by the clock, whatever runs or does not run."""
    if course.declined_at:
        return State.DECLINED
    if course.opened_at is None or course.expires_at is None:
        return State.ASKED if now < course.asked_at + WAITS else State.LAPSED
    if course.ended_at or now >= course.expires_at:
        return State.ENDED
    return State.OPEN


def require_askable(*, reason: str, lasting: timedelta) -> None:
    """Return when an access says why and for how long.

    Raises:
        UnusableInputError: Too short a reason, or shorter than 5 minutes, or longer than 8 hours.
    """
    if len(reason.strip()) < SHORTEST_REASON:
        raise UnusableInputError("say why this cannot wait")
    if not SHORTEST <= lasting <= LONGEST:
        raise UnusableInputError("an emergency access lasts from 5 minutes to 8 hours")
