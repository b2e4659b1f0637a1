"""What messages of partners do here; each runs inside the transaction that stores the message."""

from datetime import timedelta
from uuid import UUID

from schakel.accounts.queries import Unit
from schakel.assistance import queries
from schakel.assistance.actions.asking import end_pause
from schakel.assistance.actions.holding import keep_answer_given
from schakel.assistance.actions.steps import index_answer, move, tell_people, tell_thread
from schakel.assistance.models import Answer, AnswerFile, Pause, Request
from schakel.audit.actions import record
from schakel.casework.actions import join_thread, next_reference, require_way_in, set_reference
from schakel.casework.core.threads import Direction
from schakel.instruments.core.instruments import instruments
from schakel.instruments.core.messages import (
    Answered,
    Clarify,
    Refused,
    RequestSent,
    TakenUp,
    Withdrawn,
)
from schakel.instruments.core.states import Side, State, Step
from schakel.instruments.wording import URGENCIES
from schakel.intake.actions import take_received
from schakel.kernel.errors import ConflictError, UnusableInputError
from schakel.network.queries import find_authority, get_node
from schakel.rulebook.core.codes import to_mask
from schakel.shell.search import index_text
from schakel.wire.core.bodies import read_body
from schakel.wire.core.kinds import Received

CLOCKS_DIFFER = timedelta(days=1)  # at most, between two nodes


def request_sent(message: Received) -> UUID:
    """A request came in: it joins the thread here and waits in the queue of its unit."""
    body = read_body(RequestSent, message.body)
    if instruments.find(body.instrument) is None or body.urgency not in URGENCIES:
        raise UnusableInputError("this node does not know the instrument, or the urgency")
    if Request.objects.filter(id=body.request).exists():
        raise ConflictError("the request came in before")
    asked = Request.objects.filter(thread_id=message.thread_id, partner_node=message.from_node)
    if not asked.exclude(side=Side.ASKING.value, sent_at=None).exists():
        require_way_in(message.thread_id, message.from_node)
    now = message.received_at
    thread, unit = join_thread(
        thread_id=message.thread_id,
        title=body.reference,
        from_node=message.from_node,
        their_reference=body.thread_reference,
        unit_code=body.to_unit,
        now=now,
        others=[(one.node, one.unit) for one in message.participants],
    )
    request = _keep_request(body, message, unit=unit, thread_id=thread.id)
    _log(request, message, "request:receive")
    args = {"sender": message.from_node.upper(), "reference": body.reference}
    tell_thread(request, "request-received", Direction.IN, now=now, args=args)
    tell_people(request, "request-waiting", now=now)
    text = "\n".join([request.reference, body.reference, body.asked, body.purpose, body.connection])
    index_text(kind="request", object_id=request.id, title=request.reference, body=text)
    return request.id


def _keep_request(body: RequestSent, message: Received, *, unit: Unit, thread_id: UUID) -> Request:
    now = message.received_at
    return Request.objects.create(
        id=body.request,
        side=Side.ASKED.value,
        state=State.RECEIVED.value,
        thread_id=thread_id,
        reference=next_reference("Q", now=now),
        their_reference=body.reference[:60],
        instrument=body.instrument,
        handling_unit=unit,
        authority=find_authority(node=message.from_node, unit_code=body.from_unit),
        partner_node=message.from_node,
        partner_country=get_node(message.from_node).country,
        asked=body.asked,
        purpose=body.purpose,
        available_because=body.available_because,
        connection=body.connection,
        urgency=body.urgency[:20],
        urgency_reason=body.urgency_reason,
        restrictions=body.restrictions,
        directly_accessible=body.directly_accessible,
        carrier="schakel",
        codes_mask=to_mask(message.codes),
        envelope_id=message.envelope_id,
        made_at=now,
        changed_at=now,
        sent_at=body.sent_at,
        received_at=now,
    )


def taken_up(message: Received) -> UUID:
    """The asked side works on it: its reference, and the start of the clock."""
    body = read_body(TakenUp, message.body)
    request = _ours(body.request, message)
    began, now = request.sent_at or request.made_at, message.received_at
    if not began - CLOCKS_DIFFER <= body.received_at <= now + CLOCKS_DIFFER:
        raise UnusableInputError("no request is received before it was sent, or in the future")
    request.their_reference, request.received_at = body.reference[:60], body.received_at
    move(request, Step.TAKE_UP, by=None, now=message.received_at, side=Side.ASKED)
    set_reference(
        thread_id=request.thread_id, node=message.from_node, reference=body.reference[:60]
    )
    _log(request, message, "request:take-up")
    args = {"reference": body.reference}
    tell_thread(request, "request-taken-up", Direction.IN, now=message.received_at, args=args)
    tell_people(request, "request-taken-up", now=message.received_at)
    return request.id


