"""Take envelopes in: check each, keep the good ones in one transaction, sign for them."""

import hashlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from schakel.audit.actions import record
from schakel.exchange.actions.handling import handle_link, sign_stage
from schakel.exchange.actions.outbox import RECEIPT_KIND
from schakel.exchange.actions.voids import VOID_KIND
from schakel.exchange.blobs import decrypt_into_vault
from schakel.exchange.core.envelope import (
    CLOCK_SLACK,
    Envelope,
    check_envelope,
    read_envelope,
)
from schakel.exchange.core.errors import EnvelopeRefusedError
from schakel.exchange.core.inbox import Inbox, receive
from schakel.exchange.core.receipts import Stage, Statement
from schakel.exchange.core.sealed import read_sealed
from schakel.exchange.core.shapes import DIGEST, NODE, id_of, match_of, moment_of
from schakel.exchange.keys import find_encryption_key, signing_key
from schakel.exchange.models import Incoming, Link
from schakel.exchange.sealing import CLAIM, ENVELOPE, RECEIPT, sign, unseal, verify
from schakel.kernel.errors import NotFoundError
from schakel.network.core.cards import NodeCard
from schakel.network.queries import get_node

log = logging.getLogger("schakel.exchange")
MOST_MISSING = 1_000
State = Incoming.State


