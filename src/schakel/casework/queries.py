"""Questions about reports and threads; who may see what is asked of the room of access."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse

from schakel.access.queries import Sight, visible
from schakel.accounts.queries import Unit, User
from schakel.asylum.queries import asylum_of
from schakel.casework.core.closing import Missing, ReportState, missing_of
from schakel.casework.models import (
    ContactLeg,
    Identifier,
    Participant,
    Person,
    Report,
    ReportOriginal,
    Thread,
    ThreadEntry,
)
from schakel.casework.shapes import CONTACT, ENTRY, FILES, REPORT, THREAD
from schakel.handling.core.case import Purpose, Subject
from schakel.intake.queries import list_settled
from schakel.kernel.errors import NotFoundError
from schakel.retention.queries import list_put_away, resting_ids
from schakel.rulebook.core.codes import from_mask
from schakel.rulebook.core.regimes import law_of
from schakel.safeguards.core.persons import is_matched, strictest
from schakel.safeguards.core.sent import ReportFacts
from schakel.shell.work import ObjectState

__all__ = ["FILES", "Person", "Report", "Thread"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An identifier of a report, typed or settled from an original, or a name.

    `regime` is that of the report.
    """

    kind: str
    value: str
    report_id: UUID
    unit_code: str
    regime: str


def get_person(person_id: UUID, *, for_user: User) -> Person:
    """Return a person in a report that the user may see.

    Raises:
        NotFoundError: No such person for this user.
    """
    for person in Person.objects.filter(id=person_id, report__in=_reports(for_user)):
        return person
    raise NotFoundError("no such person")


def get_report(report_id: UUID, *, for_user: User) -> Report:
    """Return a report that the user may see.

    Raises:
        NotFoundError: No such report for this user.
    """
    report = _reports(for_user).filter(id=report_id).first()
    if report is None:
        raise NotFoundError("no such report")
    return report


def list_reports(for_user: User) -> QuerySet[Report]:
    """Return the reports that the user may see, newest change first."""
    return _reports(for_user).select_related("author").order_by("-changed_at")


def list_reports_of_unit(unit: Unit) -> QuerySet[Report]:
    """Return the reports of a unit, newest change first, for an emergency access alone."""
    return Report.objects.filter(unit=unit).order_by("-changed_at")


def missing_in(report: Report) -> tuple[Missing, ...]:
    """Return what a report lacks before it can be closed."""
    return missing_of(
        ReportState(
            has_content=bool(report.text.strip()) or report.originals.exists(),
            source_grade=report.source_grade,
            information_grade=report.information_grade,
            codes=frozenset(code.value for code in from_mask(report.codes_mask)),
            h3_text=report.h3_text,
            purpose=report.purpose,
            europol=report.europol,
            europol_reason=report.europol_reason,
            europol_purposes=tuple(report.europol_purposes),
        )
    )


def original_ids(report_id: UUID) -> set[UUID]:
    """Return the ids of the files that a report rests on."""
    found = ReportOriginal.objects.filter(report_id=report_id)
    return set(found.values_list("original_id", flat=True))


def home_of_original(user: User, original_id: UUID) -> tuple[str, str] | None:
    """Return the page and reference of the report that rests on an original, for the intake."""
    held = ReportOriginal.objects.filter(original_id=original_id).values("report_id")
    found = list_reports(user).filter(id__in=held).first()
    return (reverse("casework:report", args=[found.id]), found.reference) if found else None


def seen_originals(user: User) -> QuerySet[ReportOriginal]:
    """Return what rests on reports that `user` may see, for the intake."""
    return ReportOriginal.objects.filter(report__in=_reports(user))


def list_resting_on(original_id: UUID) -> list[UUID]:
    """Return the reports that rest on a file."""
    found = ReportOriginal.objects.filter(original_id=original_id)
    return list(found.values_list("report_id", flat=True))


def facts_of_report(report_id: UUID, *, at: datetime | None = None) -> ReportFacts:
    """Return what the gate must know of a report, on `at`; the caller checked who may read it."""
    report = Report.objects.get(id=report_id)
    persons = list(report.persons.all())
    return ReportFacts(
        codes=from_mask(report.codes_mask),
        purpose=Purpose(report.purpose) if report.purpose else None,
        regime=law_of(report.regime),
        originator=report.originator or None,
        evaluated=bool(report.source_grade and report.information_grade),
        necessity=report.necessity,
        personal=bool(persons) or bool(list_identifiers(report_id)),
        subject=strictest(frozenset(Subject(person.role) for person in persons)),
        minor=any(person.is_minor for person in persons),
        asylum=asylum_of([person.id for person in persons], at=at) if at else None,
        nationalities=frozenset(p.nationality for p in persons if p.nationality),
    )


