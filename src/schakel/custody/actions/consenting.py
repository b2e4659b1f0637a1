"""May I use this in court, may I pass it on: a question with a clock, and a signed answer."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction

from schakel.accounts.queries import Capability, User, require
from schakel.casework.core.threads import Direction
from schakel.clocks.core.limits import Limit, due_at
from schakel.custody import queries
from schakel.custody.actions.telling import clear_words, log, send, send_control, tell_thread
from schakel.custody.core.consents import Standing
from schakel.custody.core.messages import ConsentAnswered, ConsentAsked, ConsentWithdrawn
from schakel.custody.models import Consent, Item
from schakel.handling.core.case import Purpose
from schakel.kernel.errors import ConflictError, NotAllowedError, UnusableInputError

ANSWER = Limit(
    name="answer",
    length=7,
    unit="days",
    source="House rule: a question for consent is answered within seven days; no law sets a period",
    verified="K",
)


def due(asked_at: datetime) -> datetime:
    """Return when a question for consent should have its answer, on the clock of this node."""
    return due_at(ANSWER, started_at=asked_at, zone=settings.SCHAKEL_NODE.time_zone)


def ask_consent(
    *,
    item_id: UUID,
    purpose: str,
    receivers: Iterable[str],
    reason: str,
    by: User,
    now: datetime,
) -> UUID:
    """Ask the originator whether an item may be used for a purpose or go to receivers.

    The question goes to the hand that gave us the item; a hand in between passes it on.

    Raises:
        ConflictError: The same question is open, or the item is gone.
        NotAllowedError: The item is our own.
        UnusableInputError: No reason, neither purpose nor receiver, or a purpose we do not know.
    """
    require(by, Capability.DRAFT_REQUEST)
    item = queries.get_item(item_id, for_user=by)
    wanted = sorted({one.strip().upper() for one in receivers if one.strip()})
    _require_askable(item, purpose=purpose, receivers=wanted, reason=reason)
    consent = _question(item, purpose=purpose, receivers=wanted, reason=reason, by=by, now=now)
    message, to_node = question_of(consent), item.from_node
    cleared = clear_words(item, message, to_node=to_node, by=by, now=now) if to_node else None
    with transaction.atomic():
        consent.save(force_insert=True)
        if cleared:
            send(item, "consent.ask", message, to_node=to_node, cleared=cleared, now=now)
        log("consent:ask", item, by=by, now=now, recipient=item.originator)
        tell_thread(item, leg_of(consent, "asked"), Direction.OUT, now=now, by=by)
    return consent.id


def answer_consent(
    *, consent_id: UUID, given: bool, until: datetime, text: str, by: User, now: datetime
) -> None:
    """Say yes or no, until a date.

    Raises:
        ConflictError: It was answered already.
        NotAllowedError: The role may not decide, or another is the originator.
        UnusableInputError: The date is past, or a no without a word.
    """
    require(by, Capability.DECIDE_CONSENT)
    consent = queries.get_consent(consent_id, for_user=by)
    item, to_node = consent.item, consent.toward_asker
    if consent.answerer != settings.SCHAKEL_NODE.code or not to_node:
        raise NotAllowedError("the originator answers, and nobody for him")
    _require_answer(consent, given=given, until=until, text=text, now=now)
    message = ConsentAnswered(consent=consent.id, given=given, until=until, text=text)
    cleared = clear_words(item, message, to_node=to_node, by=by, now=now)
    with transaction.atomic():
        send(item, "consent.answer", message, to_node=to_node, cleared=cleared, now=now)
        settle_consent(consent.id, given=given, until=until, text=text, now=now)
        log("consent:answer", item, by=by, now=now, recipient=consent.asker)
        code = leg_of(consent, "given" if given else "refused")
        tell_thread(item, code, Direction.OUT, now=now, by=by)


def note_consent(
    *, consent_id: UUID, given: bool, until: datetime, text: str, by: User, now: datetime
) -> None:
    """Record the answer of an originator without a node, with the reference under which it came.

    Raises:
        ConflictError: It was answered already, or the answer comes in by itself.
        UnusableInputError: The date is past, or no reference.
    """
    require(by, Capability.SEND_REQUEST)
    consent = queries.get_consent(consent_id, for_user=by)
    if consent.item.from_node:
        raise ConflictError("the answer to this question arrives by itself")
    if not text.strip():
        raise UnusableInputError("write under which reference the answer came")
    _require_answer(consent, given=given, until=until, text=text, now=now)
    with transaction.atomic():
        settle_consent(consent.id, given=given, until=until, text=text, now=now)
        log("consent:answer", consent.item, by=by, now=now)
        code = leg_of(consent, "given" if given else "refused")
        tell_thread(consent.item, code, Direction.IN, now=now, by=by)


def withdraw_consent(*, consent_id: UUID, by: User, now: datetime) -> None:
    """Take a yes back: from now on the gate is as shut as before.

    Raises:
        ConflictError: There is no yes that holds.
        NotAllowedError: The role may not decide, or another is the originator.
    """
    require(by, Capability.DECIDE_CONSENT)
    consent = queries.get_consent(consent_id, for_user=by)
    item, to_node = consent.item, consent.toward_asker
    if consent.answerer != settings.SCHAKEL_NODE.code and item.from_node:
        raise NotAllowedError("the originator takes his consent back, and nobody for him")
    with transaction.atomic():
        close_consent(consent.id, now=now)
        if to_node:
            message = ConsentWithdrawn(consent=consent.id, at=now)
            send_control(item, "consent.withdraw", message, to_node=to_node, now=now)
        log("consent:withdraw", item, by=by, now=now, recipient=consent.asker)
        tell_thread(item, "consent-withdrawn", Direction.OUT, now=now, by=by)


def settle_consent(
    consent_id: UUID, *, given: bool, until: datetime, text: str, now: datetime, proof: str = ""
) -> Consent:
    """Write the answer of the originator, in the caller's transaction.

    Raises:
        ConflictError: It was answered already.
    """
    consent = Consent.objects.select_for_update().get(id=consent_id)
    if consent.state != Standing.ASKED:
        raise ConflictError("the question was answered already")
    consent.state = Standing.GIVEN if given else Standing.REFUSED
    consent.until, consent.text, consent.answered_at = until, text[:500], now
    consent.proof = proof[:64]
    consent.save()
    return consent


def close_consent(consent_id: UUID, *, now: datetime) -> Consent:
    """Write that a yes was taken back, in the caller's transaction.

    Raises:
        ConflictError: There is no yes.
    """
    consent = Consent.objects.select_for_update().get(id=consent_id)
    if consent.state != Standing.GIVEN:
        raise ConflictError("there is no consent to take back")
    consent.state, consent.withdrawn_at = Standing.WITHDRAWN, now
    consent.save()
    return consent


def question_of(consent: Consent) -> ConsentAsked:
    """Return a question as it is sent."""
    return ConsentAsked(
        consent=consent.id,
        answer=consent.item_id,
        purpose=consent.purpose,
        reason=consent.reason,
        receivers=tuple(consent.receivers),
        asked_by=consent.asker,
    )


def leg_of(consent: Consent, what: str) -> str:
    """Return the code of the leg: a question about the court, or about passing on."""
    court = consent.purpose == Purpose.EVIDENCE and not consent.receivers
    return f"{'consent' if court else 'leave'}-{what}"


def _question(  # noqa: PLR0913  # one argument per column
    item: Item, *, purpose: str, receivers: list[str], reason: str, by: User, now: datetime
) -> Consent:
    return Consent(
        id=uuid4(),
        item=item,
        asker=settings.SCHAKEL_NODE.code,
        answerer=item.originator,
        purpose=purpose,
        receivers=receivers,
        reason=reason[:500],
        asked_at=now,
        due_at=due(now),
        by=by,
    )


def _require_askable(item: Item, *, purpose: str, receivers: list[str], reason: str) -> None:
    if queries.is_own(item):
        raise NotAllowedError("what we gave ourselves needs no consent of others")
    if item.state != Item.State.HELD:
        raise ConflictError("the item is no longer here")
    if not reason.strip():
        raise UnusableInputError("say in which proceedings, or why, it is needed")
    if purpose not in ("", *Purpose) or not (purpose or receivers):
        raise UnusableInputError("say for which purpose or for which receivers")
    same = item.consents.filter(
        state=Standing.ASKED, purpose=purpose, asker=settings.SCHAKEL_NODE.code
    )
    if any(one.receivers == receivers for one in same):
        raise ConflictError("the question is open already")


def _require_answer(
    consent: Consent, *, given: bool, until: datetime, text: str, now: datetime
) -> None:
    if consent.state != Standing.ASKED:
        raise ConflictError("the question was answered already")
    if until <= now or (not given and not text.strip()):
        raise UnusableInputError("give a date to come, and for a no the reason")
