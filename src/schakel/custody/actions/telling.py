"""What every deed on an item shares: its log line, leg of the thread, notice and message."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from schakel.accounts.actions import notify, record_deed
from schakel.accounts.queries import User, list_units
from schakel.audit.actions import record
from schakel.casework.actions import add_entry
from schakel.casework.core.threads import Direction
from schakel.casework.queries import find_thread
from schakel.custody import queries
from schakel.custody.models import Item
from schakel.exchange.actions import OutgoingFile, content_of, enqueue
from schakel.handling.actions import clear, clear_control
from schakel.handling.core.case import GateCase, Purpose
from schakel.handling.core.decision import Cleared
from schakel.network.queries import get_node
from schakel.safeguards.queries import facts_about
from schakel.wire.core.bodies import to_body


def log(
    event: str,
    item: Item,
    *,
    now: datetime,
    by: User | None = None,
    node: str = "",
    recipient: str = "",
    facts: Mapping[str, Any] | None = None,
) -> None:
    """Write the deed of a person, of a partner's node, or of this node itself into the log."""
    line: dict[str, Any] = {
        "at": now,
        "event": event,
        "object_kind": "item",
        "object_id": str(item.id),
        "recipient": recipient,
        "facts": {"files": item.files, **(facts or {})},
    }
    if by is not None:
        record_deed(by=by, **line)
    else:
        record(actor=f"node:{node}" if node else "node", unit=item.unit.code, **line)


def tell_thread(
    item: Item,
    code: str,
    direction: Direction,
    *,
    now: datetime,
    by: User | None = None,
    **args: str,
) -> None:
    """Write a leg into the thread of an item, where this node has that thread."""
    if find_thread(item.thread_id) is not None:
        add_entry(
            thread_id=item.thread_id,
            code=code,
            direction=direction,
            now=now,
            by=by,
            args=args,
            path=queries.holder_of(item).page(item.id),
        )


def tell_people(item: Item, kind: str, *, now: datetime, person: User | None = None) -> None:
    """Tell a person, or the desk of the unit that keeps the item."""
    unit = person.unit if person and person.unit else item.unit
    user_id = person.id if person else None
    path = queries.page_of(item.id)
    notify(unit_code=unit.code, user_id=user_id, kind=kind, path=path, now=now)


def tell_prosecutors(item: Item, kind: str, *, now: datetime) -> None:
    """Tell the prosecution offices of this node, or the unit itself when it has none."""
    offices = [unit.code for unit in list_units() if unit.kind == "prosecution"]
    path = queries.page_of(item.id)
    for code in offices or [item.unit.code]:
        notify(unit_code=code, user_id=None, kind=kind, path=path, now=now)


def clear_words(
    item: Item, message: Any, *, to_node: str, by: User | None, now: datetime
) -> Cleared:
    """Ask the gate about a question or answer on an item; before any transaction.

    It repeats nothing of the content, but its reason may name people.

    Raises:
        GateClosedError: Held or refused.
    """
    receiver = get_node(to_node).country
    case = GateCase(
        sender=settings.SCHAKEL_NODE.country,
        receiver=receiver,
        purpose=Purpose.CRIME,
        necessity="about an item that both sides hold",
        evaluated=True,
        facts=facts_about(receiver, purpose=Purpose.CRIME, at=now),
    )
    content = content_of(to_body(message), ())
    return clear(case=case, item_kind="item", item_id=item.id, content=content, by=by, now=now)


def send(  # noqa: PLR0913  # one argument per part of a message
    item: Item,
    kind: str,
    message: Any,
    *,
    to_node: str,
    cleared: Cleared,
    now: datetime,
    thread_id: UUID | None = None,
    files: Sequence[OutgoingFile] = (),
) -> UUID:
    """Put a message about an item into the outbox; return the id of its envelope."""
    return enqueue(
        cleared=cleared,
        to_node=to_node,
        thread_id=thread_id or item.thread_id,
        kind=kind,
        body=to_body(message),
        files=files,
        now=now,
    )


def send_control(item: Item, kind: str, message: Any, *, to_node: str, now: datetime) -> UUID:
    """Send a control message: ids, codes and times, which the gate clears by a rule of its own."""
    cleared = clear_control(
        item_kind=kind,
        item_id=item.id,
        receiver=to_node,
        content=content_of(to_body(message), ()),
        now=now,
    )
    return send(item, kind, message, to_node=to_node, cleared=cleared, now=now)
