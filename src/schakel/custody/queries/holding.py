"""What a criminal file or an accused needs, and what is still here."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from schakel.custody.core.deeds import Standing, ground_of
from schakel.custody.models import Item
from schakel.custody.queries.items import page_of
from schakel.retention.core.keepers import Hold


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
