"""Requests as things with a term."""

from collections.abc import Iterable
from uuid import UUID

from schakel.assistance.actions import erase_request
from schakel.assistance.queries import Request
from schakel.custody.queries import hold_of_threads
from schakel.retention.core.keepers import Hold, Keeper, Kept
from schakel.shell.search import forget_text


def _living(ids: set[UUID] | None) -> Iterable[Kept]:
    found = Request.objects.select_related("handling_unit").filter(erased_at__isnull=True)
    for request in found if ids is None else found.filter(id__in=ids):
        yield Kept(
            id=request.id,
            unit_code=request.handling_unit.code,
            regime=request.handling_unit.regime,
            reference=request.reference,
            first_on=request.made_at.date(),
            last_on=request.changed_at.date(),
            owner_id=request.drafted_by_id,
        )


def holds_of(kind: str, ids: set[UUID]) -> dict[UUID, Hold]:
    """Return which requests must be kept: those with a marked item in their thread."""
    if kind != "request":
        return {}
    threads = Request.objects.filter(id__in=ids).values_list("id", "thread_id")
    found = {one: hold_of_threads([thread]) for one, thread in threads}
    return {one: hold for one, hold in found.items() if hold is not None}


REQUESTS = Keeper(
    living=_living,
    files=lambda request_id: [],
    destroy=erase_request,
    put_away=lambda request_id, now: forget_text(kind="request", object_id=request_id),
    page=lambda request_id: f"/requests/{request_id}",
)
