"""What a criminal file or an accused needs, and what is still here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from schakel.custody.core.deeds import Standing, ground_of
from schakel.custody.models import HolderReceipt, Item
from schakel.custody.queries.items import page_of
from schakel.retention.core.keepers import Hold


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldCopy:
    """That a node got an item, and what it signed when the originator took the item back.

    `envelope_id` and `decision_id` are None for a node that got it through another hand.
    """

    node: str
    reference: str
    at: datetime
    envelope_id: UUID | None
    decision_id: UUID | None
    answers: tuple[tuple[str, str, datetime], ...]  # outcome, ground, moment


def list_held_copies(thread_ids: Iterable[UUID]) -> list[HeldCopy]:
    """Return every copy that partners got of items in these threads; for the privacy officer."""
    found = Item.objects.filter(thread_id__in=list(thread_ids))
    return [one for item in found.order_by("received_at") for one in _copies(item)]


def _copies(item: Item) -> Iterable[HeldCopy]:
    answers: dict[str, list[HolderReceipt]] = {}
    receipts = HolderReceipt.objects.filter(notice__item=item).select_related("notice")
    for one in receipts.order_by("notice__at"):
        answers.setdefault(one.node, []).append(one)
    for copy in item.copies.order_by("at", "node"):
        yield HeldCopy(
            node=copy.node,
            reference=item.reference,
            at=copy.at,
            envelope_id=copy.envelope_id,
            decision_id=copy.decision_id,
            answers=_signed(answers.pop(copy.node, [])),
        )
    for node, said in answers.items():  # another hand passed it on, and told us
        yield HeldCopy(
            node=node,
            reference=item.reference,
            at=said[0].asked_at,
            envelope_id=None,
            decision_id=None,
            answers=_signed(said),
        )


def _signed(said: Iterable[HolderReceipt]) -> tuple[tuple[str, str, datetime], ...]:
    return tuple((one.outcome, one.ground, one.answered_at) for one in said if one.answered_at)


def items_here(ids: Iterable[UUID]) -> set[UUID]:
    """Return those items whose content is still here."""
    found = Item.objects.filter(id__in=list(ids), state=Item.State.HELD)
    return set(found.values_list("id", flat=True))


def list_items_with(sha256: str) -> list[Item]:
    """Return the items, still here, of which this file is a part."""
    return list(Item.objects.filter(files__icontains=sha256, state=Item.State.HELD))


def marked_items() -> QuerySet[Item]:
    """Return the items that entered a criminal file or speak for an accused."""
    marks = Q(in_criminal_file_at__isnull=False) | Q(exculpatory_at__isnull=False)
    return Item.objects.filter(marks, state=Item.State.HELD)


def hold_by(item: Item) -> Hold:
    """Return why a marked item, and what belongs to it, is kept, and where that is decided."""
    standing = Standing(
        is_held=True,
        in_criminal_file=item.in_criminal_file_at is not None,
        is_exculpatory=item.exculpatory_at is not None,
    )
    return Hold(ground=ground_of(standing), path=page_of(item.id))


def hold_of_threads(thread_ids: Iterable[UUID]) -> Hold | None:
    """Return why what belongs to these threads must be kept, or None."""
    found = marked_items().filter(thread_id__in=list(thread_ids))
    item = found.order_by("received_at").first()
    return hold_by(item) if item else None


def list_items_given_in(envelope_ids: Iterable[UUID], *, by_node: str) -> list[UUID]:
    """Return the items, still here, that a node gave us in these envelopes."""
    found = Item.objects.filter(envelope_id__in=list(envelope_ids), from_node=by_node)
    held = found.filter(state=Item.State.HELD).order_by("received_at", "id")
    return list(held.values_list("id", flat=True))
