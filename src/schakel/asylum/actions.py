"""Ask the immigration service about a person, and answer."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from schakel.accounts.actions import record_deed
from schakel.accounts.queries import Capability, User, require
from schakel.asylum import queries
from schakel.asylum.core.check import ANSWER_WITHIN, require_answer_date
from schakel.asylum.models import AsylumCheck
from schakel.handling.core.case import Asylum
from schakel.kernel.errors import ConflictError, NotAllowedError, UnusableInputError


def ask_about(
    *,
    person_id: UUID,
    name: str,
    birth_date_text: str,
    nationality: str,
    by: User,
    now: datetime,
    anchor_id: UUID | None = None,
) -> UUID:
    """Ask whether a person seeks or has protection; return the question.

    It holds what identifies the person and nothing of the case: the criminal file and the aliens
    file stay apart. `anchor_id` says what it belongs to, for who may see the question alone.

    Raises:
        NotAllowedError: The role may not ask.
        UnusableInputError: Nobody can be looked up without a name.
        ConflictError: The same question waits already.
    """
    require(by, Capability.ASK_ASYLUM_CHECK)
    if not name.strip():
        raise UnusableInputError("without a name the immigration service finds nobody")
    if AsylumCheck.objects.filter(person_id=person_id, answer="").exists():
        raise ConflictError("the immigration service was asked already")
    with transaction.atomic():
        made = AsylumCheck.objects.create(
            person_id=person_id,
            anchor_id=anchor_id,
            name=name.strip(),
            birth_date_text=birth_date_text.strip(),
            nationality=nationality,
            asked_by=by,
            unit=by.unit,
            asked_at=now,
            due_at=now + ANSWER_WITHIN,
        )
        _log(made, "asylum-check:ask", by=by, now=now)
    return made.id


def answer_check(
    *, check_id: UUID, answer: Asylum, answer_date: date, by: User, now: datetime
) -> None:
    """Answer once, by a code and a date; the name is erased with it.

    Raises:
        NotAllowedError: The role may not answer, or it is one's own question.
        NotFoundError: No such question for this user.
        ConflictError: It was answered already.
        UnusableInputError: The date is to come, or too old.
    """
    require(by, Capability.ANSWER_ASYLUM_CHECK)
    check = queries.get_check(check_id, for_user=by)
    if check.asked_by_id == by.id:
        raise NotAllowedError("nobody answers his own question")
    today = now.astimezone(ZoneInfo(settings.SCHAKEL_NODE.time_zone)).date()
    require_answer_date(answer_date, today=today)
    written: dict[str, Any] = {
        "answer": answer.value,
        "answer_date": answer_date,
        "answered_by": by,
        "answered_at": now,
        "name": "",
        "birth_date_text": "",
        "nationality": "",
    }
    with transaction.atomic():
        if not AsylumCheck.objects.filter(id=check.id, answer="").update(**written):
            raise ConflictError("it was answered already")
        _log(check, "asylum-check:answer", by=by, now=now, facts={"late": now > check.due_at})


def open_check(*, check_id: UUID, by: User, now: datetime) -> AsylumCheck:
    """Return a question to look at; that somebody looked is logged.

    Raises:
        NotFoundError: No such question for this user.
    """
    check = queries.get_check(check_id, for_user=by)
    _log(check, "asylum-check:open", by=by, now=now)
    return check


def _log(check: AsylumCheck, event: str, *, by: User, now: datetime, **more: Any) -> None:
    """Write the deed; the answer itself is not in the log."""
    record_deed(
        by=by, at=now, event=event, object_kind="asylum-check", object_id=str(check.id), **more
    )


def forget_persons(person_ids: Iterable[UUID]) -> None:
    """Take out of every question what identifies these persons, in the caller's transaction."""
    found = AsylumCheck.objects.filter(person_id__in=set(person_ids))
    found.update(name="", birth_date_text="", nationality="")
