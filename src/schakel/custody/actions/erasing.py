"""Make an end of an item: content, files, index and message go; the log keeps that it was here."""

from datetime import datetime
from uuid import UUID

from schakel.custody import queries
from schakel.custody.models import Item
from schakel.exchange.actions import forget_content
from schakel.retention.actions import write_tombstone


def erase_item(item: Item, *, now: datetime, why: str) -> None:
    """Erase the content of an item, in the caller's transaction; a tombstone outlives every backup.

    Args:
        item: Locked.
        now: The moment.
        why: A code: the deed or the law.
    """
    if item.state == Item.State.ERASED:
        return
    write_tombstone(item.id, files=item.files, at=now, why=why)
    queries.holder_of(item).erase(item.id, now)
    if item.envelope_id:
        forget_content(item.envelope_id)
    item.state, item.erased_at = Item.State.ERASED, now
    item.text = item.restrictions = ""
    item.save(update_fields=["state", "erased_at", "text", "restrictions"])


def restrict_item(item_id: UUID, *, now: datetime) -> None:
    """Restrict the use of an item, in the caller's transaction."""
    Item.objects.filter(id=item_id, restricted_at__isnull=True).update(restricted_at=now)
