"""Write one line of the log."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from schakel.audit.core.entry import Entry
from schakel.audit.models import LogEntry

SALT_BYTES = 16


def record(  # noqa: PLR0913  # one argument per field of the line
    *,
    at: datetime,
    event: str,
    actor: str,
    actor_role: str = "",
    unit: str = "",
    object_kind: str = "",
    object_id: str = "",
    purpose: str = "",
    legal_basis: str = "",
    recipient: str = "",
    codes: Iterable[str] = (),
    decision_id: str = "",
    table_version: str = "",
    facts: Mapping[str, Any] | None = None,
) -> UUID:
    """Write one line of the log in the caller's transaction; return its id.

    Args:
        at: When it was done, aware.
        event: `subject:verb`.
        actor: Id of a person, `node` for this node itself, or `node:<code>` for a partner.
        actor_role: Code of the role in which the person acted.
        unit: Code of the unit for which the person acted.
        object_kind: What it was done to, for example `report`.
        object_id: Which one.
        purpose: Code of the purpose.
        legal_basis: Article on which it rests.
        recipient: Node or authority that received something.
        codes: Handling codes of what was handled, in any order.
        decision_id: The gate's decision on it.
        table_version: Version of the gate's table that decided.
        facts: A few ids, codes and whole numbers; never content.

    Raises:
        ValueError: The event is not `subject:verb`, a field is too long, or a fact is content.
    """
    entry = Entry(
        id=uuid4(),
        at=at,
        event=event,
        actor=actor,
        actor_role=actor_role,
        unit=unit,
        object_kind=object_kind,
        object_id=object_id,
        purpose=purpose,
        legal_basis=legal_basis,
        recipient=recipient,
        codes=tuple(sorted(codes)),
        decision_id=decision_id,
        table_version=table_version,
        facts=dict(facts or {}),
    )
    LogEntry.objects.create(
        **{name: getattr(entry, name) for name in Entry.__slots__ if name != "codes"},
        codes=list(entry.codes),
        salt=secrets.token_bytes(SALT_BYTES),
    )
    return entry.id
