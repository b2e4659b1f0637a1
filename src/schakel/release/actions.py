"""Ask "what if" about a real person, and release the record of a person, trimmed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.db import transaction

from schakel.accounts.actions import record_deed
from schakel.accounts.queries import Capability, User, get_user, require
from schakel.asylum.core.check import is_origin
from schakel.asylum.queries import asylum_of
from schakel.casework.queries import facts_of_report, list_thread_ids
from schakel.handling.actions import ask_what_if, clear
from schakel.handling.core.case import GateCase, Purpose
from schakel.handling.core.decision import Cleared
from schakel.handling.queries import count_what_ifs
from schakel.kernel.errors import SchakelError, UnusableInputError
from schakel.release.core.lists import Trimmed, trim
from schakel.release.core.records import PersonRecord
from schakel.release.queries import get_person_record
from schakel.safeguards.queries import facts_about
from schakel.stopping.queries import stops_on_cases

# House rules: who asks on and on learns by the answers what he may not read.
MOST_A_DAY = 20
MOST_ON_A_PERSON = 5
_DAY = timedelta(hours=24)


class TooManyQuestionsError(SchakelError):
    """What was asked today about real persons is enough; it is logged."""

    code: ClassVar[str] = "release.too_many_questions"
    status: ClassVar[int] = 429


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """To whom a record would go, for what, and why."""

    receiver: str
    purpose: Purpose
    why: str
    not_origin: bool = False


def preview(*, person_id: UUID, wanted: Wanted, by: User) -> Trimmed:
    """Return what would leave of a person, and what stays and why.

    Raises:
        NotFoundError: No such person for this user.
    """
    record = get_person_record(person_id, for_user=by)
    return _trimmed(record, wanted)


def ask_about_person(*, person_id: UUID, wanted: Wanted, by: User, now: datetime) -> UUID:
    """Ask the gate "what if" about a real person; return the kept decision.

    Raises:
        NotFoundError: No such person for this user.
        TooManyQuestionsError: Five times a day about one person, twenty about all.
    """
    require(by, Capability.ASK_GATE)
    record = get_person_record(person_id, for_user=by)
    since = now - _DAY
    on_person = count_what_ifs(by=by, since=since, person_id=person_id)
    if on_person >= MOST_ON_A_PERSON or count_what_ifs(by=by, since=since) >= MOST_A_DAY:
        record_deed(
            by=by,
            at=now,
            event="gate:limit",
            object_kind="person",
            object_id=str(person_id),
            recipient=wanted.receiver,
        )
        raise TooManyQuestionsError("enough was asked about real persons today; ask the desk")
    case = _case(record, wanted, now=now)
    _, decision_id = ask_what_if(case=case, by=by, now=now, person_id=person_id)
    return decision_id


def release_record(
    *, person_id: UUID, wanted: Wanted, by: User, now: datetime
) -> tuple[Cleared, Trimmed]:
    """Release the record of a person to hand over: exactly the fields of the preview.

    Raises:
        GateClosedError: Held or refused; nothing was released.
        NotFoundError: No such person for this user.
        UnusableInputError: Nothing of it may go there.
    """
    require(by, Capability.SEND_REQUEST)
    record = get_person_record(person_id, for_user=by)
    trimmed = _trimmed(record, wanted)
    if not trimmed.leaves:
        raise UnusableInputError("nothing of this record may go there")
    cleared = clear(
        case=_case(record, wanted, now=now),
        item_kind="person",
        item_id=person_id,
        content={field: list(values) for field, values in trimmed.leaves.items()},
        by=by,
        now=now,
        author=get_user(record.author_id),
    )
    with transaction.atomic():
        record_deed(
            by=by,
            at=now,
            event="person:release",
            object_kind="person",
            object_id=str(person_id),
            recipient=wanted.receiver,
            decision_id=str(cleared.decision_id),
            facts={"fields": sorted(trimmed.leaves)},
        )
    return cleared, trimmed


def _trimmed(record: PersonRecord, wanted: Wanted) -> Trimmed:
    return trim(record.fields, role=record.role, purpose=wanted.purpose, receiver=wanted.receiver)


def _case(record: PersonRecord, wanted: Wanted, *, now: datetime) -> GateCase:
    facts = facts_of_report(record.report_id)
    return GateCase(
        sender=settings.SCHAKEL_NODE.country,
        receiver=wanted.receiver,
        purpose=wanted.purpose,
        original_purpose=facts.purpose,
        originator=facts.originator,
        codes=facts.codes,
        subject=record.role,
        minor=record.is_minor,
        fields=frozenset(_trimmed(record, wanted).leaves),
        necessity=wanted.why,
        evaluated=facts.evaluated,
        receiver_is_origin=is_origin(
            wanted.receiver, [record.nationality], excluded=wanted.not_origin
        ),
        asylum=asylum_of([record.id], at=now),
        stopped=stops_on_cases(list_thread_ids([record.report_id])),
        facts=facts_about(wanted.receiver, purpose=wanted.purpose, at=now),
    )
