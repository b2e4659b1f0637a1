"""Look who got what about a person; looking is logged, and the name is not."""

from datetime import datetime
from uuid import UUID

from schakel.accounts.actions import record_deed
from schakel.accounts.queries import User
from schakel.oversight import queries


def search_persons(*, name: str, by: User, now: datetime) -> list[queries.Found]:
    """Return the persons whose name is like `name`; the log tells how many, not who.

    Raises:
        NotAllowedError: The role does not oversee.
    """
    found = queries.find_persons(name, for_user=by)
    record_deed(by=by, at=now, event="subject:search", facts={"found": len(found)})
    return found


def look_at_person(*, person_id: UUID, by: User, now: datetime) -> list[queries.Disclosure]:
    """Return what left about a person.

    Raises:
        NotFoundError: No such person.
    """
    person = queries.get_person(person_id, for_user=by)
    found = queries.list_disclosures([person.id], for_user=by)
    record_deed(
        by=by,
        at=now,
        event="subject:open",
        object_kind="person",
        object_id=str(person.id),
        subject_ids=[str(person.id)],
        facts={"disclosures": len(found)},
    )
    return found
