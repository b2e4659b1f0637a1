"""Stop, lift and recall, as rooms below cannot do; and hear of partners' stops."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from schakel.accounts.actions import notify
from schakel.accounts.queries import Capability, User, list_units, require
from schakel.audit.actions import record
from schakel.custody.actions import recall_for_stop
from schakel.exchange.actions import content_of, enqueue
from schakel.halting import queries
from schakel.halting.core.messages import StopTold
from schakel.halting.models import HeardStop
from schakel.handling.actions import clear_control
from schakel.kernel.errors import ConflictError, UnusableInputError
from schakel.network.queries import list_linked_nodes
from schakel.stopping import actions as stopping
from schakel.stopping.core.scopes import Scope
from schakel.stopping.queries import ExchangeStop, get_stop
from schakel.wire.core.bodies import read_body, to_body
from schakel.wire.core.kinds import Received

KIND = "stop.told"


def stop_exchange(
    *, scope: Scope, target: str, reason: str, language: str, by: User, now: datetime
) -> UUID:
    """Stop everything to a target and tell the partners concerned; return the stop.

    Raises:
        NotAllowedError: The role may not.
        ConflictError: It is stopped already.
        UnusableInputError: No reason, or no such target.
    """
    require(by, Capability.STOP_EXCHANGE)
    standing, label = queries.find_target(scope, target, language=language)
    with transaction.atomic():
        stop = stopping.make_stop(standing=standing, label=label, reason=reason, by=by, now=now)
        _tell(stop, now=now)
        _tell_own(stop, now=now)
    return stop.id


def lift_stop(*, stop_id: UUID, reason: str, by: User, now: datetime) -> None:
    """Lift the stop of somebody else and tell the partners concerned.

    Raises:
        NotAllowedError: The role may not, or it is one's own stop.
        NotFoundError: No such stop.
        ConflictError: It was lifted already.
        UnusableInputError: No reason.
    """
    with transaction.atomic():
        stop = stopping.lift_stop(stop_id=stop_id, reason=reason, by=by, now=now)
        _tell(stop, now=now)
        _tell_own(stop, now=now)


def recall_left(*, stop_id: UUID, item_id: UUID, by: User, now: datetime) -> None:
    """Recall one item that left before a stop, from everybody who holds it.

    Raises:
        NotAllowedError: The role may not.
        NotFoundError: No such stop.
        ConflictError: It is not among what can be recalled, or was recalled already.
    """
    stop = get_stop(stop_id, for_user=by)
    if item_id not in queries.list_recallable(queries.list_left(stop)):
        raise ConflictError("nothing of this can be recalled any more")
    recall_for_stop(item_id=item_id, by=by, now=now)


def hear_stop(message: Received) -> None:
    """Keep what a partner says of his stop, and tell the offices here; never why."""
    told = read_body(StopTold, message.body)
    if told.scope not in list(Scope):
        raise UnusableInputError("no such scope of a stop")
    thread_id = UUID(told.thread) if told.thread else None
    HeardStop.objects.update_or_create(
        node=message.from_node,
        stop_id=told.stop,
        defaults={"lifted_at": told.at} if told.lifted else {},
        create_defaults={
            "scope": told.scope,
            "thread_id": thread_id,
            "at": told.at,
            "lifted_at": told.at if told.lifted else None,
        },
    )
    record(
        at=message.received_at,
        event="stop:hear",
        actor=f"node:{message.from_node}",
        object_kind="stop",
        object_id=str(told.stop),
        facts={"scope": told.scope, "lifted": told.lifted},
    )
    _notify("partner-stopped", now=message.received_at)


def _tell(stop: ExchangeStop, *, now: datetime) -> None:
    """Tell each linked node concerned that it is stopped, or goes on: ids, codes and times."""
    body = to_body(
        StopTold(
            stop=stop.id,
            scope=stop.scope,
            thread=stop.target if stop.scope == Scope.CASE else "",
            lifted=stop.lifted_at is not None,
            at=now,
        )
    )
    linked = {card.code for card in list_linked_nodes()}
    for node in queries.list_concerned(stop):
        if node not in linked:
            continue
        cleared = clear_control(
            item_kind=KIND,
            item_id=stop.id,
            receiver=node,
            content=content_of(body, ()),
            now=now,
        )
        thread_id = UUID(stop.target) if stop.scope == Scope.CASE else stop.id
        enqueue(cleared=cleared, to_node=node, thread_id=thread_id, kind=KIND, body=body, now=now)


def _tell_own(stop: ExchangeStop, *, now: datetime) -> None:
    """Tell every unit that works with content: whoever wants to send meets the stop anyway."""
    _notify("exchange-goes-on" if stop.lifted_at else "exchange-stopped", now=now)


def _notify(kind: str, *, now: datetime) -> None:
    for unit in list_units():
        notify(unit_code=unit.code, user_id=None, kind=kind, path="/stops/", now=now)
