"""Questions about marks: for pages, and for whoever would erase something."""

from dataclasses import dataclass
from uuid import UUID

from schakel.accounts.queries import Capability, Unit, User, require
from schakel.casework.queries import get_report, report_of_person
from schakel.custody.queries import get_item
from schakel.exculpation.core.marks import GROUND, Kind, Standing
from schakel.exculpation.models import Mark
from schakel.kernel.errors import NotFoundError
from schakel.retention.core.keepers import Hold

__all__ = ["Mark"]
PAGE = "/exculpation/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a mark is about, as the user may see it."""

    kind: Kind
    id: UUID
    unit: Unit
    reference: str


def get_subject(kind: Kind, object_id: UUID, *, for_user: User) -> Subject:
    """Return the item or report that a mark would be on.

    Raises:
        NotFoundError: No such thing for this user.
    """
    if kind is Kind.ITEM:
        item = get_item(object_id, for_user=for_user)
        if item.state != item.State.HELD:
            raise NotFoundError("no such item")
        return Subject(kind=kind, id=item.id, unit=item.unit, reference=item.reference)
    report = get_report(object_id, for_user=for_user)
    return Subject(kind=kind, id=report.id, unit=report.unit, reference=report.reference)


def list_marks(kind: Kind, object_id: UUID) -> list[Mark]:
    """Return the marks on something that the user may see, the newest first."""
    found = Mark.objects.select_related("proposed_by", "decided_by")
    return list(found.filter(kind=kind, object_id=object_id).order_by("-proposed_at"))


def list_all(*, for_user: User) -> list[Mark]:
    """Return every mark of the node, what waits first; for those who keep the criminal file.

    Raises:
        NotAllowedError: The role keeps no criminal file.
    """
    require(for_user, Capability.KEEP_FILE)
    found = Mark.objects.select_related("unit", "proposed_by", "decided_by")
    waits = Standing.PROPOSED
    return sorted(found.order_by("-proposed_at")[:500], key=lambda one: one.state != waits)


def get_mark(mark_id: UUID, *, for_user: User) -> Mark:
    """Return a mark for who decides over it; no wall between units stops him.

    Raises:
        NotAllowedError: The role decides over no criminal file.
        NotFoundError: No such mark.
    """
    require(for_user, Capability.DECIDE_FILE)
    found = Mark.objects.select_related("unit").filter(id=mark_id).first()
    if found is None:
        raise NotFoundError("no such mark")
    return found


def holds_of(kind: str, ids: set[UUID]) -> dict[UUID, Hold]:
    """Return which of these things a mark keeps; a person is kept with the report he is in."""
    reports = {one: report_of_person(one) for one in ids} if kind == "person" else {}
    wanted = {one for one in reports.values() if one} if reports else ids
    kinds = {"item": Kind.ITEM, "report": Kind.REPORT, "person": Kind.REPORT}
    if kind not in kinds:
        return {}
    kept = Mark.objects.filter(kind=kinds[kind], object_id__in=wanted)
    marked = set(kept.exclude(state=Standing.REJECTED).values_list("object_id", flat=True))
    return {one: Hold(ground=GROUND, path=PAGE) for one in ids if reports.get(one, one) in marked}