def list_identifiers(report_id: UUID) -> list[Known]:
    """Return the identifiers of one report; the caller checked that it may be read."""
    return _known(report_id, kinds=None)


def list_matchable_identifiers(
    report_id: UUID | None = None, *, kinds: frozenset[str] | None = None
) -> list[Known]:
    """Return every identifier that may be compared, or those of one report.

    Left out is what belongs to an informant, victim, witness, smuggled person or minor: in the
    report that says so, and in every other that does not tie it to somebody else.

    No text is read, and no statement depends on a value.
    """
    tied = Identifier.objects.filter(person__isnull=False)
    shut: set[tuple[str, str]] = set()
    open_here: set[tuple[UUID, str, str]] = set()
    for report, kind, value, role, is_minor in tied.values_list(
        "report_id", "kind", "value", "person__role", "person__is_minor"
    ):
        if is_matched(Subject(role), is_minor=is_minor):
            open_here.add((report, kind, value))
        else:
            shut.add((kind, value))
    resting = resting_ids("report")
    return [
        item
        for item in _known(report_id, kinds=kinds)
        if item.report_id not in resting
        and (
            (item.kind, item.value) not in shut
            or (item.report_id, item.kind, item.value) in open_here
        )
    ]


def list_matchable_names() -> list[Known]:
    """Return every name that may be compared: of nobody whose role, or age, protects him."""
    persons = Person.objects.select_related("report__unit").exclude(name="")
    persons = persons.exclude(report_id__in=resting_ids("report"))
    return [
        Known(
            kind="name",
            value=p.name,
            report_id=p.report_id,
            unit_code=p.report.unit.code,
            regime=p.report.regime,
        )
        for p in persons
        if is_matched(Subject(p.role), is_minor=p.is_minor)
    ]


def list_persons(report_id: UUID) -> list[Person]:
    """Return the persons in a report, oldest first; the caller checked that it may be read."""
    return list(Person.objects.filter(report_id=report_id).order_by("made_at", "id"))


def list_named_persons() -> list[Person]:
    """Return every person with a name, of all units, for the privacy officer alone."""
    return list(Person.objects.select_related("report__unit").exclude(name=""))


def list_thread_ids(report_ids: Iterable[UUID]) -> list[UUID]:
    """Return the threads that rest on these reports; for the privacy officer."""
    return list(Thread.objects.filter(report__in=report_ids).values_list("id", flat=True))


def report_of_person(person_id: UUID) -> UUID | None:
    """Return the report in which a person is, for rooms that decide over it."""
    return Person.objects.filter(id=person_id).values_list("report_id", flat=True).first()


def list_told_legs(thread_ids: Iterable[UUID]) -> list[ContactLeg]:
    """Return the calls and meetings of these threads in which we told; for the privacy officer."""
    return list(ContactLeg.objects.filter(thread__in=thread_ids, direction="out").order_by("at"))


def list_subject_ids(report_id: UUID) -> list[str]:
    """Return the ids of the persons in a report: pseudonyms, for the log."""
    return sorted(map(str, Person.objects.filter(report_id=report_id).values_list("id", flat=True)))


def list_owners(report_id: UUID) -> dict[tuple[str, str], Person]:
    """Return whose each (kind, value) of a report is; the caller checked that it may be read."""
    tied = Identifier.objects.filter(report_id=report_id, person__isnull=False)
    return {
        (item.kind, item.value): item.person
        for item in tied.select_related("person")
        if item.person is not None
    }


def get_thread(thread_id: UUID, *, for_user: User) -> Thread:
    """Return a thread in which the user's unit takes part.

    Raises:
        NotFoundError: No such thread for this user.
    """
    thread = _threads(for_user).filter(id=thread_id).first()
    if thread is None:
        raise NotFoundError("no such thread")
    return thread


def list_threads(for_user: User) -> QuerySet[Thread]:
    """Return the threads of the user's unit, newest change first."""
    return _threads(for_user).order_by("-changed_at")


def find_thread(thread: UUID | str) -> Thread | None:
    """Return a thread by its shared id or its reference here, whoever takes part, or None."""
    key = "id" if isinstance(thread, UUID) else "reference"
    return Thread.objects.filter(**{key: thread}).first()


def path_of_thread(thread_id: UUID) -> str:
    """Return the address of a thread's page, or "" when this node knows no such thread."""
    return f"/casework/threads/{thread_id}" if find_thread(thread_id) else ""


def list_entries(thread: Thread, *, for_user: User) -> list[ThreadEntry]:
    """Return the legs of a thread that the user may see, oldest first."""
    return list(visible(thread.entries.order_by("at", "id"), ENTRY, for_user=for_user))


