"""The asking side: draft, check, send, clarify, withdraw."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from schakel.accounts.actions import record_deed
from schakel.accounts.queries import Capability, User, find_unit_of_kind, require
from schakel.assistance import queries
from schakel.assistance.actions.preparing import (
    FORM,
    clear_request,
    message_of,
    require_complete,
    require_sendable,
)
from schakel.assistance.actions.steps import (
    clear_reply,
    move,
    send_message,
    tell_people,
    tell_thread,
)
from schakel.assistance.models import Pause, Request
from schakel.casework import queries as casework
from schakel.casework.actions import admit, next_reference, open_thread
from schakel.casework.core.threads import Direction
from schakel.exchange.actions import content_of
from schakel.instruments.core.messages import Clarify, Withdrawn
from schakel.instruments.core.states import Side, State, Step
from schakel.kernel.errors import ConflictError, NotAllowedError, UnusableInputError
from schakel.network.core.carriers import Carrier
from schakel.network.queries import Authority, get_authority
from schakel.shell.search import index_text
from schakel.wire.core.bodies import to_body


def draft_request(
    *,
    report_id: UUID,
    authority_id: UUID,
    by: User,
    now: datetime,
    instrument: str = "dir-2023-977",
    hit_id: UUID | None = None,
    values: Mapping[str, Any] | None = None,
) -> UUID:
    """Draft a request from a report, in its thread; return the id.

    Raises:
        NotAllowedError: The role may not draft.
        NotFoundError: No such report for this user, or no such authority.
    """
    require(by, Capability.DRAFT_REQUEST)
    report = casework.get_report(report_id, for_user=by)
    authority = get_authority(authority_id)
    thread_id = open_thread(report_id=report_id, by=by, now=now)
    with transaction.atomic():
        request = _blank(instrument, by=by, now=now)
        request.thread_id, request.report_id, request.hit_id = thread_id, report_id, hit_id
        request.codes_mask = report.codes_mask
        _address(request, authority)
        _fill(request, values or {})
        request.save()
        _index(request)
        record_deed(
            by=by, at=now, event="request:draft", object_kind="request", object_id=str(request.id)
        )
        args = {"reference": request.reference}
        tell_thread(request, "request-drafted", Direction.OWN, now=now, by=by, args=args)
    return request.id


def save_request(
    *,
    request_id: UUID,
    values: Mapping[str, Any],
    by: User,
    now: datetime,
    authority_id: UUID | None = None,
) -> None:
    """Keep what was filled in; a draft may be incomplete, and its desk may change it in review.

    Raises:
        NotFoundError: No such request for this user.
        ConflictError: It was sent already.
    """
    with transaction.atomic():
        request = _editable(request_id, by=by)
        if authority_id is not None:
            _address(request, get_authority(authority_id))
        _fill(request, values)
        request.changed_at, request.packed_at = now, None
        request.save()
        _index(request)
        record_deed(
            by=by, at=now, event="request:change", object_kind="request", object_id=str(request.id)
        )


def submit_request(*, request_id: UUID, by: User, now: datetime) -> None:
    """Hand a draft to the single point of contact, which takes part in the thread from now on.

    Raises:
        RequestIncompleteError: What the law wants is missing.
        StepNotPossibleError: It is no draft.
    """
    require(by, Capability.DRAFT_REQUEST)
    request = queries.get_request(request_id, for_user=by)
    require_complete(request)
    with transaction.atomic():
        move(request, Step.SUBMIT, by=by, now=now)
        if not casework.sits_in(request.thread_id, request.handling_unit.code):
            admit(thread_id=request.thread_id, unit_code=request.handling_unit.code, by=by, now=now)
        tell_thread(request, "request-submitted", Direction.OWN, now=now, by=by)
        tell_people(request, "request-to-check", now=now, unit=request.handling_unit.code)


def return_request(*, request_id: UUID, remark: str, by: User, now: datetime) -> None:
    """Give a request back to its author with a remark.

    Raises:
        UnusableInputError: No remark.
        StepNotPossibleError: It is not under review.
    """
    require(by, Capability.SEND_REQUEST)
    if not remark.strip():
        raise UnusableInputError("say what the author should change")
    with transaction.atomic():
        request = of_desk(request_id, by=by)
        request.remark = remark[:1000]
        move(request, Step.RETURN, by=by, now=now, text=remark)
        tell_thread(request, "request-returned", Direction.OWN, now=now, by=by)
        tell_people(request, "request-returned", now=now)


def send_request(*, request_id: UUID, by: User, now: datetime) -> None:
    """Send a checked request to the partner's node, once, after the gate has cleared it.

    Raises:
        GateClosedError: Held or refused; logged, and a leg of the thread.
        NotAllowedError: The person drafted it himself, or his role may not send.
        RequestIncompleteError: What the law wants is missing.
        StepNotPossibleError: It was sent already, or never submitted.
    """
    request = of_desk(request_id, by=by)
    require_sendable(request, by=by)
    if not request.goes_by_schakel:
        raise ConflictError("this carrier is not Schakel: make the package and record its dispatch")
    message = message_of(request, now=now)
    cleared = clear_request(request, content_of(to_body(message), ()), by=by, now=now)
    with transaction.atomic():
        request = of_desk(request_id, by=by, lock=True)
        envelope_id = send_message(request, "request.send", message, cleared=cleared, now=now)
        request.envelope_id, request.decision_id = envelope_id, cleared.decision_id
        request.sent_at, request.sent_by = now, by
        move(request, Step.SEND, by=by, now=now, envelope_id=envelope_id)
        args = {"receiver": request.partner_country}
        tell_thread(request, "request-sent", Direction.OUT, now=now, by=by, args=args)
        tell_people(request, "request-sent", now=now)


def clarify(*, request_id: UUID, text: str, by: User, now: datetime) -> None:
    """Answer a question for clarification; the clock runs again.

    Raises:
        GateClosedError: Held or refused.
        StepNotPossibleError: Nothing was asked.
    """
    require(by, Capability.DRAFT_REQUEST)
    if not text.strip():
        raise UnusableInputError("write the clarification")
    request = queries.get_request(request_id, for_user=by)
    message = Clarify(request=request.id, text=text)
    cleared = clear_reply(request, message, by=by, now=now)
    with transaction.atomic():
        request = locked(request.id)
        envelope_id = send_message(request, "request.clarified", message, cleared=cleared, now=now)
        move(request, Step.CLARIFY, by=by, now=now, text=text, envelope_id=envelope_id)
        end_pause(request, now=now)
        tell_thread(request, "request-clarified", Direction.OUT, now=now, by=by)


def withdraw_request(*, request_id: UUID, by: User, now: datetime) -> None:
    """Withdraw a request; when it was sent, the partner is told.

    Raises:
        StepNotPossibleError: It has ended already.
    """
    require(by, Capability.DRAFT_REQUEST)
    request = queries.get_request(request_id, for_user=by)
    message = Withdrawn(request=request.id)
    told = request.sent_at is not None and request.goes_by_schakel
    cleared = clear_reply(request, message, by=by, now=now, personal=False) if told else None
    with transaction.atomic():
        request = locked(request.id)
        envelope_id = (
            send_message(request, "request.withdraw", message, cleared=cleared, now=now)
            if cleared
            else None
        )
        move(request, Step.WITHDRAW, by=by, now=now, envelope_id=envelope_id)
        tell_thread(request, "request-withdrawn", Direction.OWN, now=now, by=by)


def close_request(*, request_id: UUID, by: User, now: datetime) -> None:
    """Put an answered request away, here alone; a further answer opens it again.

    Whether we are done with an answer is nothing that its giver must know: no message leaves.

    Raises:
        NotAllowedError: Another unit asked.
        StepNotPossibleError: It is not answered.
    """
    require(by, Capability.DRAFT_REQUEST)
    if queries.get_request(request_id, for_user=by).drafting_unit_id != by.unit_id:
        raise NotAllowedError("the unit that asked does this")
    with transaction.atomic():
        request = locked(request_id)
        move(request, Step.CLOSE, by=by, now=now)
        tell_thread(request, "request-closed", Direction.OWN, now=now, by=by)


def _blank(instrument: str, *, by: User, now: datetime) -> Request:
    desk = find_unit_of_kind("spoc") or by.unit
    assert desk is not None
    return Request(
        side=Side.ASKING.value,
        state=State.DRAFT.value,
        reference=next_reference("Q", now=now),
        instrument=instrument,
        drafting_unit=by.unit,
        handling_unit=desk,
        drafted_by=by,
        carrier=Carrier.SIENA.value,
        made_at=now,
        changed_at=now,
    )


def end_pause(request: Request, *, now: datetime) -> None:
    """Let the clock run again."""
    Pause.objects.filter(request=request, ended_at__isnull=True).update(ended_at=now)


def locked(request_id: UUID) -> Request:
    """Return a request, locked until the caller's transaction ends."""
    return Request.objects.select_for_update().get(id=request_id)


