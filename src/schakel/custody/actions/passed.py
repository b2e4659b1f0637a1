"""How the room answers for items that came through another hand."""

from datetime import datetime
from uuid import UUID

from schakel.custody import queries
from schakel.custody.core.holders import Holder
from schakel.custody.models import Item
from schakel.intake.actions import erase_original
from schakel.shell.search import forget_text


def erase_passed(item_id: UUID, now: datetime) -> None:
    """Erase the files and the index of an item from another hand; its row empties itself."""
    item = Item.objects.get(id=item_id)
    for original_id in item.passed_files.values_list("original_id", flat=True):
        erase_original(original_id, now=now)
    forget_text(kind="item", object_id=item_id)


PASSED_ITEMS = Holder(
    visible=queries.visible_passed,
    read=queries.read_passed,
    erase=erase_passed,
    page=queries.page_of,
)
