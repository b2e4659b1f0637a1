"""Persons in a report, and identifiers that somebody typed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from schakel.accounts.queries import Capability, User, require
from schakel.casework import queries
from schakel.casework.actions.reports import _draft, _log, index_report
from schakel.casework.models import Identifier, Person, Report
from schakel.handling.core.case import Subject
from schakel.kernel.errors import UnusableInputError
from schakel.safeguards.core.persons import require_loose, require_naming, require_role_change


def add_person(  # noqa: PLR0913  # one argument per field
    *,
    report_id: UUID,
    role: Subject,
    by: User,
    now: datetime,
    name: str = "",
    code_reference: str = "",
    is_minor: bool = False,
    birth_date_text: str = "",
    nationality: str = "",
) -> UUID:
    """Add a person in a role that somebody chose; return the id.

    Raises:
        UnusableInputError: The role and the naming do not fit.
    """
    require_naming(role, name=name, code_reference=code_reference)
    with transaction.atomic():
        report = _draft(report_id, by=by)
        person = Person.objects.create(
            report=report,
            role=role.value,
            name=name.strip(),
            code_reference=code_reference.strip(),
            is_minor=is_minor,
            birth_date_text=birth_date_text.strip(),
            nationality=nationality.strip().upper()[:2],
            made_at=now,
        )
        index_report(report)
        _log(report, "person:add", by=by, now=now, person=str(person.id), role=role.value)
    return person.id


def change_person(
    *,
    person_id: UUID,
    role: Subject,
    by: User,
    now: datetime,
    code_reference: str = "",
    qualification: str = "",
    reason: str = "",
) -> None:
    """Give a person another role; what the new role must not carry is erased.

    Raises:
        NotFoundError: No such person for this user.
        UnusableInputError: The change needs a qualification, a reason or a reference.
    """
    found = queries.get_person(person_id, for_user=by)
    with transaction.atomic():
        report = _draft(found.report_id, by=by)
        require_role_change(Subject(found.role), role, qualification=qualification, reason=reason)
        if role is Subject.INFORMANT:
            found.name, found.birth_date_text, found.nationality = "", "", ""
        require_naming(role, name=found.name, code_reference=code_reference)
        found.role, found.code_reference = role.value, code_reference.strip()
        found.qualification, found.qualification_reason = qualification, reason
        found.save()
        index_report(report)
        _log(report, "person:role", by=by, now=now, person=str(found.id), role=role.value)


def add_identifier(
    *,
    report_id: UUID,
    kind: str,
    value: str,
    by: User,
    now: datetime,
    person_id: UUID | None = None,
) -> None:
    """Add a typed identifier in its normalised form, for a person of the report or for nobody.

    Raises:
        UnusableInputError: Empty, a person of another report, or cut loose from a protected one.
    """
    if not value.strip():
        raise UnusableInputError("write the identifier")
    with transaction.atomic():
        report = _draft(report_id, by=by)
        person: Any = None
        if person_id is not None:
            person = report.persons.filter(id=person_id).first()
            if person is None:
                raise UnusableInputError("the person is not in this report")
        _tie(report, kind, value.strip(), to=person)
        index_report(report)
        _log(report, "identifier:add", by=by, now=now, kind=kind)


def set_owner(
    *, report_id: UUID, kind: str, value: str, person_id: UUID | None, by: User, now: datetime
) -> None:
    """Say whose an identifier of the report is, or that it is not known; a closed report too.

    What belongs to a protected person leaves every comparison at once.

    Raises:
        NotFoundError: No such report for this user.
        UnusableInputError: Not in the report, or cut loose from a protected person.
    """
    require(by, Capability.WRITE_REPORT)
    report = queries.get_report(report_id, for_user=by)
    known = {(item.kind, item.value) for item in queries.list_identifiers(report_id)}
    if (kind, value) not in known:
        raise UnusableInputError("the identifier is not in this report")
    person = report.persons.filter(id=person_id).first() if person_id else None
    if person_id and person is None:
        raise UnusableInputError("the person is not in this report")
    with transaction.atomic():
        _tie(report, kind, value, to=person)
        facts = {"kind": kind, "person": str(person_id or "")}
        _log(report, "identifier:owner", by=by, now=now, **facts)


def _tie(report: Report, kind: str, value: str, *, to: Person | None) -> None:
    """Tie an identifier to a person of the report, or to nobody when no protected person has it."""
    found, _ = Identifier.objects.get_or_create(report=report, kind=kind, value=value)
    if found.person and to is None:
        require_loose(Subject(found.person.role), is_minor=found.person.is_minor)
    Identifier.objects.filter(id=found.id).update(person=to)
