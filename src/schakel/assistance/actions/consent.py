"""May this answer be used as evidence? A question, and a signed answer."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from schakel.accounts.actions import record_deed
from schakel.accounts.queries import Capability, User, require
from schakel.assistance import queries
from schakel.assistance.actions.steps import clear_reply, send_message, tell_thread
from schakel.assistance.core.messages import ConsentAnswered, ConsentAsked
from schakel.assistance.core.states import Side
from schakel.assistance.models import Answer, ConsentRequest, Request
from schakel.casework.core.threads import Direction
from schakel.handling.core.case import Purpose
from schakel.kernel.errors import ConflictError, NotAllowedError, UnusableInputError

State = ConsentRequest.State


def ask_consent(*, answer_id: UUID, reason: str, by: User, now: datetime) -> UUID:
    """Ask the giver of an answer whether it may be used as evidence; return the question.

    Raises:
        ConflictError: It is evidence already, or the question is open.
        NotAllowedError: We gave the answer ourselves.
        UnusableInputError: No reason.
    """
    require(by, Capability.DRAFT_REQUEST)
    answer = queries.get_answer(answer_id, for_user=by)
    request = answer.request
    if answer.side != Side.ASKING:
        raise NotAllowedError("who gave an answer does not ask for it")
    if not reason.strip():
        raise UnusableInputError("say in which proceedings it is needed")
    if answer.consents.filter(state=State.ASKED).exists():
        raise ConflictError("the question is open already")
    consent_id = uuid4()
    message = ConsentAsked(
        consent=consent_id, answer=answer.id, purpose=Purpose.EVIDENCE.value, reason=reason
    )
    cleared = clear_reply(request, message, by=by, now=now)
    with transaction.atomic():
        envelope_id = send_message(request, "consent.ask", message, cleared=cleared, now=now)
        ConsentRequest.objects.create(
            id=consent_id,
            answer=answer,
            side=Side.ASKING.value,
            purpose=Purpose.EVIDENCE.value,
            reason=reason[:500],
            asked_at=now,
            envelope_id=envelope_id,
        )
        _log("consent:ask", consent_id, request, by=by, now=now)
        tell_thread(request, "consent-asked", Direction.OUT, now=now, by=by)
    return consent_id


def answer_consent(
    *, consent_id: UUID, given: bool, until: datetime, text: str, by: User, now: datetime
) -> None:
    """Say yes or no to the use as evidence, until a date.

    Raises:
        ConflictError: It was answered already.
        NotAllowedError: The role may not decide, or the question is ours.
        UnusableInputError: The date is past, or a no without a word.
    """
    require(by, Capability.DECIDE_CONSENT)
    consent = queries.get_consent(consent_id, for_user=by)
    request = consent.answer.request
    if consent.side != Side.ASKED:
        raise NotAllowedError("who asked for consent does not give it")
    if consent.state != State.ASKED:
        raise ConflictError("the question was answered already")
    if until <= now or (not given and not text.strip()):
        raise UnusableInputError("give a date to come, and for a no the reason")
    message = ConsentAnswered(consent=consent.id, given=given, until=until, text=text)
    cleared = clear_reply(request, message, by=by, now=now)
    with transaction.atomic():
        envelope_id = send_message(request, "consent.answer", message, cleared=cleared, now=now)
        settle_consent(consent.id, given=given, until=until, text=text, by=by, now=now)
        ConsentRequest.objects.filter(id=consent.id).update(envelope_id=envelope_id)
        _log("consent:answer", consent.id, request, by=by, now=now)
        code = "consent-given" if given else "consent-refused"
        tell_thread(request, code, Direction.OUT, now=now, by=by)


def settle_consent(
    consent_id: UUID,
    *,
    given: bool,
    until: datetime,
    text: str,
    by: User | None,
    now: datetime,
) -> Request:
    """Write the answer of the giver; with a yes, and only then, information becomes evidence."""
    consent = ConsentRequest.objects.select_for_update().get(id=consent_id)
    if consent.state != State.ASKED:
        raise ConflictError("the question was answered already")
    consent.state = State.GIVEN if given else State.REFUSED
    consent.until, consent.text, consent.answered_at = until, text[:500], now
    consent.answered_by = by
    consent.save()
    if given:
        Answer.objects.filter(id=consent.answer_id).update(
            use=Answer.Use.EVIDENCE, evidence_until=until
        )
    return consent.answer.request


def _log(event: str, consent_id: UUID, request: Request, *, by: User, now: datetime) -> None:
    record_deed(
        by=by,
        at=now,
        event=event,
        object_kind="consent",
        object_id=str(consent_id),
        purpose=Purpose.EVIDENCE.value,
        recipient=request.partner_country,
    )
