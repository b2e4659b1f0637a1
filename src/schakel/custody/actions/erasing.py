"""Make an end of an item: content, files, index and message go; the log keeps that it was here."""

from datetime import datetime
from uuid import UUID

from schakel.custody import queries
from schakel.custody.core.consents import Standing
from schakel.custody.models import Consent, Item
from schakel.exchange.actions import call_back, forget_content, forget_talk, list_waiting_about
from schakel.retention.actions import write_tombstone
from schakel.retention.core.keepers import followers

TALK = ("consent.ask", "consent.answer")  # messages about an item with words of people in them


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
    _end_talk(item, now=now)
    copies = [one for one in item.copies.values_list("envelope_id", flat=True) if one]
    call_back(copies, now=now)
    for _, follow in followers:
        follow("item", item.id, now)
    item.state, item.erased_at = Item.State.ERASED, now
    item.text = item.restrictions = ""
    item.save(update_fields=["state", "erased_at", "text", "restrictions"])


def _end_talk(item: Item, *, now: datetime) -> None:
    """Erase what people wrote when they asked and answered; what was decided stays."""
    forget_talk(about=item.id, kinds=TALK)
    names = {str(item.id), *map(str, item.consents.values_list("id", flat=True))}
    call_back(list_waiting_about(names, thread_id=item.thread_id, kinds=TALK), now=now)
    item.consents.update(reason="", text="", relay_due=Consent.Relay.NOTHING)
    item.consents.filter(state=Standing.ASKED).update(state=Standing.ENDED)


def restrict_item(item_id: UUID, *, now: datetime) -> None:
    """Restrict the use of an item, in the caller's transaction."""
    Item.objects.filter(id=item_id, restricted_at__isnull=True).update(restricted_at=now)
