"""Take envelopes in: check each, keep the good ones in one transaction, sign for them."""

import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from schakel.audit.actions import record
from schakel.exchange.actions.handling import handle_link, sign_stage
from schakel.exchange.actions.outbox import RECEIPT_KIND
from schakel.exchange.ledgers import VOID_KIND, digest_for_next, prev_of
from schakel.exchange.models import Incoming, Link
from schakel.network.core.cards import NodeCard
from schakel.wire.actions.blobs import check_whole, decrypt_into_vault
from schakel.wire.actions.keys import signing_key
from schakel.wire.actions.opening import find_card, open_envelope
from schakel.wire.actions.sealing import ENVELOPE, RECEIPT, kid_of, payload_of, sign
from schakel.wire.core.envelope import Envelope, check_envelope
from schakel.wire.core.errors import EnvelopeRefusedError
from schakel.wire.core.inbox import Chain, Inbox, receive
from schakel.wire.core.receipts import Stage, Statement
from schakel.wire.core.shapes import id_of

log = logging.getLogger("schakel.exchange")
MOST_MISSING = 1_000


@dataclass(slots=True, kw_only=True)
class Arrival:
    """One envelope of a batch, on its way through the checks."""

    outside: object
    envelope: Envelope | None = None
    token: str = ""
    digest: str = ""
    refused: str = ""
    receipts: list[str] = field(default_factory=list)
    is_unpacked: bool = True  # a large file is decrypted later: the sender need not wait for it


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
    find = lru_cache(maxsize=None)(find_card)
    arrivals = [_open(item, find=find) for item in sealed]
    answer = Answer()
    for node in sorted({a.envelope.sender for a in arrivals if a.envelope}):
        theirs = [a for a in arrivals if a.envelope and a.envelope.sender == node]
        answer.missing[node] = _take_link(node, theirs, now=now)
    answer.results.extend(_result(arrival, now=now) for arrival in arrivals)
    return answer


def _open(item: object, *, find: Callable[[str], NodeCard | None]) -> Arrival:
    arrival = Arrival(outside=item)
    try:
        arrival.envelope, arrival.token = open_envelope(item, typ=ENVELOPE, find=find)
        arrival.digest = hashlib.sha256(arrival.token.encode("ascii")).hexdigest()
    except EnvelopeRefusedError as error:
        _refuse(arrival, error)
    return arrival


def _take_link(node: str, arrivals: list[Arrival], *, now: datetime) -> list[int]:
    """Keep what is new from one node and let it take effect; return the numbers still missing.

    What takes long, the files, is done before the transaction: nobody waits for it.
    """
    known = _digests(node, arrivals)
    for arrival in arrivals:
        try:
            if not _is_known(arrival, known):
                _check_new(arrival, now=now)
        except EnvelopeRefusedError as error:
            _refuse(arrival, error)
    with transaction.atomic():
        link, _ = Link.objects.select_for_update().get_or_create(node=node)
        missing = _keep(arrivals, link=link, now=now)
    _give_receipts(node, arrivals)
    return missing


def _keep(arrivals: list[Arrival], *, link: Link, now: datetime) -> list[int]:
    """Store what is new, now that nobody else can write to the link, and let it take effect."""
    known = _digests(link.node, arrivals)
    early = Incoming.objects.filter(link=link, seq__gt=link.last_handled_seq)
    inbox = Inbox(link.last_handled_seq, frozenset(early.values_list("seq", flat=True)))
    chain = _chain(link, arrivals)
    rows: list[Incoming] = []
    for arrival in arrivals:
        try:
            if not arrival.refused and not _is_known(arrival, known):
                rows.append(_admit(arrival, inbox, chain, link=link, now=now))
                inbox = receive(inbox, rows[-1].seq)
                known[rows[-1].envelope_id] = arrival.digest
        except EnvelopeRefusedError as error:
            _refuse(arrival, error)
    Incoming.objects.bulk_create(rows)
    for row in rows:
        _record(row, now=now)
    fresh = {a.envelope.id: a.envelope for a in arrivals if a.envelope and not a.refused}
    handle_link(link, now=now, told={row.envelope_id for row in rows}, opened=fresh)
    return list(inbox.missing(most=MOST_MISSING))


