"""What messages of partners do here; each runs inside the transaction that stores the message."""

from collections.abc import Callable
from functools import partial
from uuid import UUID, uuid4

from django.conf import settings

from schakel.casework.actions import join_thread, require_way_in
from schakel.casework.core.threads import Direction
from schakel.custody import queries
from schakel.custody.actions.consenting import close_consent, due, leg_of, settle_consent
from schakel.custody.actions.keeping import NewItem, keep_item
from schakel.custody.actions.recalling import hear_notice
from schakel.custody.actions.telling import log, send_control, tell_people, tell_thread
from schakel.custody.actions.tombstones import recollect
from schakel.custody.core.deeds import Deed, Outcome
from schakel.custody.core.messages import (
    ConsentAnswered,
    ConsentAsked,
    ConsentWithdrawn,
    HolderAnswered,
    HolderTold,
    ItemDisclosed,
    ItemPassed,
)
from schakel.custody.models import Consent, HolderNotice, HolderReceipt, Item, PassedFile
from schakel.exchange.actions import content_of, enqueue
from schakel.exchange.queries import digest_of
from schakel.handling.actions import clear_control
from schakel.handling.core.case import Purpose
from schakel.intake.actions import take_received
from schakel.kernel.errors import ConflictError, NotFoundError, UnusableInputError
from schakel.rulebook.core.codes import to_mask
from schakel.shell.search import index_text
from schakel.wire.core.bodies import read_body, to_body
from schakel.wire.core.kinds import Received


def consent_asked(message: Received) -> UUID:
    """Somebody to whom we gave an item asks; the originator decides, we or the hand before us."""
    body = read_body(ConsentAsked, message.body)
    item = _given_to(body.answer, message.from_node)
    if Consent.objects.filter(id=body.consent).exists():
        raise ConflictError("the question came in before")
    if body.purpose not in ("", *Purpose) or not (body.purpose or body.receivers):
        raise UnusableInputError("the question names neither a purpose nor a receiver we know")
    decides = queries.is_own(item)
    relay = Consent.Relay.QUESTION if not decides and item.from_node else Consent.Relay.NOTHING
    consent = Consent.objects.create(
        id=body.consent,
        item=item,
        asker=(body.asked_by or message.from_node)[:40],
        answerer=item.originator,
        toward_asker=message.from_node,
        purpose=body.purpose,
        receivers=[one[:20] for one in body.receivers],
        reason=body.reason[:500],
        relay_due=relay,
        asked_at=message.received_at,
        due_at=due(message.received_at),
    )
    log("consent:ask", item, now=message.received_at, node=message.from_node)
    tell_thread(item, leg_of(consent, "asked"), Direction.IN, now=message.received_at)
    tell_people(item, "consent-asked", now=message.received_at)
    return item.id


def consent_answered(message: Received) -> UUID:
    """The originator answered; a hand in between passes it on with its proof."""
    body = read_body(ConsentAnswered, message.body)
    known = Consent.objects.select_related("item").filter(id=body.consent).first()
    if known is None or known.item.from_node != message.from_node:
        raise NotFoundError("no such question between us")
    now = message.received_at
    proof = body.proof or digest_of(message.envelope_id, node=message.from_node)
    consent = settle_consent(
        body.consent, given=body.given, until=body.until, text=body.text, now=now, proof=proof
    )
    if consent.toward_asker:
        consent.relay_due = Consent.Relay.ANSWER
        consent.save(update_fields=["relay_due"])
    log("consent:answer", consent.item, now=now, node=message.from_node, facts={"proof": proof})
    code = leg_of(consent, "given" if body.given else "refused")
    tell_thread(consent.item, code, Direction.IN, now=now)
    tell_people(consent.item, "consent-answered", now=now, person=consent.by)
    return consent.item_id


def consent_withdrawn(message: Received) -> UUID:
    """The originator took his yes back: the gate is shut again, here and behind us."""
    body = read_body(ConsentWithdrawn, message.body)
    known = Consent.objects.select_related("item").filter(id=body.consent).first()
    if known is None or known.item.from_node != message.from_node:
        raise NotFoundError("no such question between us")
    now = message.received_at
    consent = close_consent(body.consent, now=now)
    if consent.toward_asker:
        to_node = consent.toward_asker
        send_control(consent.item, "consent.withdraw", body, to_node=to_node, now=now)
    log("consent:withdraw", consent.item, now=now, node=message.from_node)
    tell_thread(consent.item, "consent-withdrawn", Direction.IN, now=now)
    tell_people(consent.item, "consent-withdrawn", now=now, person=consent.by)
    return consent.item_id


def item_passed(message: Received) -> UUID:
    """An item of another originator came, with his leave; it stays under his control."""
    body = read_body(ItemPassed, message.body)
    if Item.objects.filter(id=body.item).exists():
        raise ConflictError("the item is here already")
    if body.purpose not in list(Purpose):
        raise UnusableInputError("the item is for a purpose that we do not know")
    now = message.received_at
    thread, unit = join_thread(
        thread_id=_thread_for(message),
        title=body.reference,
        from_node=message.from_node,
        their_reference=body.reference,
        unit_code="",
        now=now,
    )
    new = NewItem(
        id=body.item,
        kind=queries.PASSED,
        thread_id=thread.id,
        unit=unit,
        reference=thread.reference,
        originator=body.originator[:40],
        originator_country=body.originator_country[:20],
        from_node=message.from_node,
        codes_mask=to_mask(message.codes),
        purpose=body.purpose,
        envelope_id=message.envelope_id,
        text=body.text,
        restrictions=body.restrictions,
        files=[file.sha256 for file in message.files],
    )
    item = keep_item(new, now=now)
    _keep_files(item, message)
    index_text(kind="item", object_id=item.id, title=item.reference, body=item.text)
    log("item:receive", item, now=now, node=message.from_node)
    tell_thread(item, "item-received", Direction.IN, now=now, sender=message.from_node.upper())
    tell_people(item, "item-received", now=now)
    recollect(item, now=now)
    return item.id


