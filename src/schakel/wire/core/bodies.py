"""A message as the body of an envelope, and back; nothing of a partner is believed untyped."""

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import datetime
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints
from uuid import UUID

from schakel.kernel.errors import UnusableInputError
from schakel.kernel.moments import to_wire
from schakel.wire.core.shapes import near_moment_of

Message = TypeVar("Message")
LONGEST = 20_000  # characters of one text
MOST_ITEMS = 200  # in one list


def to_body(message: Any) -> dict[str, Any]:
    """Return a message, a dataclass, as the body of an envelope."""
    return {one.name: _to_wire(getattr(message, one.name)) for one in fields(message)}


def read_body(kind: type[Message], body: Mapping[str, Any]) -> Message:
    """Return the message in a body that came in; fields we do not know are left alone.

    A field with a default may be left out by who speaks an earlier version.

    Args:
        kind: Dataclass of texts, flags, ids, moments, and tuples of such dataclasses.
        body: What the envelope carried.

    Raises:
        UnusableInputError: A field is missing, too long, or of another type.
    """
    hints = get_type_hints(kind)
    known = fields(kind)  # type: ignore[arg-type]  # all are dataclasses
    lacking = [one.name for one in known if one.default is MISSING and one.name not in body]
    if lacking:
        raise UnusableInputError(f"the message lacks {', '.join(lacking)}")
    try:
        return kind(
            **{
                one.name: _from_wire(hints[one.name], body[one.name])
                for one in known
                if one.name in body
            }
        )
    except (TypeError, ValueError, AttributeError) as error:
        raise UnusableInputError("a field of the message has another type") from error


def _to_wire(value: object) -> object:
    if isinstance(value, datetime):
        return to_wire(value)
    if isinstance(value, tuple):
        return [_to_wire(one) for one in value]
    if is_dataclass(value):
        return to_body(value)
    return str(value) if isinstance(value, UUID) else value


def _from_wire(kind: Any, value: Any) -> Any:
    if kind is datetime:
        return near_moment_of(value)
    if kind is UUID:
        return UUID(str(value))
    if get_origin(kind) is tuple:
        if not isinstance(value, list) or len(value) > MOST_ITEMS:
            raise ValueError("no list, or too long")
        return tuple(_from_wire(get_args(kind)[0], one) for one in value)
    if is_dataclass(kind) and isinstance(kind, type):
        return read_body(kind, value if isinstance(value, Mapping) else {})
    return _plain(kind, value)


def _plain(kind: type | UnionType, value: object) -> object:
    if not isinstance(value, kind) or (isinstance(value, str) and len(value) > LONGEST):
        raise ValueError("type or length")
    return value
