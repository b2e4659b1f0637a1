"""Questions about what was asked and found."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from schakel.access.core.walls import may_be_listed, may_meet
from schakel.access.queries import list_confined
from schakel.accounts.queries import Capability, User, list_units, require
from schakel.casework import queries as casework
from schakel.kernel.errors import NotFoundError
from schakel.matching.core.keys import COMPARED_KINDS, comparison_key
from schakel.matching.core.names import NameMatch, compare_names
from schakel.matching.models import Hit, Question, QuestionCount

MOST_COUNTS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnHit:
    """Something in this node's own holdings that matches the report.

    `report_id` is set only when the asker may see that report; of any other he learns which unit to
    ask, and nothing else.
    """

    kind: str
    value: str
    unit_code: str
    report_id: UUID | None
    likeness: NameMatch | None = None


def keys_of_report(report_id: UUID) -> tuple[tuple[str, str, str], ...]:
    """Return (comparison key, kind, value) of every identifier of a report that is compared.

    What belongs to a protected person is not: a question about it is never put.
    """
    found: dict[str, tuple[str, str, str]] = {}
    for item in casework.list_matchable_identifiers(report_id, kinds=COMPARED_KINDS):
        key = comparison_key(item.kind, item.value)
        if key:
            found.setdefault(key, (key, item.kind, item.value))
    return tuple(sorted(found.values()))


def keys_to_list() -> frozenset[str]:
    """Return the comparison keys of everything that partners may learn a hit on."""
    units = {unit.code for unit in list_units() if may_be_listed(unit.regime)}
    closed = list_confined()
    keys = (
        comparison_key(item.kind, item.value)
        for item in casework.list_matchable_identifiers(kinds=COMPARED_KINDS)
        if item.unit_code in units and may_be_listed(item.regime) and item.report_id not in closed
    )
    return frozenset(key for key in keys if key)


def list_beside(original_id: UUID) -> set[UUID]:
    """Return the originals that lie in one report with this one, for the room that settles them."""
    reports = casework.list_resting_on(original_id)
    return {one for report_id in reports for one in casework.original_ids(report_id)}


def find_own_hits(report_id: UUID, *, for_user: User) -> tuple[OwnHit, ...]:
    """Return what this node's own holdings know, exactly by identifier and tolerantly by name.

    Raises:
        NotFoundError: No such report for this user.
    """
    require(for_user, Capability.READ_CONTENT)
    own = casework.get_report(report_id, for_user=for_user)
    held = {unit.code: unit.regime for unit in list_units()}
    hits = [
        hit
        for hit, regime in [*_identifier_hits(report_id), *_name_hits(report_id)]
        if all(may_meet(own.regime, one) for one in (regime, held[hit.unit_code]))
    ]
    ids = {hit.report_id for hit in hits if hit.report_id}
    seen, closed = casework.visible_reports(for_user, ids), list_confined()
    return tuple(
        hit if hit.report_id in seen else replace(hit, report_id=None)
        for hit in hits
        if hit.report_id in seen or hit.report_id not in closed
    )


def list_questions(report_id: UUID) -> list[Question]:
    """Return the questions asked about a report, newest first; the caller checked the report."""
    return list(Question.objects.filter(report_id=report_id).order_by("-asked_at"))


def list_partner_hits(report_id: UUID) -> list[Hit]:
    """Return what partners said they know, by node and key; the caller checked the report."""
    return list(Hit.objects.filter(report_id=report_id).order_by("node", "key"))


def list_counts(*, for_user: User) -> list[QuestionCount]:
    """Return how many blind questions passed, the newest days first."""
    require(for_user, Capability.OVERSEE)
    return list(QuestionCount.objects.order_by("-day", "node", "side", "purpose")[:MOST_COUNTS])


def get_hit(hit_id: UUID, *, for_user: User) -> Hit:
    """Return one hit at a partner on a report that `for_user` may see.

    Raises:
        NotFoundError: No such hit for this user.
    """
    seen = casework.list_reports(for_user).values("id")
    hit = Hit.objects.filter(id=hit_id, report_id__in=seen).first()
    if hit is None:
        raise NotFoundError("no such hit")
    return hit


def _identifier_hits(report_id: UUID) -> Iterable[tuple[OwnHit, str]]:
    """Yield what matches, with the regime under which it is held."""
    asked = {key: (kind, value) for key, kind, value in keys_of_report(report_id)}
    for item in casework.list_matchable_identifiers(kinds=COMPARED_KINDS):
        key = comparison_key(item.kind, item.value)
        if item.report_id != report_id and key in asked:
            kind, value = asked[key]
            hit = OwnHit(kind=kind, value=value, unit_code=item.unit_code, report_id=item.report_id)
            yield hit, item.regime


def _name_hits(report_id: UUID) -> Iterable[tuple[OwnHit, str]]:
    names = list(casework.list_matchable_names())
    ours = {item.value for item in names if item.report_id == report_id}
    for item in names:
        if item.report_id == report_id:
            continue
        found = [(name, match) for name in ours if (match := compare_names(name, item.value))]
        if found:
            name, match = max(found, key=lambda pair: pair[1].score)
            hit = OwnHit(
                kind="name",
                value=name,
                unit_code=item.unit_code,
                report_id=item.report_id,
                likeness=match,
            )
            yield hit, item.regime