def _thread_for(message: Received) -> UUID:
    """Return the thread in which an item comes to lie: never one of others that is here too."""
    try:
        require_way_in(message.thread_id, message.from_node)
    except NotFoundError:
        return uuid4()
    return message.thread_id


def _keep_files(item: Item, message: Received) -> None:
    for file in message.files:
        original_id = take_received(
            name=file.name,
            sha256=file.sha256,
            size=file.size,
            unit_code=item.unit.code,
            country=queries.country_of(message.from_node)[:2],
            now=message.received_at,
        )
        PassedFile.objects.create(item=item, original_id=original_id)


def holder_told(message: Received, *, deed: Deed) -> UUID | None:
    """The originator recalls, restricts or corrects; what we do not hold we say so."""
    body = read_body(HolderTold, message.body)
    now = message.received_at
    item = Item.objects.select_for_update().filter(id=body.item).first()
    if item is None:
        _say_not_held(body, message)
        return None
    if (item.from_node, item.originator) != (message.from_node, body.originator):
        raise NotFoundError("no such item between us")
    if HolderNotice.objects.filter(id=body.notice).exists():
        raise ConflictError("the notice came in before")
    hear_notice(item, body, deed, node=message.from_node, now=now)
    return item.id


def _say_not_held(body: HolderTold, message: Received) -> None:
    """Sign for it that an item never came here."""
    answer = HolderAnswered(
        notice=body.notice,
        item=body.item,
        node=settings.SCHAKEL_NODE.code,
        outcome=Outcome.NOT_HELD,
        ground="",
        at=message.received_at,
    )
    cleared = clear_control(
        item_kind="item.receipt",
        item_id=body.item,
        receiver=message.from_node,
        content=content_of(to_body(answer), ()),
        now=message.received_at,
    )
    enqueue(
        cleared=cleared,
        to_node=message.from_node,
        thread_id=message.thread_id,
        kind="item.receipt",
        body=to_body(answer),
        now=message.received_at,
    )


def holder_answered(message: Received) -> UUID:
    """A holder signed for what he did; a hand in between tells the originator."""
    body = read_body(HolderAnswered, message.body)
    notice = HolderNotice.objects.select_related("item__unit").filter(id=body.notice).first()
    if notice is None or not notice.receipts.filter(node=message.from_node).exists():
        raise NotFoundError("no such notice between us")
    if body.outcome not in ("", *Outcome):
        raise UnusableInputError("the receipt says nothing that we know")
    now, item = message.received_at, notice.item
    proof = body.proof or digest_of(message.envelope_id, node=message.from_node)
    _keep_receipt(notice, body, message, proof=proof)
    if item.from_node not in {"", settings.SCHAKEL_NODE.code}:
        onward = HolderAnswered(
            notice=body.notice,
            item=body.item,
            node=body.node,
            outcome=body.outcome,
            ground=body.ground,
            at=body.at,
            proof=proof,
        )
        send_control(item, "item.receipt", onward, to_node=item.from_node, now=now)
    facts = {"holder": body.node, "outcome": body.outcome, "ground": body.ground, "proof": proof}
    log("item:receipt", item, now=now, node=message.from_node, facts=facts)
    if body.outcome:
        tell_thread(
            item,
            f"item-answered-{body.outcome}",
            Direction.IN,
            now=now,
            node=body.node.upper()[:40],
        )
    return item.id


def _keep_receipt(
    notice: HolderNotice, body: HolderAnswered, message: Received, *, proof: str
) -> None:
    known = notice.receipts.filter(node=body.node).exclude(outcome="").first()
    if known is not None and not body.outcome:
        return
    said = {
        "via": "" if body.node == message.from_node else message.from_node,
        "outcome": body.outcome,
        "ground": body.ground[:20],
        "proof": proof[:64],
        "envelope_id": message.envelope_id,
        "answered_at": body.at if body.outcome else None,
    }
    HolderReceipt.objects.update_or_create(
        notice=notice,
        node=body.node[:40],
        defaults=said,
        create_defaults={**said, "asked_at": message.received_at},
    )


def item_disclosed(message: Received) -> UUID:
    """What speaks for an accused went into a criminal file there: a notice to us, no question."""
    body = read_body(ItemDisclosed, message.body)
    item = _given_to(body.item, message.from_node)
    now = message.received_at
    if item.from_node not in {"", settings.SCHAKEL_NODE.code}:
        send_control(item, "item.disclosed", body, to_node=item.from_node, now=now)
    log("item:disclosed", item, now=now, node=message.from_node)
    tell_thread(item, "item-disclosed", Direction.IN, now=now, sender=message.from_node.upper())
    tell_people(item, "item-disclosed", now=now)
    return item.id


def _given_to(item_id: UUID, node: str) -> Item:
    item = Item.objects.select_related("unit").filter(id=item_id, copies__node=node).first()
    if item is None:
        raise NotFoundError("no such item between us")
    return item


HANDLERS: dict[str, Callable[[Received], UUID | None]] = {
    "consent.ask": consent_asked,
    "consent.answer": consent_answered,
    "consent.withdraw": consent_withdrawn,
    "item.pass": item_passed,
    "item.recall": partial(holder_told, deed=Deed.RECALL),
    "item.restrict": partial(holder_told, deed=Deed.RESTRICT),
    "item.correct": partial(holder_told, deed=Deed.CORRECT),
    "item.receipt": holder_answered,
    "item.disclosed": item_disclosed,
}
