"""Ask a partner directly, and answer: for questions whose answer is worth nothing later."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
from django.conf import settings
from django.db import IntegrityError, transaction

from schakel.exchange.actions.handling import received_of
from schakel.exchange.actions.outbox import compare_receiver
from schakel.exchange.models import Link, SeenCall
from schakel.handling.core.decision import Cleared
from schakel.kernel.canonical import canonical_json, sha256_hex
from schakel.kernel.errors import NotFoundError, SchakelError
from schakel.network.core.cards import NodeCard
from schakel.network.queries import get_node
from schakel.wire.actions import lines
from schakel.wire.actions.keys import signing_key
from schakel.wire.actions.opening import open_envelope
from schakel.wire.actions.sealing import ANSWER, QUESTION, seal, sign
from schakel.wire.core.content import content_of
from schakel.wire.core.envelope import CLOCK_SLACK, Envelope, check_envelope
from schakel.wire.core.errors import EnvelopeRefusedError
from schakel.wire.core.kinds import call_kinds
from schakel.wire.core.problems import CallFailedError

LASTS = timedelta(minutes=5)
KEPT = CLOCK_SLACK * 2 + LASTS  # until a question can no longer be repeated


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
        raise CallFailedError("exchange.not-linked") from error
    known = call_kinds.find(kind)
    if known is not None and card.lacks(known.needs):
        raise CallFailedError("exchange.not-spoken")
    if sha256_hex(canonical_json(content_of(body, ()))) != cleared.content_sha256:
        raise ValueError("the gate cleared other content than this")
    compare_receiver(cleared, card=card)
    question = _envelope(card, kind=kind, thread=thread_id, body=body, now=now)
    try:
        with lines.open_line() as line:
            sealed = _seal(question, card=card, typ=QUESTION)
            given = lines.post_json(line, f"{card.url}/exchange/v1/calls", sealed)
    except (httpx.HTTPError, ValueError) as error:
        Link.objects.get_or_create(node=to_node)
        Link.objects.filter(node=to_node, down_since__isnull=True).update(down_since=now)
        raise CallFailedError("exchange.no-answer") from error
    Link.objects.filter(node=to_node).update(down_since=None)
    return _read_answer(given, question=question, node=to_node, now=now)


def answer_call(sealed: object, *, now: datetime) -> dict[str, Any]:
    """Return the sealed answer to a sealed question, each question once.

    Raises:
        EnvelopeRefusedError: With the code of what is wrong.
    """
    question, _ = open_envelope(sealed, typ=QUESTION)
    check_envelope(question, me=settings.SCHAKEL_NODE.code, sender=question.sender, at=now)
    if question.seq or question.expires - question.created > LASTS:
        raise EnvelopeRefusedError("exchange.bad-shape")
    kind = call_kinds.find(question.kind)
    if kind is None:
        raise EnvelopeRefusedError("exchange.unknown-kind")
    _see_once(question.id, now=now)
    try:
        body = kind.answer(received_of(question, now=now))
    except SchakelError as error:
        raise EnvelopeRefusedError("exchange.unusable-body") from error
    card = get_node(question.sender)
    answer = _envelope(card, kind=question.kind, thread=question.thread, body=body, now=now)
    return _seal(replace(answer, prev=str(question.id)), card=card, typ=ANSWER)


def _see_once(call_id: UUID, *, now: datetime) -> None:
    SeenCall.objects.filter(at__lt=now - KEPT).delete()
    try:
        with transaction.atomic():
            SeenCall.objects.create(id=call_id, at=now)
    except IntegrityError as error:
        raise EnvelopeRefusedError("exchange.replayed") from error


def _seal(envelope: Envelope, *, card: NodeCard, typ: str) -> dict[str, Any]:
    token = sign(envelope.to_json(), key=signing_key(), typ=typ)
    return seal(token, envelope_id=str(envelope.id), card=card)


def _envelope(
    card: NodeCard, *, kind: str, thread: UUID, body: Mapping[str, Any], now: datetime
) -> Envelope:
    return Envelope(
        id=uuid4(),
        thread=thread,
        sender=settings.SCHAKEL_NODE.code,
        to=(card.code,),
        created=now,
        expires=now + LASTS,
        kind=kind,
        body=body,
    )


def _read_answer(
    given: object, *, question: Envelope, node: str, now: datetime
) -> Mapping[str, Any]:
    try:
        answer, _ = open_envelope(given, typ=ANSWER)
        check_envelope(answer, me=settings.SCHAKEL_NODE.code, sender=node, at=now)
    except EnvelopeRefusedError as error:
        raise CallFailedError(error.refusal) from error
    if answer.prev != str(question.id) or answer.kind != question.kind:
        raise CallFailedError("exchange.not-the-answer")
    return answer.body
