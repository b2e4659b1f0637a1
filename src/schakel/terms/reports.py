"""Reports and persons as things with a term."""

from collections.abc import Iterable
from uuid import UUID

from schakel.casework import actions, queries
from schakel.intake.queries import list_hashes
from schakel.retention.core.keepers import Keeper, Kept

INFORMANT = "wpg-12"


def _reports(ids: set[UUID] | None) -> Iterable[Kept]:
    found = queries.Report.objects.select_related("unit").filter(erased_at__isnull=True)
    for report in found if ids is None else found.filter(id__in=ids):
        yield Kept(
            id=report.id,
            unit_code=report.unit.code,
            regime=report.regime,
            reference=report.reference,
            first_on=report.made_at.date(),
            last_on=report.changed_at.date(),
            owner_id=report.author_id,
        )


def _persons(ids: set[UUID] | None) -> Iterable[Kept]:
    found = queries.Person.objects.select_related("report__unit")
    for person in found if ids is None else found.filter(id__in=ids):
        informant = person.role == "informant" and person.report.regime == "wpg"
        yield Kept(
            id=person.id,
            unit_code=person.report.unit.code,
            regime=person.report.regime,
            reference=person.report.reference,
            first_on=person.made_at.date(),
            last_on=person.report.changed_at.date(),
            article=INFORMANT if informant else "",
            owner_id=person.report.author_id,
        )


def _files(report_id: UUID) -> list[str]:
    """Return the SHA-256 of those files of a report on which no other rests."""
    own = {one for one in queries.original_ids(report_id) if not _others(one, report_id)}
    return list_hashes(own)


def _others(original_id: UUID, report_id: UUID) -> set[UUID]:
    return set(queries.list_resting_on(original_id)) - {report_id}


def is_needed(original_id: UUID) -> bool:
    """Tell whether a report that is still here rests on a file."""
    return bool(queries.list_resting_on(original_id))


REPORTS = Keeper(
    living=_reports,
    files=_files,
    destroy=actions.erase_report,
    put_away=actions.put_report_away,
    page=lambda report_id: f"/casework/reports/{report_id}",
)
PERSONS = Keeper(
    living=_persons,
    files=lambda person_id: [],
    destroy=actions.erase_person,
    put_away=lambda person_id, now: None,
    page=lambda person_id: f"/casework/reports/{queries.report_of_person(person_id)}",
)
