"""What one privacy officer tells another, and what that one answers; ids, codes and times only."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class About(StrEnum):
    """Why the notice is given.

    Source: Directive (EU) 2016/680, arts 16(5)-(6) and 30(6).
    """

    RECTIFICATION = "rectification"
    ERASURE = "erasure"
    RESTRICTION = "restriction"
    BREACH = "breach"


class Outcome(StrEnum):
    """What the receiver did; the first two by itself, the others by its privacy officer."""

    RECEIVED = "received"
    RESTRICTED = "restricted"
    DONE = "done"
    KEPT = "kept"


BY_HAND = (Outcome.DONE, Outcome.KEPT)


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectNotice:
    """`subject.notice`: data in these envelopes must change, or were in a breach."""

    notice: UUID
    about: str
    envelopes: tuple[UUID, ...]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectReceipt:
    """`subject.receipt`: what the receiver of a notice did about it."""

    notice: UUID
    outcome: str
    items: int
    at: datetime


def restricts(about: About) -> bool:
    """Tell whether what the notice is about may not be used until it is settled.

    Source: Directive (EU) 2016/680, art. 16(3) and (6).
    """
    return about is not About.BREACH
