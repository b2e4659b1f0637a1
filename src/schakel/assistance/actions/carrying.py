"""A request that travels by another carrier: package, dispatch, receipt, and what comes back."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from schakel.accounts.actions import record_deed
from schakel.accounts.queries import User
from schakel.assistance import queries
from schakel.assistance.actions.asking import locked, of_desk
from schakel.assistance.actions.holding import keep_answer_given
from schakel.assistance.actions.preparing import clear_request, message_of, require_sendable
from schakel.assistance.actions.steps import (
    attach_files,
    index_answer,
    move,
    tell_people,
    tell_thread,
)
from schakel.assistance.models import Answer, Pause, Request
from schakel.casework.core.threads import Direction
from schakel.exchange.actions import content_of
from schakel.instruments.core.states import Side, State, Step
from schakel.intake.queries import get_own_original
from schakel.kernel.errors import ConflictError, UnusableInputError
from schakel.rulebook.core.codes import to_mask
from schakel.wire.core.bodies import to_body

GOING = (State.SENT, State.TAKEN_UP, State.CLARIFYING)


def make_package(*, request_id: UUID, by: User, now: datetime) -> None:
    """Ask the gate, and make what is sent by the other carrier; a change of the request undoes it.

    Raises:
        GateClosedError: Held or refused; nothing may go out.
        ConflictError: The carrier is Schakel, which sends by itself.
        NotAllowedError: The person drafted it himself, or his role may not send.
        RequestIncompleteError: What the law wants is missing.
    """
    request = of_desk(request_id, by=by)
    require_sendable(request, by=by)
    if request.goes_by_schakel:
        raise ConflictError("Schakel carries this request itself")
    cleared = clear_request(request, content_of(package_of(request, now=now), ()), by=by, now=now)
    with transaction.atomic():
        request = locked(request_id)
        request.packed_at, request.decision_id = now, cleared.decision_id
        request.save(update_fields=["packed_at", "decision_id"])
        _log("request:package", request, by=by, now=now, content=cleared.content_sha256)


def package_of(request: Request, *, now: datetime) -> dict[str, Any]:
    """Return what the package says, as it was when it was made."""
    return to_body(message_of(request, now=request.packed_at or now))


def dispatch_request(
    *,
    request_id: UUID,
    outside_reference: str,
    proof: str,
    received_at: datetime | None,
    by: User,
    now: datetime,
) -> None:
    """Record that the package went out; the clock runs from its receipt there, once that is known.

    Raises:
        ConflictError: No package was made since the last change.
        UnusableInputError: No outside reference or proof of dispatch, or a receipt to come.
    """
    if not outside_reference.strip() or not proof.strip():
        raise UnusableInputError("write the outside reference and the proof of dispatch")
    _require_past(received_at, now=now)
    require_sendable(of_desk(request_id, by=by), by=by)
    with transaction.atomic():
        request = locked(request_id)
        if request.packed_at is None:
            raise ConflictError("make the package first: nothing was cleared to leave")
        request.outside_reference, request.dispatch_proof = outside_reference[:100], proof[:300]
        request.received_at, request.sent_at, request.sent_by = received_at, now, by
        move(request, Step.SEND, by=by, now=now, text=proof)
        args = {"carrier": request.carrier, "outside": outside_reference[:100]}
        tell_thread(request, "request-dispatched", Direction.OUT, now=now, by=by, args=args)
        tell_people(request, "request-sent", now=now)


def record_receipt(*, request_id: UUID, received_at: datetime, by: User, now: datetime) -> None:
    """Record when the partner received it: from then its clock runs.

    Raises:
        ConflictError: It travels by Schakel, or was not sent, or is answered.
        UnusableInputError: The moment is still to come.
    """
    _require_past(received_at, now=now)
    with transaction.atomic():
        request = _going(request_id, by=by)
        request.received_at = received_at
        request.save(update_fields=["received_at"])
        _log("request:receipt", request, by=by, now=now, at=received_at.isoformat())
        tell_thread(request, "request-receipt-recorded", Direction.IN, now=now, by=by)


def take_answer_by_hand(
    *,
    request_id: UUID,
    text: str,
    original_ids: Iterable[UUID],
    codes: Iterable[str],
    outside_reference: str,
    by: User,
    now: datetime,
    restrictions: str = "",
) -> UUID:
    """Record an answer that came by another carrier; information, like every answer.

    Raises:
        UnusableInputError: Neither text nor files.
        StepNotPossibleError: The request was not sent, or has ended.
    """
    request = of_desk(request_id, by=by)
    files = [get_own_original(original_id, for_user=by) for original_id in original_ids]
    if not text.strip() and not files:
        raise UnusableInputError("write the answer or add its files")
    with transaction.atomic():
        request = locked(request_id)
        _require_outside(request)
        move(request, Step.ANSWER, by=by, now=now, side=Side.ASKED, text=outside_reference)
        answer = Answer.objects.create(
            request=request,
            side=Side.ASKING.value,
            text=text,
            restrictions=restrictions[:500],
            codes_mask=to_mask(codes),
            from_party=request.partner_country,
            at=now,
        )
        attach_files(answer, files)
        index_answer(answer)
        keep_answer_given(answer, from_node="", now=now)
        tell_thread(request, "request-answered", Direction.IN, now=now, by=by)
        tell_people(request, "answer-arrived", now=now)
    return answer.id


def take_refusal_by_hand(
    *, request_id: UUID, ground: str, text: str, by: User, now: datetime
) -> None:
    """Record that the partner refused by the other carrier, with its ground.

    Raises:
        UnusableInputError: No ground of the instrument, or no explanation.
    """
    with transaction.atomic():
        request = _going(request_id, by=by)
        if ground not in {one.code for one in queries.instrument_of(request).grounds}:
            raise UnusableInputError("choose the ground that the partner gave")
        move(request, Step.REFUSE, by=by, now=now, side=Side.ASKED, text=text, ground=ground)
        args = {"ground": ground}
        tell_thread(request, "request-refused", Direction.IN, now=now, by=by, args=args)
        tell_people(request, "request-refused", now=now)


def take_question_by_hand(*, request_id: UUID, text: str, by: User, now: datetime) -> None:
    """Record that the partner asks for clarification; the clock stands still.

    Raises:
        UnusableInputError: No question.
    """
    if not text.strip():
        raise UnusableInputError("write what must be clarified")
    with transaction.atomic():
        request = _going(request_id, by=by)
        move(request, Step.ASK_CLARIFICATION, by=by, now=now, side=Side.ASKED, text=text)
        Pause.objects.create(request=request, began_at=now)
        tell_thread(request, "request-clarification-asked", Direction.IN, now=now, by=by)
        tell_people(request, "clarification-asked", now=now)


def _going(request_id: UUID, *, by: User) -> Request:
    """Return a request under way by another carrier, locked."""
    of_desk(request_id, by=by)
    request = locked(request_id)
    _require_outside(request)
    if request.state not in GOING:
        raise ConflictError("the request was not sent yet, or has its answer")
    return request


def _require_outside(request: Request) -> None:
    if request.goes_by_schakel:
        raise ConflictError("what belongs to this request arrives by itself")


def _require_past(moment: datetime | None, *, now: datetime) -> None:
    if moment is not None and moment > now:
        raise UnusableInputError("the receipt cannot lie ahead")


def _log(event: str, request: Request, *, by: User, now: datetime, **facts: str) -> None:
    record_deed(
        by=by,
        at=now,
        event=event,
        object_kind="request",
        object_id=str(request.id),
        recipient=request.partner_country,
        facts=facts,
    )
