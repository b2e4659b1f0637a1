"""Propose that something speaks for an accused, decide over it, and forget why with it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from schakel.accounts.actions import notify, record_deed
from schakel.accounts.queries import Capability, User, list_units, may, require
from schakel.custody.actions import note_exculpatory, resume_recall
from schakel.exculpation import queries
from schakel.exculpation.core.marks import Kind, Standing
from schakel.exculpation.models import Mark
from schakel.kernel.errors import ConflictError, UnusableInputError


def propose(*, kind: Kind, object_id: UUID, reason: str, by: User, now: datetime) -> UUID:
    """Propose that something speaks for an accused; from now on nothing erases it.

    What a prosecutor proposes is decided with that. Return the mark.

    Raises:
        ConflictError: It is marked, or proposed, already.
        NotAllowedError: The role writes no reports.
        NotFoundError: No such thing for this user.
        UnusableInputError: No reason.
    """
    require(by, Capability.WRITE_REPORT)
    subject = queries.get_subject(kind, object_id, for_user=by)
    if not reason.strip():
        raise UnusableInputError("say in a line why it speaks for an accused")
    decides = may(by, Capability.DECIDE_FILE)
    with transaction.atomic():
        standing = Mark.objects.filter(kind=kind, object_id=object_id)
        if standing.exclude(state=Standing.REJECTED).exists():
            raise ConflictError("it is marked already, or waits for a prosecutor")
        made = Mark.objects.create(
            kind=kind,
            object_id=object_id,
            unit=subject.unit,
            reference=subject.reference,
            reason=reason.strip()[:500],
            state=Standing.PROPOSED,
            proposed_by=by,
            proposed_at=now,
        )
        _log("mark:propose", made, by=by, now=now)
        if decides:
            _settle(made, confirm=True, decision="", by=by, now=now)
        else:
            _tell_prosecutors(made, now=now)
    return made.id


def decide(*, mark_id: UUID, confirm: bool, decision: str, by: User, now: datetime) -> None:
    """Decide over a proposal: it is kept for good, or what was asked meanwhile is done.

    Raises:
        ConflictError: It was decided already.
        NotAllowedError: The role decides over no criminal file.
        NotFoundError: No such mark.
        UnusableInputError: A no without a reason.
    """
    queries.get_mark(mark_id, for_user=by)
    if not confirm and not decision.strip():
        raise UnusableInputError("a no has a reason")
    with transaction.atomic():
        mark = Mark.objects.select_for_update().get(id=mark_id)
        if mark.state != Standing.PROPOSED:
            raise ConflictError("it was decided already")
        _settle(mark, confirm=confirm, decision=decision, by=by, now=now)


def forget_reasons(kind: str, object_id: UUID, now: datetime) -> None:
    """Take out what people wrote about a thing that is erased; what was decided stays."""
    Mark.objects.filter(kind=kind, object_id=object_id).update(reason="", decision="")


def _settle(mark: Mark, *, confirm: bool, decision: str, by: User, now: datetime) -> None:
    mark.state = Standing.CONFIRMED if confirm else Standing.REJECTED
    mark.decision, mark.decided_by, mark.decided_at = decision.strip()[:500], by, now
    mark.save()
    _log("mark:confirm" if confirm else "mark:reject", mark, by=by, now=now)
    if mark.kind == Kind.ITEM and confirm:
        note_exculpatory(mark.object_id, by=by, now=now)
    elif mark.kind == Kind.ITEM:
        resume_recall(mark.object_id, now=now)
    if mark.proposed_by is not None and mark.proposed_by != by and mark.proposed_by.unit:
        path = f"{queries.PAGE}{mark.kind}s/{mark.object_id}"
        unit, person = mark.proposed_by.unit.code, mark.proposed_by.id
        notify(unit_code=unit, user_id=person, kind="mark-decided", path=path, now=now)


def _tell_prosecutors(mark: Mark, *, now: datetime) -> None:
    offices = [unit.code for unit in list_units() if unit.kind == "prosecution"]
    for code in offices or [mark.unit.code]:
        notify(unit_code=code, user_id=None, kind="prosecutor-asked", path=queries.PAGE, now=now)


def _log(event: str, mark: Mark, *, by: User, now: datetime) -> None:
    """Write the deed; why stands in no log."""
    object_id = str(mark.object_id)
    record_deed(by=by, at=now, event=event, object_kind=mark.kind, object_id=object_id)
