"""Questions about items; who sees the content sees its custody too."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from schakel.access.core.policy import Kind
from schakel.access.queries import Shape, visible
from schakel.accounts.queries import User
from schakel.casework.queries import FILES
from schakel.custody.core.consents import Given, Scope, Standing, consent_for
from schakel.custody.core.holders import Content, Holder, holders
from schakel.custody.models import Consent, Copy, HolderNotice, Item, PassedFile
from schakel.handling.core.case import GateCase, HandlingCode, Purpose
from schakel.kernel.errors import NotFoundError
from schakel.network.queries import get_node, list_linked_nodes
from schakel.retention.queries import put_away_ids
from schakel.rulebook.core.codes import from_mask
from schakel.safeguards.queries import facts_about
from schakel.shell.work import ObjectState

__all__ = ["Consent", "Item"]
PASSED = "passed"  # items that came through another hand; this room keeps their text
PAGE = "/custody/items/"
EVIDENCE = Purpose.EVIDENCE.value
ITEM = Shape(
    kind=Kind.REQUEST,
    facts={
        **FILES.on_report_of_thread("thread_id"),
        "drafting_unit": "unit__code",
        "handling_unit": "unit__code",
        "present": FILES.seated("thread_id", at="received_at"),
        "released": FILES.released_by_page(PAGE),
    },
)


def is_own(item: Item) -> bool:
    """Tell whether this node is the originator of an item."""
    return bool(item.originator == settings.SCHAKEL_NODE.code)


def get_item(item_id: UUID, *, for_user: User) -> Item:
    """Return an item whose content the user may see, or might have seen before it was erased.

    Raises:
        NotFoundError: No such item for this user.
    """
    seen = {kind for kind, holder in holders if item_id in holder.visible(for_user, {item_id})}
    found = Item.objects.select_related("unit").filter(id=item_id, kind__in=seen).first()
    if found is None:
        raise NotFoundError("no such item")
    return found


def find_item(item_id: UUID) -> Item | None:
    """Return an item by its shared id, or None; for messages that came in."""
    return Item.objects.filter(id=item_id).first()


def find_given(envelope_id: UUID) -> tuple[Item, datetime | None] | None:
    """Return the item that went out in an envelope, and when it was recalled; None for no item."""
    copy = Copy.objects.select_related("item").filter(envelope_id=envelope_id).first()
    if copy is None:
        return None
    recall = copy.item.notices.filter(deed="recall").order_by("at").first()
    return copy.item, recall.at if recall else None


def get_consent(consent_id: UUID, *, for_user: User) -> Consent:
    """Return a question for consent about an item that the user may see.

    Raises:
        NotFoundError: No such question for this user.
    """
    found = Consent.objects.select_related("item__unit").filter(id=consent_id).first()
    item = get_item(found.item_id if found else consent_id, for_user=for_user)
    assert found is not None, f"{item} has not the id of a question"
    return found


def holder_of(item: Item) -> Holder:
    """Return the room that keeps the content of an item.

    Raises:
        NotFoundError: None does any longer.
    """
    found = holders.find(item.kind)
    if found is None:
        raise NotFoundError("no such item")
    return found


def list_consents(item_id: UUID) -> list[Consent]:
    """Return the questions about an item, oldest first."""
    return list(Consent.objects.filter(item_id=item_id).order_by("asked_at", "id"))


def list_copies(item: Item) -> list[Copy]:
    """Return to which nodes an item went, in order."""
    return list(item.copies.order_by("at", "node"))


def list_notices(item: Item) -> list[HolderNotice]:
    """Return what the originator of an item said about it, with all receipts, oldest first."""
    return list(item.notices.prefetch_related("receipts").order_by("at", "id"))


def has_open_question(item_ids: Iterable[UUID]) -> bool:
    """Tell whether we wait for an originator's answer about one of these items."""
    return bool(list_items_in_question() & set(item_ids))


def list_items_in_question() -> set[UUID]:
    """Return the items about which we wait for an originator's answer."""
    own = settings.SCHAKEL_NODE.code
    waiting = Consent.objects.filter(asker=own, state=Standing.ASKED)
    return set(waiting.values_list("item_id", flat=True))


def evidence_until(item_id: UUID, *, at: datetime | None) -> datetime | None:
    """Return until when an item may be used as evidence, or None when it may not.

    Of an item of our own: by whomever we allowed it to; of another's: by us. Without a moment it is
    told by what is written; a chore writes down what has ended.
    """
    own = settings.SCHAKEL_NODE.code
    mine = Consent.objects.filter(Q(asker=own) | Q(answerer=own), item_id=item_id)
    ends = [one.until for one in mine if _is_evidence(given_of(one), at=at)]
    return max((end for end in ends if end), default=None)


def _is_evidence(given: Given, *, at: datetime | None) -> bool:
    stands = given.stands(at) if at else given.standing
    return EVIDENCE in given.scope.purposes and stands is Standing.GIVEN