def clarification_asked(message: Received) -> UUID:
    """The asked side asks; the clock stands still."""
    body = read_body(Clarify, message.body)
    request = _ours(body.request, message)
    now = message.received_at
    move(request, Step.ASK_CLARIFICATION, by=None, now=now, side=Side.ASKED, text=body.text)
    Pause.objects.create(request=request, began_at=now)
    _log(request, message, "request:ask-clarification")
    tell_thread(request, "request-clarification-asked", Direction.IN, now=now)
    tell_people(request, "clarification-asked", now=now)
    return request.id


def clarified(message: Received) -> UUID:
    """The asking side clarified; the clock runs again."""
    body = read_body(Clarify, message.body)
    request = queries.find_request(body.request, node=message.from_node)
    now = message.received_at
    move(request, Step.CLARIFY, by=None, now=now, side=Side.ASKING, text=body.text)
    end_pause(request, now=now)
    _log(request, message, "request:clarify")
    tell_thread(request, "request-clarified", Direction.IN, now=now)
    tell_people(request, "clarification-given", now=now)
    return request.id


def refused(message: Received) -> UUID:
    """The asked side refused, with a ground."""
    body = read_body(Refused, message.body)
    request = _ours(body.request, message)
    if body.ground not in {ground.code for ground in queries.instrument_of(request).grounds}:
        raise UnusableInputError("this is no ground of the instrument")
    now = message.received_at
    text, ground = body.text, body.ground
    move(request, Step.REFUSE, by=None, now=now, side=Side.ASKED, text=text, ground=ground)
    _log(request, message, "request:refuse")
    args = {"ground": body.ground}
    tell_thread(request, "request-refused", Direction.IN, now=now, args=args)
    tell_people(request, "request-refused", now=now)
    return request.id


def answered(message: Received) -> UUID:
    """An answer came: information, with hash, sender, time and codes of everything in it."""
    body = read_body(Answered, message.body)
    request = _ours(body.request, message)
    now = message.received_at
    if Answer.objects.filter(id=body.answer).exists():
        raise ConflictError("the answer came in before")
    if not request.their_reference:
        request.their_reference = body.reference[:60]
    move(request, Step.ANSWER, by=None, now=now, side=Side.ASKED, text=body.text)
    answer = Answer.objects.create(
        id=body.answer,
        request=request,
        side=Side.ASKING.value,
        text=body.text,
        restrictions=body.restrictions[:500],
        codes_mask=to_mask(message.codes),
        from_party=message.from_node,
        envelope_id=message.envelope_id,
        at=now,
    )
    _keep_files(answer, message)
    index_answer(answer)
    keep_answer_given(answer, from_node=message.from_node, now=now)
    _log(request, message, "answer:receive")
    tell_thread(request, "request-answered", Direction.IN, now=now)
    tell_people(request, "answer-arrived", now=now)
    return request.id


def _keep_files(answer: Answer, message: Received) -> None:
    unit = answer.request.drafting_unit or answer.request.handling_unit
    country = get_node(message.from_node).country
    for file in message.files:
        original_id = take_received(
            name=file.name,
            sha256=file.sha256,
            size=file.size,
            unit_code=unit.code,
            country=country,
            now=message.received_at,
        )
        AnswerFile.objects.create(
            answer=answer,
            original_id=original_id,
            name=file.name,
            sha256=file.sha256,
            size=file.size,
        )


def withdrawn(message: Received) -> UUID:
    """The asking side withdrew its request."""
    body = read_body(Withdrawn, message.body)
    request = queries.find_request(body.request, node=message.from_node)
    move(request, Step.WITHDRAW, by=None, now=message.received_at, side=Side.ASKING)
    _log(request, message, "request:withdraw")
    tell_thread(request, "request-withdrawn", Direction.IN, now=message.received_at)
    tell_people(request, "request-withdrawn", now=message.received_at)
    return request.id


HANDLERS = {
    "request.send": request_sent,
    "request.taken-up": taken_up,
    "request.clarify": clarification_asked,
    "request.clarified": clarified,
    "request.refuse": refused,
    "request.answer": answered,
    "request.withdraw": withdrawn,
}


def _ours(request_id: UUID, message: Received) -> Request:
    request = queries.find_request(request_id, node=message.from_node)
    if request.side != Side.ASKING:
        raise ConflictError("only the side that was asked sends this")
    return Request.objects.select_for_update().get(id=request.id)


def _log(request: Request, message: Received, event: str) -> None:
    record(
        at=message.received_at,
        event=event,
        actor=f"node:{message.from_node}",
        unit=request.handling_unit.code,
        object_kind="request",
        object_id=str(request.id),
        codes=message.codes,
        facts={"envelope": str(message.envelope_id), "files": [f.sha256 for f in message.files]},
    )