def _editable(request_id: UUID, *, by: User) -> Request:
    require(by, Capability.DRAFT_REQUEST)
    request = queries.get_request(request_id, for_user=by)
    drafting = request.state == State.DRAFT and request.drafting_unit_id == by.unit_id
    checking = request.state == State.IN_REVIEW and request.handling_unit_id == by.unit_id
    if not (drafting or checking):
        raise ConflictError("the request can no longer be changed here")
    if checking:
        require(by, Capability.SEND_REQUEST)
    return locked(request.id)


def of_desk(request_id: UUID, *, by: User, lock: bool = False) -> Request:
    """Return a request of ours to its desk, the only one that may go on with it.

    Raises:
        NotAllowedError: Another unit, or a role that may not send.
        NotFoundError: No such request for this user.
    """
    require(by, Capability.SEND_REQUEST)
    request = queries.get_request(request_id, for_user=by)
    if request.side != Side.ASKING or request.handling_unit_id != by.unit_id:
        raise NotAllowedError("the single point of contact does this")
    return locked(request.id) if lock else request


def _address(request: Request, authority: Authority) -> None:
    request.authority = authority
    request.partner_country = authority.country
    request.partner_node = authority.node_id or ""


def _fill(request: Request, values: Mapping[str, Any]) -> None:
    for name in FORM:
        if name in values:
            setattr(request, name, values[name])


def _index(request: Request) -> None:
    body = "\n".join([request.reference, request.asked, request.purpose, request.connection])
    index_text(kind="request", object_id=request.id, title=request.reference, body=body)