@dataclass(slots=True, kw_only=True)
class Arrival:
    """One envelope of a batch, on its way through the checks."""

    outside: object
    envelope: Envelope | None = None
    token: str = ""
    digest: str = ""
    refused: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the sender gets: per envelope its receipts, and per node the numbers still missing."""

    results: list[dict[str, Any]] = field(default_factory=list)
    missing: dict[str, list[int]] = field(default_factory=dict)


def take_envelopes(sealed: Sequence[object], *, now: datetime) -> Answer:
    """Take a batch in; the same envelope again gets the same receipts and has no effect.

    Everything new of one node is kept, and takes effect, in one transaction, so that the disk is
    waited for once per batch.
    """
    arrivals = [_check(item, now=now) for item in sealed]
    answer = Answer()
    for node in sorted({a.envelope.sender for a in arrivals if a.envelope}):
        theirs = [a for a in arrivals if a.envelope and a.envelope.sender == node]
        answer.missing[node] = _take_link(node, theirs, now=now)
    answer.results.extend(_result(arrival, now=now) for arrival in arrivals)
    return answer


def find_card(code: str) -> NodeCard | None:
    """Return the card of a linked node, or None."""
    try:
        return get_node(code)
    except NotFoundError:
        return None


def open_envelope(given: object, *, typ: str) -> tuple[Envelope, str]:
    """Return the envelope in a sealed value, and the text that a linked node signed.

    Raises:
        EnvelopeRefusedError: With the code of the first thing that is wrong.
    """
    sealed = read_sealed(given, me=settings.SCHAKEL_NODE.code)
    token = unseal(sealed, find_key=find_encryption_key)
    payload, _ = verify(token, find_card=find_card, typ=typ)
    envelope = read_envelope(payload)
    if envelope.id != sealed.id:
        raise EnvelopeRefusedError("exchange.bad-shape")
    if settings.SCHAKEL_NODE.code not in envelope.to:
        raise EnvelopeRefusedError("exchange.wrong-recipient")
    return envelope, token


def _check(item: object, *, now: datetime) -> Arrival:
    arrival = Arrival(outside=item)
    try:
        arrival.envelope, arrival.token = open_envelope(item, typ=ENVELOPE)
        arrival.digest = hashlib.sha256(arrival.token.encode("ascii")).hexdigest()
        if not _is_known(arrival):
            check_envelope(
                arrival.envelope,
                me=settings.SCHAKEL_NODE.code,
                sender=arrival.envelope.sender,
                at=now,
            )
            for file in arrival.envelope.files:
                decrypt_into_vault(file)
    except EnvelopeRefusedError as error:
        arrival.refused = error.refusal
        log.info("envelope refused: %s", error.refusal)
    return arrival


def _is_known(arrival: Arrival) -> bool:
    """Tell whether this very envelope, or the one it stands for, was taken before.

    Raises:
        EnvelopeRefusedError: `exchange.replayed`: another one was taken under its id.
    """
    assert arrival.envelope is not None
    rows = Incoming.objects.filter(link_id=arrival.envelope.sender, envelope_id=arrival.envelope.id)
    digest = rows.values_list("digest", flat=True).first()
    if digest is None:
        return False
    is_void = arrival.envelope.kind == VOID_KIND
    if digest != arrival.digest and not (
        is_void and arrival.envelope.body.get("replaces") == digest
    ):
        raise EnvelopeRefusedError("exchange.replayed")
    return True


def _take_link(node: str, arrivals: list[Arrival], *, now: datetime) -> list[int]:
    """Keep what is new from one node and let it take effect; return the numbers still missing."""
    with transaction.atomic():
        link, _ = Link.objects.select_for_update().get_or_create(node=node)
        early = Incoming.objects.filter(link=link, seq__gt=link.last_handled_seq)
        inbox = Inbox(link.last_handled_seq, frozenset(early.values_list("seq", flat=True)))
        rows: list[Incoming] = []
        for arrival in arrivals:
            try:
                if not arrival.refused and not _is_known_now(arrival, rows):
                    inbox = _admit(arrival, inbox, link=link, rows=rows, now=now)
            except EnvelopeRefusedError as error:
                arrival.refused = error.refusal
        Incoming.objects.bulk_create(rows)
        for row in rows:
            _record(row, now=now)
        handle_link(link, now=now, told={row.envelope_id for row in rows})
    return list(inbox.missing(most=MOST_MISSING))


def _is_known_now(arrival: Arrival, rows: list[Incoming]) -> bool:
    """Look again, now that nobody else can write to the link; a batch may hold one thing twice."""
    assert arrival.envelope is not None
    taken = {row.envelope_id: row.digest for row in rows}
    if taken.get(arrival.envelope.id) == arrival.digest:
        return True
    return _is_known(arrival)


def _admit(
    arrival: Arrival, inbox: Inbox, *, link: Link, rows: list[Incoming], now: datetime
) -> Inbox:
    """Add a row for a new envelope; return the inbox after it.

    Raises:
        EnvelopeRefusedError: `exchange.too-far-ahead` or `exchange.replayed`.
    """
    envelope = arrival.envelope
    assert envelope is not None
    if not inbox.is_near(envelope.seq):
        raise EnvelopeRefusedError("exchange.too-far-ahead")
    if inbox.has(envelope.seq):
        raise EnvelopeRefusedError("exchange.replayed")
    accepted = sign_stage(
        envelope.id, stage=Stage.ACCEPTED, digest=arrival.digest, at=now, problem=""
    )
    rows.append(
        Incoming(
            envelope_id=envelope.id,
            link=link,
            seq=envelope.seq,
            kind=envelope.kind,
            thread_id=envelope.thread,
            digest=arrival.digest,
            token=arrival.token,
            receipts=[accepted],
            received_at=now,
        )
    )
    return receive(inbox, envelope.seq)


def _record(row: Incoming, *, now: datetime) -> None:
    if row.kind not in {RECEIPT_KIND, VOID_KIND}:
        record(
            at=now,
            event="envelope:accept",
            actor=f"node:{row.link_id}",
            object_kind="envelope",
            object_id=str(row.envelope_id),
            facts={"kind": row.kind, "seq": row.seq, "digest": row.digest},
        )


def _result(arrival: Arrival, *, now: datetime) -> dict[str, Any]:
    """Return what the sender of one envelope gets: its receipts, or a signed refusal."""
    if not arrival.refused:
        assert arrival.envelope is not None
        rows = Incoming.objects.filter(
            link_id=arrival.envelope.sender, envelope_id=arrival.envelope.id
        )
        return {"id": str(arrival.envelope.id), "receipts": rows.get().receipts}
    shown = _shown_id(arrival.outside)
    if shown is None:
        return {"id": None, "refused": arrival.refused, "receipts": []}
    assert isinstance(arrival.outside, Mapping)
    statement = Statement(
        envelope=shown,
        stage=Stage.REFUSED,
        digest=hashlib.sha256(str(arrival.outside["jwe"]).encode()).hexdigest(),
        sender=settings.SCHAKEL_NODE.code,
        at=now,
        problem=arrival.refused,
    )
    token = sign(statement.to_json(), key=signing_key(), typ=RECEIPT)
    return {"id": str(shown), "refused": arrival.refused, "receipts": [token]}


def _shown_id(outside: object) -> UUID | None:
    if not isinstance(outside, Mapping) or not isinstance(outside.get("jwe"), str):
        return None
    try:
        return id_of(outside.get("id"))
    except ValueError:
        return None


def check_claim(token: str, *, blob: str, now: datetime) -> None:
    """Return when a linked node signed that it sends this blob to this node, just now.

    Raises:
        EnvelopeRefusedError: `exchange.bad-shape`, `exchange.unknown-sender`,
            `exchange.wrong-recipient`, `exchange.from-the-future` or `exchange.expired`.
    """
    claim, _ = verify(token, find_card=find_card, typ=CLAIM)
    try:
        created = moment_of(claim["created"])
        to, named = match_of(claim["to"], NODE), match_of(claim["blob"], DIGEST)
    except (KeyError, ValueError) as error:
        raise EnvelopeRefusedError("exchange.bad-shape") from error
    if to != settings.SCHAKEL_NODE.code or named != blob:
        raise EnvelopeRefusedError("exchange.wrong-recipient")
    if created > now + CLOCK_SLACK:
        raise EnvelopeRefusedError("exchange.from-the-future")
    if created < now - CLOCK_SLACK:
        raise EnvelopeRefusedError("exchange.expired")
