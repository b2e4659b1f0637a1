"""The bodies of the room's messages; docs/reference/messages.md describes each."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from types import UnionType
from typing import Any, TypeVar, get_type_hints
from uuid import UUID

from schakel.kernel.errors import UnusableInputError
from schakel.kernel.moments import from_wire, to_wire

Message = TypeVar("Message")
LONGEST = 20_000  # characters of one text


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """`request.withdraw`."""

    request: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentAsked:
    """`consent.ask`: may this answer be used for this purpose?"""

    consent: UUID
    answer: UUID
    purpose: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentAnswered:
    """`consent.answer`: yes or no, for how long, and why."""

    consent: UUID
    given: bool
    until: datetime
    text: str


def to_body(message: Any) -> dict[str, Any]:
    """Return a message as the body of an envelope."""
    return {name: _to_wire(value) for name, value in asdict(message).items()}


def read_body(kind: type[Message], body: Mapping[str, Any]) -> Message:
    """Return the message in a body that came in; fields we do not know are left alone.

    Raises:
        UnusableInputError: A field is missing, too long, or of another type.
    """
    hints = get_type_hints(kind)
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]  # all are dataclasses
    lacking = [name for name in names if name not in body]
    if lacking:
        raise UnusableInputError(f"the message lacks {', '.join(lacking)}")
    try:
        return kind(**{name: _from_wire(hints[name], body[name]) for name in names})
    except (TypeError, ValueError, AttributeError) as error:
        raise UnusableInputError("a field of the message has another type") from error


def _to_wire(value: object) -> object:
    if isinstance(value, datetime):
        return to_wire(value)
    return str(value) if isinstance(value, UUID) else value


def _from_wire(kind: type | UnionType, value: object) -> object:
    if kind is datetime:
        return from_wire(str(value))
    if kind is UUID:
        return UUID(str(value))
    if not isinstance(value, kind) or (isinstance(value, str) and len(value) > LONGEST):
        raise ValueError("type or length")
    return value
