"""Who sits in a thread, as nodes tell it; docs/reference/messages.md describes each body."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatSaid:
    """A unit of a node in a thread, as another node tells it."""

    node: str
    unit: str
    reference: str
    admitted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeAdmitted:
    """`thread.admit`: a node takes part from now on; said to it and to all that take part."""

    node: str
    unit: str
    reference: str  # of the sender for this thread
    seats: tuple[SeatSaid, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LegReleased:
    """`thread.release`: a leg from before its admission, shown to a newcomer."""

    leg: UUID
    at: datetime
    sentence: str  # in English, as the sender's people read it
