"""Items as things with a term, and what a criminal file or an accused keeps beyond it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from schakel.casework.queries import list_thread_ids, report_of_person
from schakel.custody import actions, queries
from schakel.custody.queries import Item
from schakel.intake.queries import list_hashes
from schakel.retention.core.keepers import Hold, Keeper, Kept
from schakel.shell.search import forget_text


def _living(ids: set[UUID] | None) -> Iterable[Kept]:
    found = Item.objects.select_related("unit").filter(state=Item.State.HELD)
    for item in found if ids is None else found.filter(id__in=ids):
        yield Kept(
            id=item.id,
            unit_code=item.unit.code,
            regime=item.unit.regime,
            reference=item.reference,
            first_on=item.received_at.date(),
            last_on=item.received_at.date(),
        )


def _destroy(item_id: UUID, now: datetime) -> None:
    actions.erase_item(
        Item.objects.select_for_update().get(id=item_id), now=now, why="retention-ended"
    )


def _put_away(item_id: UUID, now: datetime) -> None:
    item = Item.objects.get(id=item_id)
    forget_text(kind="item" if item.kind == queries.PASSED else item.kind, object_id=item_id)


ITEMS = Keeper(
    living=_living,
    files=lambda item_id: list(Item.objects.get(id=item_id).files),
    destroy=_destroy,
    put_away=_put_away,
    page=queries.page_of,
)


def holds_of(kind: str, ids: set[UUID]) -> dict[UUID, Hold]:
    """Return which of these things a criminal file or an accused needs, with the ground.

    An item does by its own marks; a report, and a person in it, by those of an item in one of its
    threads.

    Source: Directive (EU) 2016/680, art. 16(3); UNTOC, art. 18(5) and (19).
    """
    if kind == "item":
        marked = {one.id: one for one in queries.marked_items().filter(id__in=ids)}
        return {one: queries.hold_by(item) for one, item in marked.items()}
    if kind not in {"report", "person"}:
        return {}
    found = {}
    for one in ids:
        report_id = report_of_person(one) if kind == "person" else one
        hold = queries.hold_of_threads(list_thread_ids([report_id] if report_id else []))
        if hold is not None:
            found[one] = hold
    return found


def restrict_kept(kind: str, object_id: UUID, now: datetime) -> None:
    """Restrict the use of an item that is kept beyond its term."""
    if kind == "item":
        actions.restrict_item(object_id, now=now)


def is_needed(original_id: UUID) -> bool:
    """Tell whether an item that is still here has a file: an answer, or from another hand."""
    return any(queries.list_items_with(sha256) for sha256 in list_hashes({original_id}))
