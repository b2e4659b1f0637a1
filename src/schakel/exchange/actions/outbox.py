"""Put a message into the outbox, in the transaction of the deed it belongs to."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from schakel.accounts.actions import record_deed
from schakel.accounts.queries import User
from schakel.audit.actions import record
from schakel.exchange.actions.travelling import goes_aside, place_aside
from schakel.exchange.models import Incoming, Link, Outgoing
from schakel.handling.actions import clear_control
from schakel.handling.core.decision import Cleared
from schakel.kernel.canonical import canonical_json, sha256_hex
from schakel.kernel.errors import UnusableInputError
from schakel.network.core.cards import NodeCard
from schakel.network.queries import get_node, list_linked_nodes
from schakel.shell import vault
from schakel.wire.actions.blobs import encrypt_file
from schakel.wire.actions.keys import signing_key
from schakel.wire.actions.sealing import ENVELOPE, seal, sign
from schakel.wire.core.content import content_of
from schakel.wire.core.envelope import LONGEST_BODY, VERSION, Envelope, FileRef, Participant
from schakel.wire.core.evidences import lapses_at
from schakel.wire.core.receipts import Stage

LASTS = timedelta(days=30)
RECEIPT_KIND = "exchange.receipt"
IN_PARTS = "2"  # the version of the capability `files` that takes files in parts
LARGEST_WHOLE = 500 * 1024 * 1024  # bytes, plain, to a node that takes no parts


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingFile:
    """A file of the vault that goes with a message; `ref` once it is encrypted."""

    name: str
    media_type: str
    sha256: str
    ref: FileRef | None = None


def prepare_files(files: Sequence[OutgoingFile], *, to_node: str) -> tuple[OutgoingFile, ...]:
    """Encrypt files for a node before the transaction of the deed, so that nobody waits for it.

    Raises:
        UnusableInputError: A file is larger than the node takes.
        NotFoundError: No such linked node.
    """
    card = get_node(to_node)
    return tuple(
        file if file.ref else replace(file, ref=_encrypt(file, card=card)) for file in files
    )


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
    codes: frozenset[str] | None = None,
    purpose: str = "",
    expires_at: datetime | None = None,
) -> UUID:
    """Seal a message and put it into the outbox; return the id of its envelope.

    Call it inside the transaction of the deed: both are kept, or neither.

    Raises:
        ValueError: The clearance is for other content, codes or another receiver.
        UnusableInputError: The body is too large, or the partner speaks another version.
        NotFoundError: No such linked node.
    """
    card = get_node(to_node)
    _compare(cleared, card=card, content=_content(body, files), codes=codes)
    envelope = Envelope(
        id=uuid4(),
        thread=thread_id,
        sender=settings.SCHAKEL_NODE.code,
        to=(card.code,),
        created=now,
        expires=expires_at or now + LASTS,
        kind=kind,
        purpose=purpose,
        participants=tuple(participants),
        body=body,
        files=tuple(file.ref or _encrypt(file, card=card) for file in files),
    )
    _post(envelope, card=card, cleared=cleared)
    return envelope.id


def mark_opened(*, envelope_id: UUID, now: datetime, by: User | None = None) -> None:
    """Tell the sender, once, that a person has opened his message; unknown ids are harmless.

    While the link is suspended nothing is said; it is when the message is opened after that.
    """
    _mark(Q(envelope_id=envelope_id), by=by, now=now)


def mark_read(*, about: UUID, now: datetime, by: User | None = None) -> None:
    """Tell the senders of all messages about an object, once each, that a person opened them.

    Args:
        about: What the handlers of the messages returned, for example the id of a request.
        now: The moment.
        by: Who opened it.
    """
    _mark(Q(about=about), by=by, now=now)


def _mark(which: Q, *, by: User | None, now: datetime) -> None:
    unread = Q(opened_at__isnull=True, state=Incoming.State.DELIVERED) & which
    if not Incoming.objects.filter(unread).exists():
        return
    with transaction.atomic():
        linked = [card.code for card in list_linked_nodes()]
        rows = Incoming.objects.select_for_update().filter(unread, link__in=linked)
        for row in rows.exclude(kind=RECEIPT_KIND).order_by("link", "seq"):
            row.opened_at = now
            row.save(update_fields=["opened_at"])
            send_receipt(row, stage=Stage.OPENED, now=now)
            if by is not None:
                _record_opening(row, by=by, now=now)


def _record_opening(row: Incoming, *, by: User, now: datetime) -> None:
    record_deed(
        by=by,
        at=now,
        event="envelope:open",
        object_kind="envelope",
        object_id=str(row.envelope_id),
    )


def send_receipt(row: Incoming, *, stage: Stage, now: datetime, problem: str = "") -> None:
    """Put a receipt about `row` into the outbox: a control message, which the gate never stops."""
    body = {
        "envelope": str(row.envelope_id),
        "stage": stage.value,
        "problem": problem,
        "digest": row.digest,
    }
    cleared = clear_control(
        item_kind="receipt",
        item_id=row.envelope_id,
        receiver=row.link_id,
        content=content_of(body, ()),
        now=now,
    )
    enqueue(
        cleared=cleared,
        to_node=row.link_id,
        thread_id=row.thread_id,
        kind=RECEIPT_KIND,
        body=body,
        now=now,
    )


def compare_receiver(cleared: Cleared, *, card: NodeCard) -> None:
    """Return when the clearance is for the node or country of `card`.

    Raises:
        ValueError: It is for another.
    """
    if cleared.receiver not in {card.country, card.code}:
        raise ValueError("the gate cleared another receiver than this")


def _compare(
    cleared: Cleared, *, card: NodeCard, content: Mapping[str, Any], codes: frozenset[str] | None
) -> None:
    encoded = canonical_json(dict(content))
    if sha256_hex(encoded) != cleared.content_sha256:
        raise ValueError("the gate cleared other content than this")
    if codes is not None and codes != cleared.codes:
        raise ValueError("the gate cleared other handling codes than these")
    compare_receiver(cleared, card=card)
    if len(encoded) > LONGEST_BODY:
        raise UnusableInputError("the message is too large; send what is long as a file")
    if card.protocol != VERSION:
        raise UnusableInputError(f"{card.code} speaks version {card.protocol} of the protocol")


def _content(body: Mapping[str, Any], files: Sequence[OutgoingFile]) -> dict[str, Any]:
    return content_of(body, [file.sha256 for file in files])


def _encrypt(file: OutgoingFile, *, card: NodeCard) -> FileRef:
    in_parts = card.capabilities.get("files") == IN_PARTS
    if not in_parts and vault.size_of(file.sha256) > LARGEST_WHOLE:
        raise UnusableInputError(f"{card.code} takes no files above 500 MB")
    return encrypt_file(
        name=file.name, media_type=file.media_type, sha256=file.sha256, in_parts=in_parts
    )


def _post(draft: Envelope, *, card: NodeCard, cleared: Cleared) -> None:
    """Give an envelope the next number of its link, and keep it signed and sealed.

    One that waits for a large file lies aside: it gets its number when the file is there.
    """
    with transaction.atomic():
        link, _ = Link.objects.select_for_update().get_or_create(node=card.code)
        is_aside = goes_aside(draft)
        envelope = replace(
            draft,
            seq=0 if is_aside else link.last_sent_seq + 1,
            prev="" if is_aside else link.last_sent_digest,
            decision=str(cleared.decision_id),
            codes=tuple(sorted(cleared.codes)),
        )
        token = sign(envelope.to_json(), key=signing_key(), typ=ENVELOPE)
        digest = hashlib.sha256(token.encode("ascii")).hexdigest()
        if not is_aside:
            link.last_sent_seq, link.last_sent_digest = envelope.seq, digest
            link.save(update_fields=["last_sent_seq", "last_sent_digest"])
        Outgoing.objects.create(
            id=envelope.id,
            link=link,
            seq=place_aside(link) if is_aside else envelope.seq,
            state=Outgoing.State.TRAVELLING if is_aside else Outgoing.State.WAITING,
            prev=envelope.prev,
            digest=digest,
            kind=envelope.kind,
            thread_id=envelope.thread,
            decision_id=cleared.decision_id,
            sealed=seal(token, envelope_id=str(envelope.id), card=card),
            token=token,
            unit_code=_unit_of(envelope),
            lapses_at=lapses_at("waiting", kind=envelope.kind, since=envelope.created),
            blobs=[file.blob for file in envelope.files],
            next_try_at=envelope.created,
            created_at=envelope.created,
            expires_at=envelope.expires,
        )
        _record(envelope, content=cleared.content_sha256)


def _unit_of(envelope: Envelope) -> str:
    """Return the unit of this node that waits for the delivery: the first that takes part."""
    own = [one.unit for one in envelope.participants if one.node == envelope.sender]
    return own[0] if own else ""


def _record(envelope: Envelope, *, content: str) -> None:
    if envelope.kind == RECEIPT_KIND:
        return
    record(
        at=envelope.created,
        event="envelope:enqueue",
        actor="node",
        object_kind="envelope",
        object_id=str(envelope.id),
        purpose=envelope.purpose,
        recipient=envelope.to[0],
        codes=envelope.codes,
        decision_id=envelope.decision,
        content=content,
        facts={"kind": envelope.kind, "seq": envelope.seq},
    )
