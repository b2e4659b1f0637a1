"""Write one line of the log."""

import secrets
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, TypedDict, Unpack
from uuid import UUID, uuid4

from schakel.audit.core.entry import Entry
from schakel.audit.models import LogEntry

SALT_BYTES = 16
SETS = ("codes", "subject_ids", "fields_sent")


class Line(TypedDict, total=False):
    """What may be said of a deed besides when and what; codes and ids, never content."""

    actor_role: str  # code of the role in which the person acted
    unit: str  # code of the unit for which the person acted
    object_kind: str  # what it was done to, for example `report`
    object_id: str  # which one
    purpose: str  # code of the purpose
    legal_basis: str  # article on which it rests
    recipient: str  # node or authority that received something
    codes: Collection[str]  # handling codes of what was handled, in any order
    decision_id: str  # the gate's decision on it
    table_version: str  # version of the gate's table that decided
    facts: Mapping[str, Any]  # a few ids, codes and whole numbers
    subject_ids: Collection[str]  # ids of the persons whom it is about
    justification: str  # code or id of what made it necessary
    recipient_authority: str  # id of the authority behind the receiver
    transfer_basis: str  # ground of a transfer outside the Union
    fields_sent: Collection[str]  # names of the fields that left
    content: str  # SHA-256 (hexadecimal) of what left


def record(*, at: datetime, event: str, actor: str, **line: Unpack[Line]) -> UUID:
    """Write one line of the log in the caller's transaction; return its id.

    Args:
        at: When it was done, aware.
        event: `subject:verb`.
        actor: Id of a person, `node` for this node itself, or `node:<code>` for a partner.
        line: The rest; see `Line`.

    Raises:
        ValueError: The event is not `subject:verb`, a field is too long, or a fact is content.
    """
    entry = Entry(id=uuid4(), at=at, event=event, actor=actor, **line)
    LogEntry.objects.create(
        **{name: getattr(entry, name) for name in Entry.__slots__ if name not in SETS},
        **{name: sorted(getattr(entry, name)) for name in SETS},
        salt=secrets.token_bytes(SALT_BYTES),
    )
    return entry.id
