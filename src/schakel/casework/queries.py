"""Questions about reports and threads; the walls between units stand here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from schakel.accounts.queries import Capability, Unit, User, may
from schakel.asylum.queries import asylum_of
from schakel.casework.core.closing import Missing, ReportState, missing_of
from schakel.casework.core.threads import Leg, Seat, visible
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
from schakel.handling.core.case import Purpose, Subject
from schakel.intake.queries import list_settled
from schakel.kernel.errors import NotFoundError
from schakel.retention.queries import put_away_ids, resting_ids
from schakel.rulebook.core.codes import from_mask
from schakel.rulebook.core.regimes import law_of
from schakel.safeguards.core.persons import is_matched, strictest
from schakel.safeguards.core.sent import ReportFacts
from schakel.shell.work import ObjectState

__all__ = ["Person", "Report", "Thread"]
CONTACTS = "/casework/contacts/"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownIdentifier:
    """An identifier of a report, typed or settled from an original."""

    kind: str
    value: str
    report_id: UUID
    unit_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownName:
    """The name of a person in a report."""

    name: str
    report_id: UUID
    unit_code: str


def get_person(person_id: UUID, *, for_user: User) -> Person:
    """Return a person in a report of the user's unit.

    Raises:
        NotFoundError: No such person for this user.
    """
    for person in Person.objects.filter(id=person_id, report__in=_reports(for_user)):
        return person
    raise NotFoundError("no such person")


def get_report(report_id: UUID, *, for_user: User) -> Report:
    """Return a report of the user's unit.

    Raises:
        NotFoundError: No such report for this user.
    """
    report = _reports(for_user).filter(id=report_id).first()
    if report is None:
        raise NotFoundError("no such report")
    return report


def list_reports(for_user: User) -> QuerySet[Report]:
    """Return the reports of the user's unit, newest change first."""
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


def list_identifiers(report_id: UUID) -> list[KnownIdentifier]:
    """Return the identifiers of one report; the caller checked that it may be read."""
    return _known(report_id, kinds=None)


def list_matchable_identifiers(
    report_id: UUID | None = None, *, kinds: frozenset[str] | None = None
) -> list[KnownIdentifier]:
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


def list_matchable_names() -> list[KnownName]:
    """Return every name that may be compared: of nobody whose role, or age, protects him."""
    persons = Person.objects.select_related("report__unit").exclude(name="")
    persons = persons.exclude(report_id__in=resting_ids("report"))
    return [
        KnownName(name=p.name, report_id=p.report_id, unit_code=p.report.unit.code)
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
    """Return the legs of a thread that the user's unit may see, oldest first."""
    entries = list(thread.entries.prefetch_related("releases").order_by("at", "id"))
    legs = [
        Leg(at=e.at, released_to=frozenset(r.unit_code for r in e.releases.all())) for e in entries
    ]
    unit = for_user.unit.code if for_user.unit else ""
    return [entries[place] for place in visible(legs, unit_code=unit, seats=_seats(thread))]


def list_participants(thread_id: UUID) -> list[Participant]:
    """Return who takes part in a thread and has not left, as messages of the thread tell it."""
    found = Participant.objects.filter(thread_id=thread_id, left_at__isnull=True)
    return list(found.exclude(unit_code="").order_by("admitted_at", "id"))


def list_partner_nodes(thread_id: UUID) -> list[str]:
    """Return the codes of the partner nodes that take part in a thread, in order of admission."""
    found = Participant.objects.filter(thread_id=thread_id, left_at__isnull=True)
    others = found.exclude(node=settings.SCHAKEL_NODE.code).order_by("admitted_at", "id")
    return list(dict.fromkeys(others.values_list("node", flat=True)))


def list_released_paths(unit_code: str) -> list[str]:
    """Return the addresses behind the legs that were released to a unit of this node."""
    found = ThreadEntry.objects.filter(releases__unit_code=unit_code).exclude(path="")
    return list(found.values_list("path", flat=True))


def list_seats(unit_code: str) -> QuerySet[Participant]:
    """Return the places of a unit of this node in threads."""
    return Participant.objects.filter(node=settings.SCHAKEL_NODE.code, unit_code=unit_code)


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
    if not may(user, Capability.READ_CONTENT) or user.unit is None:
        return Report.objects.none()
    found = Report.objects.filter(unit=user.unit, erased_at__isnull=True)
    return found.exclude(id__in=put_away_ids("report"))


def _threads(user: User) -> QuerySet[Thread]:
    if not may(user, Capability.READ_CONTENT) or user.unit is None:
        return Thread.objects.none()
    away = put_away_ids("report")
    return Thread.objects.filter(_seat(user.unit.code)).exclude(report_id__in=away).distinct()


def _contact_legs(user: User) -> QuerySet[ContactLeg]:
    if not may(user, Capability.READ_CONTENT) or user.unit is None:
        return ContactLeg.objects.none()
    there = list_seats(user.unit.code).filter(
        thread=OuterRef("thread"), admitted_at__lte=OuterRef("logged_at")
    )
    paths = list_released_paths(user.unit.code)
    released = [path.rpartition("/")[2] for path in paths if path.startswith(CONTACTS)]
    shown = Q(Exists(there)) | Q(id__in=released)
    found = ContactLeg.objects.select_related("thread", "logged_by").filter(shown)
    return found.exclude(thread__report_id__in=put_away_ids("report"))


def _seat(unit_code: str) -> Q:
    return Q(participants__node=settings.SCHAKEL_NODE.code, participants__unit_code=unit_code)


def _seats(thread: Thread) -> list[Seat]:
    ours = thread.participants.filter(node=settings.SCHAKEL_NODE.code)
    return [Seat(unit_code=p.unit_code, admitted_at=p.admitted_at, left_at=p.left_at) for p in ours]


def _known(report_id: UUID | None, *, kinds: frozenset[str] | None) -> list[KnownIdentifier]:
    of_report = Q() if report_id is None else Q(report_id=report_id)
    typed = Identifier.objects.filter(of_report)
    if kinds is not None:
        typed = typed.filter(kind__in=sorted(kinds))
    found = set(typed.values_list("kind", "value", "report_id", "report__unit__code"))
    owners: dict[UUID, list[tuple[UUID, str]]] = {}
    links = ReportOriginal.objects.filter(of_report)
    rows = links.values_list("original_id", "report_id", "report__unit__code")
    for original_id, report, unit_code in rows:
        owners.setdefault(original_id, []).append((report, unit_code))
    settled = list_settled(None if report_id is None else set(owners), kinds=kinds)
    for original_id, kind, value in settled:
        found.update((kind, value, *owner) for owner in owners.get(original_id, ()))
    known = (KnownIdentifier(kind=k, value=v, report_id=r, unit_code=u) for k, v, r, u in found)
    return sorted(known, key=lambda item: (str(item.report_id), item.kind, item.value))
