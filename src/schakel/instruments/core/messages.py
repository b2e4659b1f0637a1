"""The bodies of the room's messages; docs/reference/messages.md describes each."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestSent:
    """`request.send`: a request, as its sender asks it."""

    request: UUID
    reference: str
    thread_reference: str
    title: str
    instrument: str
    from_unit: str
    to_unit: str
    asked: str
    purpose: str
    available_because: str
    connection: str
    urgency: str
    urgency_reason: str
    restrictions: str
    directly_accessible: bool
    sent_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenUp:
    """`request.taken-up`: the asked side works on it, under its own reference."""

    request: UUID
    reference: str
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Clarify:
    """`request.clarify` and `request.clarified`: a question, and its answer."""

    request: UUID
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """`request.refuse`: with the ground of the law."""

    request: UUID
    ground: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """`request.answer`: the files travel with the envelope."""

    request: UUID
    answer: UUID
    reference: str
    text: str
    restrictions: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """`request.withdraw`."""

    request: UUID
