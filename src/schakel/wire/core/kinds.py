"""The kinds of message: a higher room registers each kind it understands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from schakel.kernel.registry import Registry
from schakel.wire.core.envelope import Participant


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedFile:
    """A file that came with a message; its bytes are in the vault under `sha256`."""

    name: str
    media_type: str
    sha256: str
    size: int  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A message that passed every check of the envelope and takes effect now, once."""

    envelope_id: UUID
    thread_id: UUID
    from_node: str
    kind: str
    body: Mapping[str, Any]
    files: tuple[ReceivedFile, ...]
    codes: frozenset[str]
    participants: tuple[Participant, ...]
    created_at: datetime
    received_at: datetime
    purpose: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What to do with a message of one kind.

    `handle` runs inside the transaction that stores the message: all or nothing. It raises
    `UnusableInputError` when the body is not of the documented shape; the sender then gets a
    "failed" receipt with a stable code. It returns the id of the object in which people read the
    message, for `mark_read`, or None when nobody will.
    """

    name: str
    handle: Callable[[Received], UUID | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class CallKind:
    """How to answer a direct question of one kind; nothing of a call is kept by this room.

    `needs` is the capability without which a partner is not asked.
    """

    name: str
    answer: Callable[[Received], Mapping[str, Any]]
    needs: str = ""


# What hears a signed statement about a link: takes it and the moment, returns the signed answer.
hearers: Registry[Callable[[object, datetime], str]] = Registry("hearer of statements")
# Where people of this node see a thread: takes its id, returns the path of a page, or "".
places: Registry[Callable[[UUID], str]] = Registry("place of a thread")
kinds: Registry[Kind] = Registry("kind of message")
call_kinds: Registry[CallKind] = Registry("kind of call")
