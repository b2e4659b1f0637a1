"""Take envelopes in: check, sign for, and let each take effect once and in order."""

import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from schakel.audit.actions import record
from schakel.exchange.actions.outbox import RECEIPT_KIND, send_receipt
from schakel.exchange.actions.sending import keep_stage
from schakel.exchange.blobs import blob_path, decrypt_into_vault
from schakel.exchange.core.envelope import Envelope, check_envelope, read_envelope
from schakel.exchange.core.errors import EnvelopeRefusedError
from schakel.exchange.core.kinds import Received, ReceivedFile, kinds
from schakel.exchange.keys import encryption_key, signing_key
from schakel.exchange.models import Incoming, Link, Outgoing
from schakel.exchange.sealing import open_sealed, sign
from schakel.kernel.errors import NotFoundError, SchakelError
from schakel.kernel.moments import to_wire
from schakel.network.core.cards import NodeCard
from schakel.network.queries import get_node

log = logging.getLogger("schakel.exchange")
MOST_ATTEMPTS = 5
State = Incoming.State


def take_envelopes(sealed: Sequence[object], *, now: datetime) -> list[dict[str, Any]]:
    """Take a batch in; return per envelope its receipts, or the code of the refusal."""
    results = [_take(item, now=now) for item in sealed]
    nodes = {result.pop("node") for result in results if "node" in result}
    for node in sorted(nodes):
        _handle_link(node, now=now)
    for result in results:
        if "refused" not in result:
            result["receipts"] = _receipts(UUID(result["id"]))
    return results


def handle_waiting(now: datetime) -> int:
    """Try again what could not take effect before; return how many now did."""
    nodes = Incoming.objects.filter(state=State.WAITING).values_list("link_id", flat=True)
    return sum(_handle_link(node, now=now) for node in sorted(set(nodes)))


def find_card(code: str) -> NodeCard | None:
    """Return the card of a linked node, or None."""
    try:
        return get_node(code)
    except NotFoundError:
        return None


def _take(item: object, *, now: datetime) -> dict[str, Any]:
    shown = item.get("id") if isinstance(item, Mapping) else None
    try:
        payload, sender = open_sealed(
            item, me=settings.SCHAKEL_NODE.code, key=encryption_key(), find_card=find_card
        )
        envelope = read_envelope(payload)
        check_envelope(envelope, me=settings.SCHAKEL_NODE.code, sender=sender, at=now)
        assert isinstance(item, Mapping)
        digest = hashlib.sha256(item["jwe"].encode("ascii")).hexdigest()
        _keep(envelope, payload, node=sender, digest=digest, now=now)
    except EnvelopeRefusedError as error:
        return {"id": shown, "refused": error.refusal}
    return {"id": str(envelope.id), "node": sender}


def _keep(
    envelope: Envelope, payload: Mapping[str, Any], *, node: str, digest: str, now: datetime
) -> None:
    """Store an envelope that is new; the same one again is harmless.

    Raises:
        EnvelopeRefusedError: Replayed number, or a file that is not here yet.
    """
    with transaction.atomic():
        link, _ = Link.objects.select_for_update().get_or_create(node=node)
        if Incoming.objects.filter(id=envelope.id, link=link).exists():
            return
        taken = Incoming.objects.filter(link=link, seq=envelope.seq).exists()
        if envelope.seq <= link.last_handled_seq or taken:
            raise EnvelopeRefusedError("exchange.replayed")
        if not all(blob_path(file.blob).exists() for file in envelope.files):
            raise EnvelopeRefusedError("exchange.file-missing")
        Incoming.objects.create(
            id=envelope.id,
            link=link,
            seq=envelope.seq,
            kind=envelope.kind,
            digest=digest,
            payload=dict(payload),
            received_at=now,
        )
        record(
            at=now,
            event="envelope:accept",
            actor=f"node:{node}",
            object_kind="envelope",
            object_id=str(envelope.id),
            codes=envelope.codes,
            facts={"kind": envelope.kind, "seq": envelope.seq, "digest": digest},
        )


