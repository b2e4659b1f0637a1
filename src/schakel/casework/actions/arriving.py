"""What messages of partners about a thread do here; each runs inside the storing transaction."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.conf import settings

from schakel.accounts.actions import notify
from schakel.audit.actions import record
from schakel.casework import queries
from schakel.casework.actions.threads import add_entry, join_thread, seat, sitting_unit
from schakel.casework.core.threads import Direction
from schakel.casework.models import Thread
from schakel.kernel.errors import NotFoundError, UnusableInputError
from schakel.wire.core.bodies import read_body
from schakel.wire.core.kinds import Received
from schakel.wire.core.seats import LegReleased, NodeAdmitted

LONGEST_CODE = 40  # characters of a node or a unit


def node_admitted(message: Received) -> UUID:
    """A node takes part from now on: this one, or another in a thread that we know."""
    body = read_body(NodeAdmitted, message.body)
    seats = [(one.node, one.unit, one.reference, one.admitted_at) for one in body.seats]
    seats.append((body.node, body.unit, "", message.received_at))
    if any(max(len(node), len(unit)) > LONGEST_CODE for node, unit, *_ in seats):
        raise UnusableInputError("a node or unit of the thread has too long a code")
    known = queries.find_thread(message.thread_id)
    is_us = body.node == settings.SCHAKEL_NODE.code
    if known is not None or not is_us:
        require_partner(message.thread_id, message.from_node)
    if known is None:
        known = _join(body, message)
        _seat(known, seats)
    elif is_us:
        return _wish(known, body, message)
    else:
        _seat(known, seats[-1:])
    _log("thread:admit", message)
    add_entry(
        thread_id=known.id,
        code="node-admitted-by",
        direction=Direction.IN,
        now=message.received_at,
        args={"node": body.node.upper(), "sender": message.from_node.upper()},
    )
    return known.id


def _seat(thread: Thread, seats: Iterable[tuple[str, str, str, datetime]]) -> None:
    for node, unit, reference, admitted_at in seats:
        if node != settings.SCHAKEL_NODE.code:
            seat(thread, node=node, unit=unit, now=admitted_at, reference=reference[:60])


def _wish(thread: Thread, body: NodeAdmitted, message: Received) -> UUID:
    """A partner names a unit of ours for a thread that is here already: people decide on that."""
    now = message.received_at
    unit = sitting_unit(thread.id, wished=body.unit)
    if unit.code != body.unit:
        add_entry(
            thread_id=thread.id,
            code="unit-wished",
            direction=Direction.IN,
            now=now,
            args={
                "sender": message.from_node.upper(),
                "unit_en": body.unit,
                "unit_nl": body.unit,
            },
        )
    return thread.id


def _join(body: NodeAdmitted, message: Received) -> Thread:
    thread, unit = join_thread(
        thread_id=message.thread_id,
        title=body.reference,
        from_node=message.from_node,
        their_reference=body.reference,
        unit_code=body.unit,
        now=message.received_at,
    )
    path = f"/casework/threads/{thread.id}"
    now = message.received_at
    notify(unit_code=unit.code, user_id=None, kind="thread-joined", path=path, now=now)
    return thread


def leg_released(message: Received) -> UUID:
    """A leg from before our admission: kept with its own time, marked as told by the partner."""
    body = read_body(LegReleased, message.body)
    require_partner(message.thread_id, message.from_node)
    _log("entry:receive", message)
    add_entry(
        thread_id=message.thread_id,
        code="leg-released",
        direction=Direction.IN,
        now=message.received_at,
        args={
            "sender": message.from_node.upper(),
            "sentence": body.sentence[:500],
            "then": body.at.isoformat(timespec="minutes"),
        },
    )
    return message.thread_id


def require_way_in(thread_id: UUID, node: str) -> None:
    """Return when a thread is new here, or a node takes part in it.

    Else a partner that learned the id of a thread of others could seat itself, and units of ours.

    Raises:
        NotFoundError: The thread is one of others.
    """
    if queries.find_thread(thread_id) is not None:
        require_partner(thread_id, node)


def require_partner(thread_id: UUID, node: str) -> None:
    """Return when a node takes part in a thread that this node knows.

    Raises:
        NotFoundError: It does not, or there is no such thread.
    """
    if node not in queries.list_partner_nodes(thread_id):
        raise NotFoundError("no such thread between us")


HANDLERS = {"thread.admit": node_admitted, "thread.release": leg_released}


def _log(event: str, message: Received) -> None:
    record(
        at=message.received_at,
        event=event,
        actor=f"node:{message.from_node}",
        object_kind="thread",
        object_id=str(message.thread_id),
        facts={"envelope": str(message.envelope_id)},
    )
