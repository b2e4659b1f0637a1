"""Put a message into the outbox, in the transaction of the deed it belongs to."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction

from schakel.audit.actions import record
from schakel.exchange.blobs import encrypt_file
from schakel.exchange.core.content import content_of
from schakel.exchange.core.envelope import Envelope, FileRef, Participant
from schakel.exchange.keys import signing_key
from schakel.exchange.models import Incoming, Link, Outgoing
from schakel.exchange.sealing import seal
from schakel.handling.actions import clear_control
from schakel.handling.core.decision import Cleared
from schakel.kernel.canonical import canonical_json, sha256_hex
from schakel.network.queries import get_node

LASTS = timedelta(days=30)
RECEIPT_KIND = "exchange.receipt"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingFile:
    """A file of the vault that goes with a message."""

    name: str
    media_type: str
    sha256: str


def enqueue(  # noqa: PLR0913  # one argument per part of an envelope
    *,
    cleared: Cleared,
    to_node: str,
    thread_id: UUID,
    kind: str,
    body: Mapping[str, Any],
    now: datetime,
    files: Sequence[OutgoingFile] = (),
    participants: Sequence[Participant] = (),
    expires_at: datetime | None = None,
) -> UUID:
    """Seal a message and put it into the outbox; return the id of its envelope.

    Raises:
        ValueError: The clearance is for other content or another receiver. Nothing is sent.
        NotFoundError: No such linked node.
    """
    card = get_node(to_node)
    content = content_of(body, [file.sha256 for file in files])
    if sha256_hex(canonical_json(content)) != cleared.content_sha256:
        raise ValueError("the gate cleared other content than this")
    if cleared.receiver not in {card.country, card.code}:
        raise ValueError("the gate cleared another receiver than this")
    sealed_files = tuple(
        encrypt_file(name=file.name, media_type=file.media_type, sha256=file.sha256)
        for file in files
    )
    with transaction.atomic():
        link, _ = Link.objects.select_for_update().get_or_create(node=card.code)
        envelope = Envelope(
            id=uuid4(),
            thread=thread_id,
            sender=settings.SCHAKEL_NODE.code,
            to=(card.code,),
            seq=link.last_sent_seq + 1,
            prev=link.last_sent_digest,
            created=now,
            expires=expires_at or now + LASTS,
            kind=kind,
            decision=str(cleared.decision_id),
            codes=tuple(sorted(cleared.codes)),
            participants=tuple(participants),
            body=body,
            files=sealed_files,
        )
        sealed = seal(envelope.to_json(), card=card, key=signing_key())
        _keep(envelope, link=link, sealed=sealed, files=sealed_files, decision=cleared.decision_id)
        record(
            at=now,
            event="envelope:enqueue",
            actor="node",
            object_kind="envelope",
            object_id=str(envelope.id),
            recipient=card.code,
            codes=cleared.codes,
            decision_id=str(cleared.decision_id),
            facts={"kind": kind, "seq": envelope.seq, "content": cleared.content_sha256},
        )
    return envelope.id


def mark_opened(*, envelope_id: UUID, now: datetime) -> None:
    """Tell the sender, once, that a person has opened his message; unknown ids are harmless."""
    with transaction.atomic():
        opened = Incoming.objects.filter(id=envelope_id, opened_at__isnull=True)
        row = opened.select_for_update().first()
        if row is None or row.kind == RECEIPT_KIND:
            return
        opened.update(opened_at=now)
        send_receipt(row, stage="opened", now=now)


def send_receipt(row: Incoming, *, stage: str, now: datetime, problem: str = "") -> None:
    """Put a receipt about `row` into the outbox: a control message, which the gate never stops."""
    body = {"envelope": str(row.id), "stage": stage, "problem": problem, "digest": row.digest}
    cleared = clear_control(
        item_kind="receipt",
        item_id=row.id,
        receiver=row.link_id,
        content=content_of(body, ()),
        now=now,
    )
    enqueue(
        cleared=cleared,
        to_node=row.link_id,
        thread_id=UUID(row.payload["thread"]),
        kind=RECEIPT_KIND,
        body=body,
        now=now,
    )


def _keep(
    envelope: Envelope,
    *,
    link: Link,
    sealed: dict[str, Any],
    files: tuple[FileRef, ...],
    decision: UUID,
) -> None:
    digest = hashlib.sha256(sealed["jwe"].encode("ascii")).hexdigest()
    link.last_sent_seq, link.last_sent_digest = envelope.seq, digest
    link.save(update_fields=["last_sent_seq", "last_sent_digest"])
    Outgoing.objects.create(
        id=envelope.id,
        link=link,
        seq=envelope.seq,
        kind=envelope.kind,
        thread_id=envelope.thread,
        decision_id=decision,
        sealed=json.loads(json.dumps(sealed)),
        blobs=[file.blob for file in files],
        next_try_at=envelope.created,
        created_at=envelope.created,
        expires_at=envelope.expires,
    )