def _handle_link(node: str, *, now: datetime) -> int:
    """Let what waits take effect in order, up to the first gap."""
    done = 0
    while True:
        with transaction.atomic():
            link = Link.objects.select_for_update().get(node=node)
            row = Incoming.objects.filter(link=link, seq=link.last_handled_seq + 1).first()
            if row is None or not _handle(row, now=now):
                return done
            link.last_handled_seq = row.seq
            link.save(update_fields=["last_handled_seq"])
        done += 1


def _handle(row: Incoming, *, now: datetime) -> bool:
    """Let one message take effect; return False when it must be tried again later."""
    problem = ""
    try:
        with transaction.atomic():
            _dispatch(row, now=now)
    except EnvelopeRefusedError as error:
        problem = error.refusal
    except SchakelError as error:
        log.warning("message of kind %s unusable: %s", row.kind, error.code)
        problem = "exchange.unusable-body"
    except Exception as error:
        log.error("handler of %s failed: %s", row.kind, type(error).__name__)
        Incoming.objects.filter(id=row.id).update(attempts=row.attempts + 1)
        if row.attempts + 1 < MOST_ATTEMPTS:
            return False
        problem = "exchange.not-handled"
    row.state = State.FAILED if problem else State.DELIVERED
    row.problem, row.delivered_at = problem, now
    row.save(update_fields=["state", "problem", "delivered_at"])
    if row.kind != RECEIPT_KIND and row.attempts:
        send_receipt(row, stage=_stage(row), now=now, problem=problem)
    return True


def _dispatch(row: Incoming, *, now: datetime) -> None:
    envelope = read_envelope(row.payload)
    handle: Callable[[Received], None]
    if envelope.kind == RECEIPT_KIND:
        handle = take_receipt
    else:
        kind = kinds.find(envelope.kind)
        if kind is None:
            raise EnvelopeRefusedError("exchange.unknown-kind")
        handle = kind.handle
    for file in envelope.files:
        decrypt_into_vault(file)
    handle(received_of(envelope, now=row.received_at))


def received_of(envelope: Envelope, *, now: datetime) -> Received:
    """Return the message as the rooms above see it."""
    return Received(
        envelope_id=envelope.id,
        thread_id=envelope.thread,
        from_node=envelope.sender,
        kind=envelope.kind,
        body=envelope.body,
        files=tuple(
            ReceivedFile(name=f.name, media_type=f.media_type, sha256=f.sha256, size=f.size)
            for f in envelope.files
        ),
        codes=frozenset(envelope.codes),
        participants=envelope.participants,
        created_at=envelope.created,
        received_at=now,
    )


def take_receipt(message: Received) -> None:
    """Note what the receiver of an envelope of ours signed; unknown envelopes are harmless."""
    body = message.body
    try:
        row = Outgoing.objects.filter(id=UUID(str(body["envelope"]))).first()
        stage, problem = str(body["stage"]), str(body["problem"])
    except (KeyError, ValueError) as error:
        raise EnvelopeRefusedError("exchange.unusable-body") from error
    if row is not None and row.link_id == message.from_node:
        token = f"envelope:{message.envelope_id}"
        keep_stage(row.id, stage=stage, token=token, at=message.created_at, problem=problem)


def _receipts(envelope_id: UUID) -> list[str]:
    """Return the signed receipts of an envelope, the same ones each time it is sent."""
    row = Incoming.objects.get(id=envelope_id)
    said = [("accepted", row.received_at)]
    if row.state != State.WAITING and row.delivered_at:
        said.append((_stage(row), row.delivered_at))
    return [
        sign(
            {
                "stage": stage,
                "envelope": str(row.id),
                "digest": row.digest,
                "problem": row.problem if stage == "failed" else "",
                "at": to_wire(at),
            },
            key=signing_key(),
        )
        for stage, at in said
    ]


def _stage(row: Incoming) -> str:
    return "failed" if row.state == State.FAILED else "delivered"
