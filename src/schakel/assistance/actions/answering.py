"""The asked side: take up, ask, refuse, answer."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction

from schakel.accounts.queries import Capability, User, require
from schakel.assistance import queries
from schakel.assistance.actions.holding import keep_own_answer
from schakel.assistance.actions.steps import (
    attach_files,
    clear_reply,
    index_answer,
    move,
    send_message,
    tell_thread,
)
from schakel.assistance.models import Answer, Pause, Request
from schakel.casework.core.threads import Direction
from schakel.exchange.actions import OutgoingFile, mark_read, prepare_files
from schakel.handling.core.case import Asylum, GateCase, HandlingCode, Purpose
from schakel.instruments.core.messages import Answered, Clarify, Refused, TakenUp
from schakel.instruments.core.states import Side, Step
from schakel.intake.queries import Original, get_own_original
from schakel.kernel.errors import NotAllowedError, UnusableInputError
from schakel.rulebook.core.codes import from_mask, to_mask
from schakel.safeguards.queries import facts_about


def take_up(*, request_id: UUID, by: User, now: datetime) -> None:
    """Say that one works on it, and under which reference.

    Raises:
        StepNotPossibleError: It was taken up already.
    """
    request = _asked(request_id, by=by)
    assert request.received_at is not None
    message = TakenUp(
        request=request.id, reference=request.reference, received_at=request.received_at
    )
    cleared = clear_reply(request, message, by=by, now=now, personal=False)
    with transaction.atomic():
        request = _locked(request.id)
        envelope_id = send_message(request, "request.taken-up", message, cleared=cleared, now=now)
        move(request, Step.TAKE_UP, by=by, now=now, envelope_id=envelope_id)
        args = {"reference": request.reference}
        tell_thread(request, "request-taken-up", Direction.OUT, now=now, by=by, args=args)


def open_request(*, request_id: UUID, by: User, now: datetime) -> Request:
    """Return a request for reading; the senders of its messages get their receipts, once each.

    Only a unit that works on it opens them: who looks over its shoulder does not.
    """
    request = queries.get_request(request_id, for_user=by)
    if by.unit_id in {request.handling_unit_id, request.drafting_unit_id}:
        for about in (request.id, *request.answers.values_list("id", flat=True)):
            mark_read(about=about, by=by, now=now)
    return request


def ask_clarification(*, request_id: UUID, text: str, by: User, now: datetime) -> None:
    """Ask the sender what is meant; the clock stands still until he answers.

    Raises:
        UnusableInputError: No question.
        StepNotPossibleError: A question is open already, or the request has ended.
    """
    if not text.strip():
        raise UnusableInputError("write what must be clarified")
    request = _asked(request_id, by=by)
    message = Clarify(request=request.id, text=text)
    cleared = clear_reply(request, message, by=by, now=now)
    with transaction.atomic():
        request = _locked(request.id)
        envelope_id = send_message(request, "request.clarify", message, cleared=cleared, now=now)
        move(request, Step.ASK_CLARIFICATION, by=by, now=now, text=text, envelope_id=envelope_id)
        Pause.objects.create(request=request, began_at=now)
        tell_thread(request, "request-clarification-asked", Direction.OUT, now=now, by=by)


def refuse_request(*, request_id: UUID, ground: str, text: str, by: User, now: datetime) -> None:
    """Refuse with a ground of the law.

    Raises:
        UnusableInputError: No ground of the instrument, or no explanation.
        StepNotPossibleError: The request has ended.
    """
    request = _asked(request_id, by=by)
    grounds = {one.code for one in queries.instrument_of(request).grounds}
    if ground not in grounds or not text.strip():
        raise UnusableInputError("choose the ground of the law and explain it")
    message = Refused(request=request.id, ground=ground, text=text)
    cleared = clear_reply(request, message, by=by, now=now)
    with transaction.atomic():
        request = _locked(request.id)
        envelope_id = send_message(request, "request.refuse", message, cleared=cleared, now=now)
        move(
            request,
            Step.REFUSE,
            by=by,
            now=now,
            text=text,
            ground=ground,
            envelope_id=envelope_id,
        )
        args = {"ground": ground}
        tell_thread(request, "request-refused", Direction.OUT, now=now, by=by, args=args)


def answer_request(
    *,
    request_id: UUID,
    text: str,
    original_ids: Iterable[UUID],
    codes: Iterable[str],
    evaluated: bool,
    by: User,
    now: datetime,
    restrictions: str = "",
) -> UUID:
    """Answer with text and files, as information; return the id of the answer.

    Args:
        restrictions: What H3 forbids or asks, in words.

    Raises:
        GateClosedError: The gate holds or refuses the answer; nothing left.
        UnusableInputError: Neither text nor files, or H3 without its words.
        StepNotPossibleError: The request has ended.
    """
    request = _asked(request_id, by=by)
    originals = [get_own_original(original_id, for_user=by) for original_id in original_ids]
    mask = to_mask(codes)
    message = _answer(request, text=text, restrictions=restrictions)
    _require_content(message, mask=mask, files=len(originals))
    case = _answer_case(request, mask=mask, evaluated=evaluated, now=now)
    digests = [original.sha256 for original in originals]
    cleared = clear_reply(request, message, by=by, now=now, case=case, files=digests)
    files = _files_of(request, originals)
    with transaction.atomic():
        request = _locked(request.id)
        envelope_id = send_message(
            request, "request.answer", message, cleared=cleared, now=now, files=files
        )
        move(request, Step.ANSWER, by=by, now=now, text=text, envelope_id=envelope_id)
        answer = _keep_answer(request, message, mask=mask, envelope_id=envelope_id, now=now)
        attach_files(answer, originals)
        _keep_item(answer, decision_id=cleared.decision_id, by=by, now=now)
    return answer.id


def _keep_item(answer: Answer, *, decision_id: UUID, by: User, now: datetime) -> None:
    """Let it be found, note that it is ours wherever it goes, and tell the thread."""
    index_answer(answer)
    keep_own_answer(answer, decision_id=decision_id, now=now)
    tell_thread(answer.request, "request-answered", Direction.OUT, now=now, by=by)


def _answer(request: Request, *, text: str, restrictions: str) -> Answered:
    return Answered(
        request=request.id,
        answer=uuid4(),
        reference=request.reference,
        text=text,
        restrictions=restrictions[:500],
    )


def _require_content(message: Answered, *, mask: int, files: int) -> None:
    if not message.text.strip() and not files:
        raise UnusableInputError("write the answer or add its files")
    if HandlingCode.H3 in from_mask(mask) and not message.restrictions.strip():
        raise UnusableInputError("write the restriction that H3 stands for")


def _keep_answer(
    request: Request, message: Answered, *, mask: int, envelope_id: UUID | None, now: datetime
) -> Answer:
    return Answer.objects.create(
        id=message.answer,
        request=request,
        side=Side.ASKED.value,
        text=message.text,
        restrictions=message.restrictions,
        codes_mask=mask,
        from_party=settings.SCHAKEL_NODE.code,
        envelope_id=envelope_id,
        at=now,
    )


def _answer_case(request: Request, *, mask: int, evaluated: bool, now: datetime) -> GateCase:
    receiver = request.partner_country
    return GateCase(
        sender=settings.SCHAKEL_NODE.country,
        receiver=receiver,
        purpose=Purpose.CRIME,
        codes=from_mask(mask),
        h3_confirmed=True,  # whoever answers writes the restriction himself
        necessity="answer to a request",
        evaluated=evaluated,
        asylum=Asylum.UNKNOWN,
        facts=facts_about(
            receiver, purpose=Purpose.CRIME, at=now, authority=str(request.authority_id or "")
        ),
    )


def _asked(request_id: UUID, *, by: User) -> Request:
    require(by, Capability.ANSWER_REQUEST)
    request = queries.get_request(request_id, for_user=by)
    if request.side != Side.ASKED:
        raise NotAllowedError("the side that was asked does this")
    return request


def _locked(request_id: UUID) -> Request:
    return Request.objects.select_for_update().get(id=request_id)


def _files_of(request: Request, originals: Sequence[Original]) -> Sequence[OutgoingFile]:
    """Return the files of an answer, encrypted before the transaction begins."""
    files = [OutgoingFile(name=o.name, media_type=o.media_type, sha256=o.sha256) for o in originals]
    if not request.partner_node:
        return files
    return prepare_files(files, to_node=request.partner_node)
