"""Requests of persons about the data on them: taken in, extended, decided."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from schakel.accounts.actions import record_deed
from schakel.accounts.queries import Capability, User, require
from schakel.kernel.errors import ConflictError, UnusableInputError
from schakel.oversight import queries
from schakel.oversight.actions.notices import add_notices
from schakel.oversight.core.due import EXTENSIONS, Kind, Outcome, must_be_told
from schakel.oversight.models import SubjectRequest


def take_request(
    *,
    reference: str,
    kind: Kind,
    name: str,
    asked: str,
    received_date: date,
    by: User,
    now: datetime,
) -> UUID:
    """Take a request in; its clock runs from the day on which it came.

    Raises:
        NotAllowedError: The role does not oversee.
        UnusableInputError: No name, or a day that is still to come.
    """
    require(by, Capability.OVERSEE)
    if not name.strip() or not reference.strip():
        raise UnusableInputError("a request has a reference and the name of who asks")
    if received_date > now.date():
        raise UnusableInputError("a request did not come in on a day that is still to come")
    with transaction.atomic():
        made = SubjectRequest.objects.create(
            reference=reference.strip(),
            kind=kind.value,
            name=name.strip(),
            asked=asked.strip(),
            received_date=received_date,
            made_by=by,
            made_at=now,
        )
        _log(made, "subject-request:take", by=by, now=now)
    return made.id


def extend_request(*, request_id: UUID, weeks: int, reason: str, by: User, now: datetime) -> None:
    """Extend the term once, for a reason that the person is told.

    Raises:
        NotFoundError: No such request.
        ConflictError: Decided, or extended already.
        UnusableInputError: Not 4 or 6 weeks, or no reason.
    """
    with transaction.atomic():
        found = _open(request_id, by=by)
        if found.extension_weeks:
            raise ConflictError("the term was extended already")
        if weeks not in EXTENSIONS[1:] or not reason.strip():
            raise UnusableInputError("an extension is of 4 or 6 weeks and has a reason")
        found.extension_weeks, found.extension_reason = weeks, reason.strip()
        found.save(update_fields=["extension_weeks", "extension_reason"])
        _log(found, "subject-request:extend", by=by, now=now, weeks=weeks)


def decide_request(
    *,
    request_id: UUID,
    outcome: Outcome,
    reason: str,
    person_ids: Sequence[UUID],
    by: User,
    now: datetime,
) -> None:
    """Decide a request; when data change, everybody who got them must be told.

    Raises:
        NotFoundError: No such request, or no such person.
        ConflictError: Decided already.
        UnusableInputError: No reason.
    """
    if not reason.strip():
        raise UnusableInputError("a decision has a reason")
    with transaction.atomic():
        found = _open(request_id, by=by)
        ids = [queries.get_person(one, for_user=by).id for one in person_ids]
        found.person_ids = [str(one) for one in ids]
        found.outcome, found.outcome_reason = outcome.value, reason.strip()
        found.decided_at = now
        found.save()
        if must_be_told(Kind(found.kind), outcome):
            recipients = queries.list_recipients(ids, for_user=by)
            add_notices(recipients, by=by, now=now, request=found)
        _log(found, "subject-request:decide", by=by, now=now, outcome=outcome.value)


def _open(request_id: UUID, *, by: User) -> SubjectRequest:
    found = queries.get_request(request_id, for_user=by)
    if found.outcome:
        raise ConflictError("the request was decided already")
    return found


def _log(made: SubjectRequest, event: str, *, by: User, now: datetime, **facts: str | int) -> None:
    record_deed(
        by=by,
        at=now,
        event=event,
        object_kind="subject-request",
        object_id=str(made.id),
        subject_ids=made.person_ids,
        facts={"kind": made.kind, **facts},
    )
