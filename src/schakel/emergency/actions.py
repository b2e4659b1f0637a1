"""Ask for an emergency access, open it together, look under it, end and review it."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from schakel.accounts.actions import notify, record_deed
from schakel.accounts.queries import Capability, User, list_overseers, require
from schakel.audit.actions import record
from schakel.casework.queries import Report, list_subject_ids
from schakel.emergency import queries
from schakel.emergency.core.access import Asked, State, Verdict, require_askable, state_of
from schakel.emergency.models import EmergencyAccess
from schakel.kernel.errors import ConflictError, NotAllowedError, UnusableInputError


def ask_emergency(*, asked: Asked, by: User, now: datetime) -> UUID:
    """Ask a second person to open the reports of a unit together; return the access.

    Nothing opens by asking. The second person is told, and has half an hour. The view has seen to a
    second factor of this moment.

    Raises:
        NotAllowedError: The role may not ask.
        UnusableInputError: No such unit or second person, no reason, or too long.
        ConflictError: The node has nobody who would be told.
    """
    require(by, Capability.ASK_EMERGENCY)
    require_askable(reason=asked.reason, lasting=timedelta(minutes=asked.minutes))
    scope = next((one for one in queries.list_scopes(by) if one.code == asked.unit_code), None)
    second = next((one for one in queries.list_seconds(by) if one.id == asked.second_id), None)
    if scope is None or second is None:
        raise UnusableInputError("choose another unit, and a person who may open it with you")
    _require_overseer(by, second)
    with transaction.atomic():
        access = EmergencyAccess.objects.create(
            scope=scope,
            reference=asked.reference.strip(),
            ground=asked.ground.value,
            reason=asked.reason.strip(),
            minutes=asked.minutes,
            asked_by=by,
            asked_at=now,
            second=second,
        )
        _tell(access, second, kind="emergency-asked", now=now)
        _log(access, "break-glass:ask", by=by, now=now, facts={"minutes": asked.minutes})
    return access.id


def open_emergency(*, access_id: UUID, by: User, now: datetime) -> None:
    """Open, as the second of two, what the first asked for; the privacy officer is told at once.

    Raises:
        NotFoundError: No such access for this user.
        NotAllowedError: The role may not be the second.
        ConflictError: Another person is named, it does not wait any more, or nobody would be told.
    """
    access = _answerable(access_id, by=by, now=now)
    _require_overseer(access.asked_by, by)
    with transaction.atomic():
        waiting = EmergencyAccess.objects.filter(id=access.id, opened_at=None, declined_at=None)
        expires_at = now + timedelta(minutes=access.minutes)
        if not waiting.update(opened_at=now, expires_at=expires_at):
            raise ConflictError("it was answered already")
        for one in (*list_overseers(), access.asked_by):
            _tell(access, one, kind="emergency-opened", now=now)
        _tell_unit(access, now=now)
        facts = {"minutes": access.minutes, "asked_by": str(access.asked_by_id)}
        _log(access, "break-glass:open", by=by, now=now, facts=facts)


def decline_emergency(*, access_id: UUID, by: User, now: datetime) -> None:
    """Say no, as the person who was asked to be the second.

    Raises:
        NotFoundError: No such access for this user.
        NotAllowedError: The role may not be the second.
        ConflictError: Another person is named, or it does not wait any more.
    """
    access = _answerable(access_id, by=by, now=now)
    with transaction.atomic():
        waiting = EmergencyAccess.objects.filter(id=access.id, opened_at=None, declined_at=None)
        if not waiting.update(declined_at=now):
            raise ConflictError("it was answered already")
        _log(access, "break-glass:decline", by=by, now=now)


def list_opened(
    *, access_id: UUID, by: User, now: datetime
) -> tuple[EmergencyAccess, list[Report]]:
    """Return an open access and the reports under it; that they were listed is in the log.

    Raises:
        NotFoundError: No such access, or `by` is not one of the two.
        ConflictError: It is not open.
    """
    access = queries.get_open(access_id, for_user=by, now=now)
    found = list(queries.list_reports(access))
    _log(access, "break-glass:list", by=by, now=now, facts={"count": len(found)})
    return access, found


def open_report(
    *, access_id: UUID, report_id: UUID, by: User, now: datetime
) -> tuple[EmergencyAccess, Report]:
    """Return a report under an open access; that it was seen, and under which, is in the log.

    Raises:
        NotFoundError: No such access or report, or `by` is not one of the two.
        ConflictError: It is not open.
    """
    access = queries.get_open(access_id, for_user=by, now=now)
    report = queries.get_report(access, report_id)
    record_deed(
        by=by,
        at=now,
        event="break-glass:see",
        object_kind="report",
        object_id=str(report.id),
        justification=str(access.id),
        subject_ids=list_subject_ids(report.id),
    )
    return access, report


def end_emergency(*, access_id: UUID, by: User, now: datetime) -> None:
    """End an open access before its time: either of the two may, and who oversees.

    Raises:
        NotFoundError: No such access for this user.
        ConflictError: It is not open, or `by` is neither.
    """
    access = queries.get_access(access_id, for_user=by)
    named = queries.is_named(access, by) or by.id in {one.id for one in list_overseers()}
    if not named or state_of(access.course, now=now) is not State.OPEN:
        raise ConflictError("it is not open, or not yours to end")
    _end(access, actor=by, at=now, now=now)


def end_expired(now: datetime) -> int:
    """Note that accesses ended by the clock; nothing could be seen under them since; count them."""
    expired = EmergencyAccess.objects.filter(ended_at=None, expires_at__lte=now)
    return sum(_end(access, actor=None, at=access.expires_at, now=now) for access in expired)


def review_emergency(
    *, access_id: UUID, verdict: Verdict, note: str, by: User, now: datetime
) -> None:
    """Write what a third person finds of an access that was opened, once.

    Raises:
        NotAllowedError: `by` may not oversee, or is one of the two.
        NotFoundError: No such access.
        ConflictError: It was never opened, has not ended, or was reviewed already.
        UnusableInputError: Something was wrong, and it is not said what.
    """
    require(by, Capability.OVERSEE)
    access = queries.get_access(access_id, for_user=by)
    if queries.is_named(access, by):
        raise NotAllowedError("nobody reviews what he opened himself")
    if state_of(access.course, now=now) is not State.ENDED:
        raise ConflictError("only what was opened and has ended is reviewed")
    if verdict is not Verdict.RIGHT and not note.strip():
        raise UnusableInputError("say what was wrong")
    with transaction.atomic():
        written: dict[str, Any] = {
            "verdict": verdict.value,
            "review_note": note.strip(),
            "reviewed_by": by,
            "reviewed_at": now,
        }
        if not EmergencyAccess.objects.filter(id=access.id, reviewed_at=None).update(**written):
            raise ConflictError("it was reviewed already")
        _log(access, "break-glass:review", by=by, now=now, facts={"verdict": verdict.value})


def _answerable(access_id: UUID, *, by: User, now: datetime) -> EmergencyAccess:
    require(by, Capability.AGREE_EMERGENCY)
    access = queries.get_access(access_id, for_user=by)
    if access.second_id != by.id:
        raise ConflictError("it waits for another person")
    if state_of(access.course, now=now) is not State.ASKED:
        raise ConflictError("it does not wait for an answer any more")
    return access


def _require_overseer(first: User, second: User) -> None:
    third = {one.id for one in list_overseers()} - {first.id, second.id}
    if not third:
        raise ConflictError("this node has no privacy officer who would be told; nothing is opened")


def _end(access: EmergencyAccess, *, actor: User | None, at: datetime | None, now: datetime) -> int:
    with transaction.atomic():
        if not EmergencyAccess.objects.filter(id=access.id, ended_at=None).update(ended_at=at):
            return 0
        if actor:
            _log(access, "break-glass:end", by=actor, now=now)
        else:
            record(
                at=now,
                event="break-glass:end",
                actor="node",
                object_kind="emergency",
                object_id=str(access.id),
            )
    return 1


def _tell(access: EmergencyAccess, user: User, *, kind: str, now: datetime) -> None:
    assert user.unit is not None
    notify(
        unit_code=user.unit.code,
        user_id=user.id,
        kind=kind,
        path=reverse("emergency:access", args=[access.id]),
        now=now,
    )


def _tell_unit(access: EmergencyAccess, *, now: datetime) -> None:
    """Tell the desk of the unit whose reports were opened; the card itself is not its to read."""
    code = access.scope.code
    notify(unit_code=code, user_id=None, kind="emergency-on-unit", path="/", now=now)


def _log(access: EmergencyAccess, event: str, *, by: User, now: datetime, **more: Any) -> None:
    record_deed(
        by=by,
        at=now,
        event=event,
        object_kind="emergency",
        object_id=str(access.id),
        justification=str(access.id),
        **more,
    )
