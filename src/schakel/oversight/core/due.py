"""When the law wants an answer from the privacy officer."""

from datetime import date, datetime, timedelta
from enum import StrEnum

ANSWER = timedelta(weeks=6)
EXTENSIONS = (0, 4, 6)  # weeks; one extension, with its reason told to the person
REPORT_BREACH = timedelta(hours=72)


class Kind(StrEnum):
    """What a person asks.

    Source: Directive (EU) 2016/680, arts 14 and 16; Wet politiegegevens, arts 25 and 28.
    """

    ACCESS = "access"
    RECTIFICATION = "rectification"
    ERASURE = "erasure"
    RESTRICTION = "restriction"


class Outcome(StrEnum):
    """How it was decided."""

    GRANTED = "granted"
    PARTLY = "partly"
    REFUSED = "refused"


TOLD_TO_RECIPIENTS = frozenset({Kind.RECTIFICATION, Kind.ERASURE, Kind.RESTRICTION})


def answer_due(received: date, *, extension_weeks: int = 0) -> date:
    """Return the last day on which a person must have an answer.

    Args:
        received: Day on which the request came in.
        extension_weeks: 0, 4 or 6; of these the person is told within the first six weeks.

    Raises:
        ValueError: Another extension.

    Source: Wet politiegegevens, arts 25 and 28.
    """
    if extension_weeks not in EXTENSIONS:
        raise ValueError("an extension is of 4 or 6 weeks")
    return received + ANSWER + timedelta(weeks=extension_weeks)


def breach_due(discovered_at: datetime) -> datetime:
    """Return until when the supervisor must know of a breach.

    Hours run through; the time zone of `discovered_at` is kept.

    Source: Directive (EU) 2016/680, art. 30(1).
    """
    return discovered_at + REPORT_BREACH


def must_be_told(kind: Kind, outcome: Outcome) -> bool:
    """Tell whether the recipients of the data must hear what was decided.

    Source: Directive (EU) 2016/680, art. 16(6); Wet politiegegevens, art. 28.
    """
    return kind in TOLD_TO_RECIPIENTS and outcome is not Outcome.REFUSED