def _chain(link: Link, arrivals: list[Arrival]) -> Chain:
    """Return what is kept beside the envelopes of a batch and did not take effect yet."""
    chain = Chain({link.last_handled_seq: link.last_handled_digest})
    numbers = {a.envelope.seq for a in arrivals if a.envelope}
    beside = {number + step for number in numbers for step in (-1, 1)}
    for row in Incoming.objects.filter(
        link=link, seq__in=beside - numbers, seq__gt=link.last_handled_seq
    ):
        chain.add(row.seq, prev=prev_of(row), digest=digest_for_next(row))
    return chain


def _refuse(arrival: Arrival, error: EnvelopeRefusedError) -> None:
    arrival.refused = error.refusal
    log.info("envelope refused: %s", error.refusal)


def _digests(node: str, arrivals: list[Arrival]) -> dict[UUID, str]:
    """Return the digests of those that were taken before, by id."""
    ids = [arrival.envelope.id for arrival in arrivals if arrival.envelope]
    rows = Incoming.objects.filter(link_id=node, envelope_id__in=ids)
    return dict(rows.values_list("envelope_id", "digest"))


def _is_known(arrival: Arrival, known: Mapping[UUID, str]) -> bool:
    """Tell whether this very envelope, or the one it stands for, was taken before.

    Raises:
        EnvelopeRefusedError: `exchange.replayed`: another one was taken under its id.
    """
    assert arrival.envelope is not None
    digest = known.get(arrival.envelope.id)
    if digest is None:
        return False
    is_void = arrival.envelope.kind == VOID_KIND
    if digest != arrival.digest and not (
        is_void and arrival.envelope.body.get("replaces") == digest
    ):
        raise EnvelopeRefusedError("exchange.replayed")
    return True


def _check_new(arrival: Arrival, *, now: datetime) -> None:
    """Return when a new envelope may take effect and its files are whole, in the vault.

    Raises:
        EnvelopeRefusedError: With the code of the first thing that is wrong.
    """
    envelope = arrival.envelope
    assert envelope is not None
    check_envelope(envelope, me=settings.SCHAKEL_NODE.code, sender=envelope.sender, at=now)
    for file in envelope.files:
        if file.part:
            check_whole(file)
            arrival.is_unpacked = False
        else:
            decrypt_into_vault(file)


def _give_receipts(node: str, arrivals: list[Arrival]) -> None:
    """Let each envelope that is kept have the receipts that were signed about it."""
    ids = [a.envelope.id for a in arrivals if a.envelope and not a.refused]
    rows = Incoming.objects.filter(link_id=node, envelope_id__in=ids)
    receipts = dict(rows.values_list("envelope_id", "receipts"))
    for arrival in arrivals:
        if arrival.envelope and not arrival.refused:
            arrival.receipts = [sign_again(one) for one in receipts[arrival.envelope.id]]


def sign_again(receipt: str) -> str:
    """Return a receipt under the current key: the partner may know the older one no more."""
    if kid_of(receipt) == signing_key().thumbprint():
        return receipt
    return sign(payload_of(receipt), key=signing_key(), typ=RECEIPT)


def _admit(arrival: Arrival, inbox: Inbox, chain: Chain, *, link: Link, now: datetime) -> Incoming:
    """Return the row for a new envelope, with the receipt that it was accepted.

    An empty message may stand anywhere: it has no content that could be lost.

    Raises:
        EnvelopeRefusedError: `exchange.too-far-ahead`, `exchange.replayed` or
            `exchange.broken-chain`.
    """
    envelope = arrival.envelope
    assert envelope is not None
    if not inbox.is_near(envelope.seq):
        raise EnvelopeRefusedError("exchange.too-far-ahead")
    if inbox.has(envelope.seq):
        raise EnvelopeRefusedError("exchange.replayed")
    is_void = envelope.kind == VOID_KIND
    digest = str(envelope.body.get("replaces", "")) if is_void else arrival.digest
    if not is_void and not chain.fits(envelope.seq, prev=envelope.prev, digest=digest):
        raise EnvelopeRefusedError("exchange.broken-chain")
    chain.add(envelope.seq, prev=envelope.prev, digest=digest)
    accepted = sign_stage(
        envelope.id, stage=Stage.ACCEPTED, digest=arrival.digest, at=now, problem=""
    )
    return Incoming(
        envelope_id=envelope.id,
        link=link,
        seq=envelope.seq,
        kind=envelope.kind,
        thread_id=envelope.thread,
        digest=arrival.digest,
        token=arrival.token,
        receipts=[accepted],
        is_unpacked=arrival.is_unpacked,
        received_at=now,
    )


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
        return {"id": str(arrival.envelope.id), "receipts": arrival.receipts}
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
