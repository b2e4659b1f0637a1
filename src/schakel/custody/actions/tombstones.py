"""What was erased stays erased, and who has copies stays known, whatever backup came back."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from schakel.custody.actions.erasing import erase_item
from schakel.custody.actions.keeping import read_copies
from schakel.custody.actions.telling import log
from schakel.custody.models import Copy, Item
from schakel.intake.actions import remove_unused
from schakel.retention.actions import read_tombstones


def apply_tombstones(now: datetime) -> int:
    """Erase again what a restored backup brought back; return how many items and files that were.

    A restore calls it before the node serves a page; a chore calls it all the time.
    """
    all_graves = list(read_tombstones())
    graves = {grave.id: grave for grave in all_graves if grave.kind == "item"}
    risen = Item.objects.filter(id__in=graves, state=Item.State.HELD)
    done = 0
    for item_id in list(risen.values_list("id", flat=True)):
        with transaction.atomic():
            item = Item.objects.select_for_update().get(id=item_id)
            erase_item(item, now=now, why=graves[item_id].why)
            log("item:erase", item, now=now, facts={"why": "tombstone"})
        done += 1
    files = {sha256 for grave in all_graves for sha256 in grave.files}
    return done + remove_unused(files)


def recollect(item: Item, *, now: datetime) -> None:
    """Do with an item that came in what was done with it before this node was restored.

    Its partner sends again what a restored node lost, also what was erased here since the archive;
    and the notes of whom we passed it to went with the database, but not with the disk.

    Args:
        item: As it came in, in the caller's transaction.
        now: The moment.
    """
    regain_copies(now, of=item)
    graves = {grave.id: grave for grave in read_tombstones() if grave.kind == "item"}
    if grave := graves.get(item.id):
        erase_item(item, now=now, why=grave.why)
        log("item:erase", item, now=now, facts={"why": "tombstone"})


def regain_copies(now: datetime, *, of: Item | None = None) -> int:
    """Note again to which nodes items went, so that a recall reaches them; return how many."""
    lines = [line for line in read_copies() if of is None or line["item"] == str(of.id)]
    here = set(Item.objects.filter(id__in={line["item"] for line in lines}).values_list("id"))
    done = 0
    for line in lines:
        if (UUID(line["item"]),) in here:
            _, made = Copy.objects.get_or_create(
                item_id=line["item"], node=line["node"], defaults={"at": now}
            )
            done += made
    return done
