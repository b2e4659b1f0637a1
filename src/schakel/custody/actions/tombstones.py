"""What was erased stays erased, whatever backup came back."""

from datetime import datetime

from django.db import transaction

from schakel.custody.actions.erasing import erase_item
from schakel.custody.actions.telling import log
from schakel.custody.models import Item
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
