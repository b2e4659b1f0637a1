"""Lay aside what somebody stopped; control messages pass, and what was laid aside goes on later."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from schakel.audit.actions import record
from schakel.exchange.actions.renumbering import fill_number, number_anew
from schakel.exchange.models import Link, Outgoing
from schakel.network.queries import find_card, list_linked_nodes
from schakel.stopping.core.scopes import Standing, list_covering
from schakel.stopping.queries import is_control, list_standing, place_of_envelope
from schakel.wire.core.evidences import lapses_at

STOPPED = "exchange.stopped"
State = Outgoing.State


def hold_stopped(now: datetime, *, apart_from: Collection[str] = ()) -> None:
    """Lay aside what is stopped, and take up again what is stopped no more.

    Args:
        now: The moment.
        apart_from: Nodes to which a request is on its way: their turn comes when it landed.
    """
    stops = list_standing()
    rows = Outgoing.objects.exclude(link_id__in=apart_from).defer("sealed")
    for row in rows.filter(state=State.WAITING).order_by("seq") if stops else ():
        if is_stopped(row, stops):
            _lay_aside(row, now=now)
    for row in rows.filter(state=State.HELD).order_by("-seq"):
        if not is_stopped(row, stops):
            _take_up(row, now=now)


def mark_tried(envelope_ids: Collection[UUID], *, now: datetime) -> None:
    """Note that envelopes are on their way, by whatever carrier: the partner may have them."""
    Outgoing.objects.filter(id__in=envelope_ids, tried_at=None).update(tried_at=now)


def is_stopped(row: Outgoing, stops: Iterable[Standing]) -> bool:
    """Tell whether an envelope may not go now."""
    stops = tuple(stops)
    if not stops or row.is_void_due or is_control(row.decision_id):
        return False
    card = find_card(row.link_id)
    place = place_of_envelope(
        node=row.link_id,
        country=card.country if card else "",
        thread_id=row.thread_id,
        decision_id=row.decision_id,
    )
    return bool(list_covering(stops, place))


def _lay_aside(row: Outgoing, *, now: datetime) -> None:
    """Take an envelope out of its number, which an empty message fills.

    One that went before without an answer may be there already: it ends as stopped, and the empty
    message with its own id tells which it is.
    """
    with transaction.atomic():
        link = Link.objects.select_for_update().get(node=row.link_id)
        if row.tried_at is not None:
            values = {"state": State.FAILED, "problem": STOPPED, "is_void_due": True, "token": ""}
            Outgoing.objects.filter(id=row.id).update(**values, lapses_at=now)
        else:
            values = {"state": State.HELD, "problem": STOPPED, "seq": -row.seq}
            Outgoing.objects.filter(id=row.id).update(**values, lapses_at=None)
            fill_number(
                row.seq, link=link, prev=row.prev, digest=row.digest, problem=STOPPED, now=now
            )
        _log("envelope:hold", row, now=now)


def _take_up(row: Outgoing, *, now: datetime) -> None:
    """Give an envelope that was laid aside the next number of its link."""
    linked = {card.code: card for card in list_linked_nodes()}
    if row.link_id not in linked:
        return
    with transaction.atomic():
        link = Link.objects.select_for_update().get(node=row.link_id)
        due = lapses_at(State.WAITING, kind=row.kind, since=now)
        values = {"state": State.WAITING, "problem": "", "lapses_at": due}
        Outgoing.objects.filter(id=row.id).update(**values)
        number_anew(row.id, link=link, card=linked[row.link_id], now=now)
        link.save(update_fields=["last_sent_seq", "last_sent_digest"])
        _log("envelope:go-on", row, now=now)


def _log(event: str, row: Outgoing, *, now: datetime) -> None:
    record(
        at=now,
        event=event,
        actor="node",
        object_kind="envelope",
        object_id=str(row.id),
        recipient=row.link_id,
        decision_id=str(row.decision_id),
    )
