"""Give notice to a partner, hear his, answer it."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction

from schakel.accounts.actions import notify, record_deed
from schakel.accounts.core.roles import Role
from schakel.accounts.queries import User, list_users
from schakel.audit.actions import record
from schakel.custody.actions import restrict_item
from schakel.custody.queries import list_items_given_in
from schakel.exchange.actions import content_of, enqueue
from schakel.handling.actions import clear_control
from schakel.kernel.errors import ConflictError, UnusableInputError
from schakel.network.queries import list_linked_nodes
from schakel.oversight.actions import note_answer
from schakel.oversight.core.tellers import Told
from schakel.rectification import queries
from schakel.rectification.core.notices import (
    BY_HAND,
    About,
    Outcome,
    SubjectNotice,
    SubjectReceipt,
    restricts,
)
from schakel.rectification.models import HeardNotice
from schakel.wire.core.bodies import read_body, to_body
from schakel.wire.core.kinds import Received

NOTICE, RECEIPT = "subject.notice", "subject.receipt"
PAGE = "/rectification/"
MOST_ENVELOPES = 1_000


def give_notice(told: Told, *, now: datetime) -> None:
    """Send the notice of a privacy officer to a recipient that is a node; inside his transaction.

    Whoever has no node is told by hand, as before.
    """
    if told.recipient not in {card.code for card in list_linked_nodes()}:
        return
    envelopes = tuple(told.envelopes)[:MOST_ENVELOPES]
    message = SubjectNotice(notice=told.notice, about=told.about, envelopes=envelopes, at=now)
    _send(NOTICE, message, about=told.notice, node=told.recipient, now=now)


def hear_notice(message: Received) -> UUID:
    """Take a partner's notice: restrict what it is about, tell the privacy officers, and sign."""
    body, now = read_body(SubjectNotice, message.body), message.received_at
    if body.about not in list(About):
        raise UnusableInputError("the notice is about nothing that we know")
    if HeardNotice.objects.filter(node=message.from_node, notice_id=body.notice).exists():
        raise ConflictError("the notice came in before")
    items = list_items_given_in(body.envelopes[:MOST_ENVELOPES], by_node=message.from_node)
    outcome = Outcome.RECEIVED
    if restricts(About(body.about)) and items:
        outcome = Outcome.RESTRICTED
        for item in items:
            restrict_item(item, now=now)
    heard = HeardNotice.objects.create(
        notice_id=body.notice,
        node=message.from_node,
        about=body.about,
        item_ids=[str(item) for item in items],
        outcome=outcome,
        received_at=now,
    )
    actor = f"node:{message.from_node}"
    _log("subject-notice:hear", heard, at=now, actor=actor)
    for user in list_users().filter(role=Role.PRIVACY_OFFICER, is_active=True, unit__isnull=False):
        if user.unit:
            unit, kind = user.unit.code, "subject-notice"
            notify(unit_code=unit, user_id=user.id, kind=kind, path=PAGE, now=now)
    _answer(heard, now=now)
    return heard.id


def hear_receipt(message: Received) -> UUID:
    """Take what a partner did about a notice of ours."""
    body = read_body(SubjectReceipt, message.body)
    if body.outcome not in list(Outcome):
        raise UnusableInputError("the receipt says nothing that we know")
    how = f"Schakel: {body.outcome}, {body.items}"
    note_answer(notice_id=body.notice, node=message.from_node, how=how, now=message.received_at)
    return body.notice


def settle_heard(*, heard_id: UUID, outcome: Outcome, by: User, now: datetime) -> None:
    """Say what was done about a partner's notice, and sign for it to him.

    Raises:
        ConflictError: It was settled already.
        NotFoundError: No such notice.
        UnusableInputError: The outcome is none that a person gives.
    """
    queries.get_heard(heard_id, for_user=by)
    if outcome not in BY_HAND:
        raise UnusableInputError("say whether it was done or kept")
    with transaction.atomic():
        heard = HeardNotice.objects.select_for_update().get(id=heard_id)
        if heard.settled_at is not None:
            raise ConflictError("the notice was settled already")
        heard.outcome, heard.settled_at, heard.settled_by = outcome, now, by
        heard.save()
        _log("subject-notice:settle", heard, at=now, by=by)
        _answer(heard, now=now)


def _answer(heard: HeardNotice, *, now: datetime) -> None:
    message = SubjectReceipt(
        notice=heard.notice_id, outcome=heard.outcome, items=len(heard.item_ids), at=now
    )
    _send(RECEIPT, message, about=heard.notice_id, node=heard.node, now=now)


def _send(kind: str, message: Any, *, about: UUID, node: str, now: datetime) -> None:
    body = to_body(message)
    cleared = clear_control(
        item_kind=kind, item_id=about, receiver=node, content=content_of(body, ()), now=now
    )
    enqueue(cleared=cleared, to_node=node, thread_id=uuid4(), kind=kind, body=body, now=now)


def _log(
    event: str, heard: HeardNotice, *, at: datetime, actor: str = "", by: User | None = None
) -> None:
    line: dict[str, Any] = {
        "at": at,
        "event": event,
        "object_kind": "subject-notice",
        "object_id": str(heard.notice_id),
        "facts": {"about": heard.about, "outcome": heard.outcome, "items": heard.item_ids},
    }
    if by is not None:
        record_deed(by=by, recipient=heard.node, **line)
    else:
        record(actor=actor or str(settings.SCHAKEL_NODE.code), **line)