def list_participants(thread_id: UUID) -> list[Participant]:
    """Return who takes part in a thread and has not left, as messages of the thread tell it."""
    found = Participant.objects.filter(thread_id=thread_id, left_at__isnull=True)
    return list(found.exclude(unit_code="").order_by("admitted_at", "id"))


def list_partner_nodes(thread_id: UUID) -> list[str]:
    """Return the codes of the partner nodes that take part in a thread, in order of admission."""
    found = Participant.objects.filter(thread_id=thread_id, left_at__isnull=True)
    others = found.exclude(node=settings.SCHAKEL_NODE.code).order_by("admitted_at", "id")
    return list(dict.fromkeys(others.values_list("node", flat=True)))


def sits_in(thread_id: UUID, unit_code: str) -> bool:
    """Tell whether a unit of this node takes part in a thread."""
    return Thread.objects.filter(id=thread_id).filter(_seat(unit_code)).exists()


def get_contact_leg(leg_id: UUID, *, for_user: User) -> ContactLeg:
    """Return a call or meeting logged while the user's unit took part, or released to it.

    Raises:
        NotFoundError: No such leg for this user.
    """
    leg = _contact_legs(for_user).filter(id=leg_id).first()
    if leg is None:
        raise NotFoundError("no such leg")
    return leg


def visible_reports(user: User, ids: set[UUID]) -> dict[UUID, str]:
    """Return the page of each of these reports that `user` may see, for the search."""
    found = _reports(user).filter(id__in=ids).values_list("id", flat=True)
    return {one: reverse("casework:report", args=[one]) for one in found}


def visible_contact_legs(user: User, ids: set[UUID]) -> dict[UUID, str]:
    """Return the page of each of these calls and meetings that `user` may see, for the search."""
    found = _contact_legs(user).filter(id__in=ids).values_list("id", flat=True)
    return {one: reverse("casework:contact-leg", args=[one]) for one in found}


def list_states(user: User) -> Iterable[ObjectState]:
    """Yield every report and thread that `user` may see, with its state."""
    for report in list_reports(user):
        yield ObjectState(kind="report", id=str(report.id), state=report.state)
    for thread in list_threads(user):
        yield ObjectState(kind="thread", id=str(thread.id), state="open")
    for leg in _contact_legs(user):
        yield ObjectState(kind="contact-leg", id=str(leg.id), state=leg.gate_outcome or "told")


def _reports(user: User) -> QuerySet[Report]:
    found = Report.objects.filter(erased_at__isnull=True).exclude(id__in=list_put_away("report"))
    return visible(found, REPORT, for_user=user)


def threads_in_use() -> QuerySet[Thread]:
    """Return the threads whose report was not put away, as a question to stand in another."""
    return Thread.objects.exclude(report_id__in=list_put_away("report"))


def _threads(user: User) -> QuerySet[Thread]:
    return visible(threads_in_use(), THREAD, for_user=user)


def _contact_legs(user: User) -> QuerySet[ContactLeg]:
    legs = ContactLeg.objects.select_related("thread", "logged_by")
    legs = legs.exclude(thread__report_id__in=list_put_away("report"))
    return visible(legs, CONTACT, for_user=user)


def _seat(unit_code: str) -> Q:
    return Q(participants__node=settings.SCHAKEL_NODE.code, participants__unit_code=unit_code)


def _known(report_id: UUID | None, *, kinds: frozenset[str] | None) -> list[Known]:
    of_report = Q() if report_id is None else Q(report_id=report_id)
    typed = Identifier.objects.filter(of_report)
    if kinds is not None:
        typed = typed.filter(kind__in=sorted(kinds))
    held = ("report_id", "report__unit__code", "report__regime")
    found = set(typed.values_list("kind", "value", *held))
    owners: dict[UUID, list[tuple[UUID, str, str]]] = {}
    links = ReportOriginal.objects.filter(of_report)
    for original_id, *owner in links.values_list("original_id", *held):
        owners.setdefault(original_id, []).append((owner[0], owner[1], owner[2]))
    settled = list_settled(None if report_id is None else set(owners), kinds=kinds)
    for original_id, kind, value in settled:
        found.update((kind, value, *owner) for owner in owners.get(original_id, ()))
    known = (
        Known(kind=kind, value=value, report_id=report, unit_code=unit, regime=regime)
        for kind, value, report, unit, regime in found
    )
    return sorted(known, key=lambda item: (str(item.report_id), item.kind, item.value))


SIGHT = Sight(
    shape=REPORT,
    get=get_report,
    name=lambda report: report.reference,
    page=lambda report_id: reverse("casework:report", args=[report_id]),
)