def given_of(consent: Consent) -> Given:
    """Return a question as the rules see it."""
    purposes = frozenset({consent.purpose} if consent.purpose else ())
    return Given(
        scope=Scope(purposes=purposes, receivers=frozenset(consent.receivers)),
        standing=Standing(consent.state),
        until=consent.until,
    )


def gate_case(
    item: Item, *, receiver: str, purpose: Purpose, now: datetime, h3_confirmed: bool = False
) -> GateCase:
    """Return the case that the gate decides when an item goes to `receiver` for `purpose`.

    What speaks for an accused is not held back by H1: its originator gets a notice instead.

    Source: UNTOC, art. 18(5) and (19).
    """
    codes = from_mask(item.codes_mask)
    own = settings.SCHAKEL_NODE
    mine = [given_of(one) for one in item.consents.filter(asker=own.code)]
    consent, covers = consent_for(mine, receiver=receiver, purpose=purpose.value, at=now)
    freed = item.exculpatory_at is not None and purpose is Purpose.EVIDENCE
    moot = {HandlingCode.H1} if freed else set()
    if receiver == own.country:
        moot.add(HandlingCode.H2)  # it goes to nobody else
    return GateCase(
        sender=own.country,
        receiver=receiver,
        purpose=purpose,
        original_purpose=purpose if freed else Purpose(item.purpose),
        originator=item.originator_country,
        codes=codes - moot,
        h3_confirmed=h3_confirmed or not (item.restrictions or HandlingCode.H3 in codes),
        consent=consent,
        consent_covers=covers,
        necessity="an item of a thread, for a purpose that its holder chose",
        evaluated=True,
        facts=facts_about(receiver, purpose=purpose, at=now),
    )


def list_receivers(item: Item) -> list[tuple[str, str]]:
    """Return (node, country) of the linked nodes to which an item could be passed on."""
    away = {settings.SCHAKEL_NODE.code, item.from_node, item.originator}
    away |= set(item.copies.values_list("node", flat=True))
    return [(card.code, card.country) for card in list_linked_nodes() if card.code not in away]


def country_of(node: str) -> str:
    """Return the country of a node; what is no linked node is a country itself."""
    if node == settings.SCHAKEL_NODE.code:
        return str(settings.SCHAKEL_NODE.country)
    try:
        return get_node(node).country
    except NotFoundError:
        return node.upper()


def visible_passed(user: User, ids: set[UUID]) -> set[UUID]:
    """Return those items from another hand that came while the user's unit took part."""
    rows = Item.objects.filter(id__in=ids - put_away_ids("item"), kind=PASSED)
    return set(visible(rows, ITEM, for_user=user).values_list("id", flat=True))


def read_passed(item_id: UUID) -> Content:
    """Return what an item from another hand says; the caller checked that it may be read."""
    item = Item.objects.get(id=item_id)
    originals = tuple(item.passed_files.values_list("original_id", flat=True))
    return Content(text=item.text, restrictions=item.restrictions, originals=originals)


def page_of(item_id: UUID) -> str:
    """Return the address of the page about an item."""
    return f"{PAGE}{item_id}"


def search_addresses(user: User, ids: set[UUID]) -> dict[UUID, str]:
    """Return the page of each of these items from another hand that `user` may see."""
    return {one: page_of(one) for one in visible_passed(user, ids)}


def all_originals() -> QuerySet[PassedFile]:
    """Return which files belong to items from another hand, for the intake."""
    return PassedFile.objects.all()


def seen_originals(user: User) -> QuerySet[PassedFile]:
    """Return which of them belong to items that `user` may see, for the intake."""
    items = visible(Item.objects.filter(kind=PASSED), ITEM, for_user=user)
    return PassedFile.objects.filter(item__in=items)


def shared_originals(user: User, ids: set[UUID]) -> set[UUID]:
    """Return the files of items from another hand that `user` may see, for the intake."""
    items = Item.objects.filter(passed_files__original_id__in=ids)
    seen = visible_passed(user, set(items.values_list("id", flat=True)))
    shown = Item.objects.filter(id__in=seen)
    return set(shown.values_list("passed_files__original_id", flat=True)) & ids


def list_states(user: User) -> Iterable[ObjectState]:
    """Yield every item and question for consent that `user` may see."""
    for kind, holder in holders:
        ids = set(Item.objects.filter(kind=kind).values_list("id", flat=True))
        seen = holder.visible(user, ids)
        for item in Item.objects.filter(id__in=seen).prefetch_related("consents"):
            state = "restricted" if item.restricted_at and item.state == "held" else item.state
            yield ObjectState(kind="item", id=str(item.id), state=state)
            for consent in item.consents.all():
                yield ObjectState(kind="consent", id=str(consent.id), state=consent.state)
