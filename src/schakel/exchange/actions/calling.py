"""Ask a partner directly, and answer: for questions whose answer is worth nothing later."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
from django.conf import settings
from django.db import IntegrityError, transaction

from schakel.exchange import lines
from schakel.exchange.actions.receiving import find_card, received_of
from schakel.exchange.core.content import content_of
from schakel.exchange.core.envelope import CLOCK_SLACK, Envelope, check_envelope, read_envelope
from schakel.exchange.core.errors import CallFailedError, EnvelopeRefusedError
from schakel.exchange.core.kinds import call_kinds
from schakel.exchange.keys import encryption_key, signing_key
from schakel.exchange.models import Link, SeenCall
from schakel.exchange.sealing import open_sealed, seal
from schakel.handling.core.decision import Cleared
from schakel.kernel.canonical import canonical_json, sha256_hex
from schakel.kernel.errors import NotFoundError, SchakelError
from schakel.network.core.cards import NodeCard
from schakel.network.queries import get_node

LASTS = timedelta(minutes=5)
KEPT = CLOCK_SLACK * 2 + LASTS


def call(
    *,
    cleared: Cleared,
    to_node: str,
    thread_id: UUID,
    kind: str,
    body: Mapping[str, Any],
    now: datetime,
) -> Mapping[str, Any]:
    """Return the partner's answer to a direct question.

    Raises:
        CallFailedError: No answer, or one that is not the partner's.
        ValueError: The clearance is for other content or another receiver.
    """
    try:
        card = get_node(to_node)
    except NotFoundError as error:
        raise CallFailedError("exchange.unknown-node") from error
    if sha256_hex(canonical_json(content_of(body, ()))) != cleared.content_sha256:
        raise ValueError("the gate cleared other content than this")
    if cleared.receiver not in {card.country, card.code}:
        raise ValueError("the gate cleared another receiver than this")
    question = _envelope(card, kind=kind, thread=thread_id, body=body, now=now)
    try:
        with lines.open_line() as line:
            sealed = seal(question.to_json(), card=card, key=signing_key())
            answer = line.post(f"{card.url}/exchange/v1/calls", json=sealed)
            answer.raise_for_status()
            given = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        Link.objects.update_or_create(node=to_node, defaults={"down_since": now})
        raise CallFailedError("exchange.no-answer") from error
    Link.objects.filter(node=to_node).update(down_since=None)
    return _read_answer(given, question=question, node=to_node, now=now)


def answer_call(sealed: object, *, now: datetime) -> dict[str, Any]:
    """Return the sealed answer to a sealed question, each question once.

    Raises:
        EnvelopeRefusedError: With the code of what is wrong.
    """
    me = settings.SCHAKEL_NODE.code
    payload, sender = open_sealed(sealed, me=me, key=encryption_key(), find_card=find_card)
    question = read_envelope(payload)
    check_envelope(question, me=me, sender=sender, at=now)
    kind = call_kinds.find(question.kind)
    if kind is None:
        raise EnvelopeRefusedError("exchange.unknown-kind")
    _see_once(question.id, now=now)
    try:
        body = kind.answer(received_of(question, now=now))
    except SchakelError as error:
        raise EnvelopeRefusedError("exchange.unusable-body") from error
    answer = _envelope(
        get_node(sender), kind=question.kind, thread=question.thread, body=body, now=now
    )
    reply = {**answer.to_json(), "prev": str(question.id)}
    return seal(reply, card=get_node(sender), key=signing_key())


def _see_once(call_id: UUID, *, now: datetime) -> None:
    SeenCall.objects.filter(at__lt=now - KEPT).delete()
    try:
        with transaction.atomic():
            SeenCall.objects.create(id=call_id, at=now)
    except IntegrityError as error:
        raise EnvelopeRefusedError("exchange.replayed") from error


def _envelope(
    card: NodeCard, *, kind: str, thread: UUID, body: Mapping[str, Any], now: datetime
) -> Envelope:
    return Envelope(
        id=uuid4(),
        thread=thread,
        sender=settings.SCHAKEL_NODE.code,
        to=(card.code,),
        seq=0,
        prev="",
        created=now,
        expires=now + LASTS,
        kind=kind,
        decision="",
        codes=(),
        participants=(),
        body=body,
        files=(),
    )


def _read_answer(
    given: object, *, question: Envelope, node: str, now: datetime
) -> Mapping[str, Any]:
    me = settings.SCHAKEL_NODE.code
    try:
        payload, sender = open_sealed(given, me=me, key=encryption_key(), find_card=find_card)
        answer = read_envelope(payload)
        check_envelope(answer, me=me, sender=sender, at=now)
    except EnvelopeRefusedError as error:
        raise CallFailedError(error.refusal) from error
    if sender != node or answer.prev != str(question.id):
        raise CallFailedError("exchange.not-the-answer")
    return answer.body
