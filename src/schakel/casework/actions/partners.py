"""Partner nodes in a thread: admit another one, and release to it what was before."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import override

from schakel.accounts.actions import record_deed
from schakel.accounts.queries import Capability, User, require
from schakel.casework import queries
from schakel.casework.actions.threads import add_entry, seat
from schakel.casework.core.threads import Direction
from schakel.casework.models import EntryRelease, Thread, ThreadEntry
from schakel.casework.wording import say_leg
from schakel.exchange.actions import content_of, enqueue
from schakel.handling.actions import clear
from schakel.handling.core.case import GateCase, Purpose, concerning
from schakel.handling.core.decision import Cleared
from schakel.kernel.errors import ConflictError, NotFoundError
from schakel.network.queries import get_authority, get_node
from schakel.safeguards.queries import facts_about
from schakel.wire.core.bodies import to_body
from schakel.wire.core.envelope import Participant
from schakel.wire.core.seats import LegReleased, NodeAdmitted, SeatSaid


def admit_node(*, thread_id: UUID, authority_id: UUID, by: User, now: datetime) -> None:
    """Let a partner node take part from now on, and tell every node that takes part.

    It hears who takes part and under which references; nothing from before is sent. The gate is
    asked for each of them.

    Raises:
        ConflictError: The authority has no node, or its node takes part already.
        GateClosedError: Held or refused for one of the nodes; nobody was told.
        NotAllowedError: The role may not.
        NotFoundError: No such thread for this user, no such authority, or a link that is suspended.
    """
    require(by, Capability.SEND_REQUEST)
    thread = queries.get_thread(thread_id, for_user=by)
    authority = get_authority(authority_id)
    present = queries.list_partner_nodes(thread.id)
    if not authority.node_id or authority.node_id in {*present, settings.SCHAKEL_NODE.code}:
        raise ConflictError("this authority has no node, or takes part already")
    message = NodeAdmitted(
        node=authority.node_id,
        unit=authority.unit_code,
        reference=thread.reference,
        seats=_seats(thread),
    )
    receivers = [authority.node_id, *present]
    cleared = {
        node: _clear(node, message, thread.id, personal=False, by=by, now=now) for node in receivers
    }
    with transaction.atomic():
        if not seat(thread, node=authority.node_id, unit=authority.unit_code, now=now):
            raise ConflictError("this node takes part already")
        for node in receivers:
            _send("thread.admit", message, thread, node=node, cleared=cleared[node], now=now)
        _tell_thread(thread, authority.node_id, by=by, now=now)


def release_to_node(*, entry_id: UUID, node: str, by: User, now: datetime) -> UUID:
    """Show a leg from before its admission to a partner node; return the thread.

    Its sentence travels, not what lies behind it; it may name people, so the gate is asked.

    Raises:
        GateClosedError: Held or refused.
        NotAllowedError: The role may not.
        NotFoundError: No such leg for this user, or the node takes no part.
    """
    require(by, Capability.SEND_REQUEST)
    entry = ThreadEntry.objects.select_related("thread").filter(id=entry_id).first()
    if entry is None:
        raise NotFoundError("no such leg")
    thread = queries.get_thread(entry.thread_id, for_user=by)
    seen = {one.id for one in queries.list_entries(thread, for_user=by)}
    if entry.id not in seen or node not in queries.list_partner_nodes(thread.id):
        raise NotFoundError("no such leg")
    with override("en"):
        message = LegReleased(leg=entry.id, at=entry.at, sentence=say_leg(entry.code, entry.args))
    cleared = _clear(node, message, thread.id, personal=True, by=by, now=now)
    with transaction.atomic():
        _, made = EntryRelease.objects.get_or_create(
            entry=entry, unit_code=f"{node}:", defaults={"by": by, "at": now}
        )
        if made:
            _send("thread.release", message, thread, node=node, cleared=cleared, now=now)
            _log("entry:release", thread, recipient=node, by=by, now=now)
    return thread.id


def _seats(thread: Thread) -> tuple[SeatSaid, ...]:
    return tuple(
        SeatSaid(
            node=one.node,
            unit=one.unit_code,
            reference=one.reference or (thread.reference if _is_own(one.node) else ""),
            admitted_at=one.admitted_at,
        )
        for one in queries.list_participants(thread.id)
    )


def _is_own(node: str) -> bool:
    return bool(node == settings.SCHAKEL_NODE.code)


def _clear(
    node: str, message: Any, thread_id: UUID, *, personal: bool, by: User, now: datetime
) -> Cleared:
    receiver = get_node(node).country
    case = GateCase(
        sender=settings.SCHAKEL_NODE.country,
        receiver=receiver,
        purpose=Purpose.CRIME,
        **concerning(personal=personal),
        necessity="who takes part in a thread, and what happened in it",
        evaluated=True,
        facts=facts_about(receiver, purpose=Purpose.CRIME, at=now),
    )
    content = content_of(to_body(message), ())
    return clear(case=case, item_kind="thread", item_id=thread_id, content=content, by=by, now=now)


def _send(
    kind: str, message: Any, thread: Thread, *, node: str, cleared: Cleared, now: datetime
) -> None:
    enqueue(
        cleared=cleared,
        to_node=node,
        thread_id=thread.id,
        kind=kind,
        body=to_body(message),
        participants=[
            Participant(node=one.node, unit=one.unit_code)
            for one in queries.list_participants(thread.id)
        ],
        now=now,
    )


def _tell_thread(thread: Thread, node: str, *, by: User, now: datetime) -> None:
    _log("thread:admit", thread, recipient=node, by=by, now=now)
    add_entry(
        thread_id=thread.id,
        code="node-admitted",
        direction=Direction.OUT,
        now=now,
        by=by,
        args={"node": node.upper()},
    )


def _log(event: str, thread: Thread, *, recipient: str, by: User, now: datetime) -> None:
    record_deed(
        by=by,
        at=now,
        event=event,
        object_kind="thread",
        object_id=str(thread.id),
        recipient=recipient,
    )
