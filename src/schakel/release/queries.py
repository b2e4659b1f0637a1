"""The record of a person, for who may read its report."""

from uuid import UUID

from schakel.accounts.queries import User
from schakel.casework.queries import get_person
from schakel.handling.core.case import Subject
from schakel.release.core.records import PersonRecord


def get_person_record(person_id: UUID, *, for_user: User) -> PersonRecord:
    """Return the record of a person in a report of the user's unit.

    Raises:
        NotFoundError: No such person for this user.
    """
    person = get_person(person_id, for_user=for_user)
    found: dict[str, list[str]] = {}
    for one in person.identifier_set.order_by("kind", "value"):
        found.setdefault(one.kind, []).append(one.value)
    plain = {
        "name": person.name,
        "birth_date": person.birth_date_text,
        "nationality": person.nationality,
        "role": person.role,
        "minor": "yes" if person.is_minor else "",
    }
    return PersonRecord(
        id=person.id,
        report_id=person.report_id,
        author_id=person.report.author_id,
        role=Subject(person.role),
        is_minor=person.is_minor,
        nationality=person.nationality,
        label=person.name or person.code_reference,
        fields={
            **{kind: tuple(values) for kind, values in found.items()},
            **{name: (value,) if value else () for name, value in plain.items()},
        },
    )
