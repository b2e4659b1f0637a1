"""A hand in between passes questions and answers on, after the gate."""

from datetime import datetime

from django.db import transaction

from schakel.custody.actions.consenting import question_of
from schakel.custody.actions.telling import clear_words, log, send, tell_people
from schakel.custody.core.consents import Standing
from schakel.custody.core.messages import ConsentAnswered
from schakel.custody.models import Consent
from schakel.handling.actions import GateClosedError

Relay = Consent.Relay


def relay_consents(now: datetime) -> int:
    """Pass on what waits; return how much it was."""
    waiting = Consent.objects.select_related("item__unit").exclude(relay_due=Relay.NOTHING)
    return sum(_relay(consent, now=now) for consent in waiting.order_by("asked_at"))


def _relay(consent: Consent, *, now: datetime) -> int:
    item, asks = consent.item, consent.relay_due == Relay.QUESTION
    kind = "consent.ask" if asks else "consent.answer"
    to_node = item.from_node if asks else consent.toward_asker
    message = question_of(consent) if asks else _answer_of(consent)
    try:
        cleared = clear_words(item, message, to_node=to_node, by=None, now=now)
    except GateClosedError:
        Consent.objects.filter(id=consent.id).update(relay_due=Relay.NOTHING)
        tell_people(item, "gate-refused", now=now)
        return 0
    with transaction.atomic():
        due = Consent.objects.filter(id=consent.id, relay_due=consent.relay_due)
        if not due.update(relay_due=Relay.NOTHING):
            return 0
        send(item, kind, message, to_node=to_node, cleared=cleared, now=now)
        log("consent:relay", item, now=now, recipient=to_node)
    return 1


def _answer_of(consent: Consent) -> ConsentAnswered:
    assert consent.until is not None
    return ConsentAnswered(
        consent=consent.id,
        given=consent.state == Standing.GIVEN,
        until=consent.until,
        text=consent.text,
        originator=consent.answerer,
        proof=consent.proof,
    )
