"""Let what came in take effect: once, in order, in the transaction of its handler."""

import errno
import logging
import secrets
from collections.abc import Callable, Mapping, Set
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction

from schakel.exchange.actions.outbox import RECEIPT_KIND, send_receipt
from schakel.exchange.actions.settling import take_statement
from schakel.exchange.ledgers import VOID_KIND, digest_for_next
from schakel.exchange.models import Incoming, Link
from schakel.kernel.errors import SchakelError
from schakel.kernel.moments import to_wire
from schakel.network.queries import list_linked_nodes
from schakel.wire.actions.keys import signing_key
from schakel.wire.actions.sealing import RECEIPT, payload_of, sign
from schakel.wire.core.envelope import Envelope, read_envelope
from schakel.wire.core.errors import EnvelopeRefusedError
from schakel.wire.core.kinds import Received, ReceivedFile, kinds
from schakel.wire.core.receipts import Stage, Statement, read_statement
from schakel.wire.core.retry import is_due, wait_before

log = logging.getLogger("schakel.exchange")
MOST_ATTEMPTS = 10  # about ten minutes; then the message fails, is kept, and lets others pass
MOST_TROUBLED = 2_000  # a week: a full disk is no reason to lose a message
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO}
HANDLED_AT_ONCE = 200  # messages in one transaction
State = Incoming.State


def handle_waiting(now: datetime) -> int:
    """Try again what could not take effect before; return how many now did."""
    nodes = Incoming.objects.filter(state=State.WAITING).values_list("link_id", flat=True)
    done = 0
    for node in sorted(set(nodes) & {card.code for card in list_linked_nodes()}):
        with transaction.atomic():
            link = Link.objects.select_for_update().get(node=node)
            done += handle_link(link, now=now, told=frozenset())
    return done


def handle_link(
    link: Link,
    *,
    now: datetime,
    told: Set[UUID],
    opened: Mapping[UUID, Envelope] = MappingProxyType({}),
) -> int:
    """Let what waits on a link take effect in order, up to the first gap; return how many did.

    Args:
        link: Locked, in the caller's transaction.
        now: The moment.
        told: The envelopes whose sender gets their receipts in the answer to his request; the
            others are told by a message.
        opened: Envelopes that were read just now, so that they need not be read again.
    """
    done = 0
    waiting = Incoming.objects.filter(link=link, state=State.WAITING).order_by("seq")
    for row in waiting[:HANDLED_AT_ONCE]:
        if row.seq != link.last_handled_seq + 1 or not row.is_unpacked:
            break
        if not is_due(row.next_try_at, at=now):
            break
        if not _handle(row, link=link, now=now, envelope=opened.get(row.envelope_id)):
            break
        link.last_handled_seq, link.last_handled_digest = row.seq, digest_for_next(row)
        if row.envelope_id not in told and row.kind not in {RECEIPT_KIND, VOID_KIND}:
            send_receipt(row, stage=_stage(row), now=now, problem=row.problem)
        done += 1
    if done:
        link.save(update_fields=["last_handled_seq", "last_handled_digest"])
    return done


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
        purpose=envelope.purpose,
        participants=envelope.participants,
        created_at=envelope.created,
        received_at=now,
    )


def sign_stage(envelope_id: UUID, *, stage: Stage, digest: str, at: datetime, problem: str) -> str:
    """Return a signed receipt of this node."""
    statement = Statement(
        envelope=envelope_id,
        stage=stage,
        digest=digest,
        sender=settings.SCHAKEL_NODE.code,
        at=at,
        problem=problem,
    )
    return sign(statement.to_json(), key=signing_key(), typ=RECEIPT)


def _handle(row: Incoming, *, link: Link, now: datetime, envelope: Envelope | None) -> bool:
    """Let one message take effect; return False when it must be tried again later."""
    try:
        with transaction.atomic():
            row.about = _dispatch(row, link=link, envelope=envelope)
        problem = ""
    except EnvelopeRefusedError as error:
        problem = error.refusal
    except SchakelError as error:
        log.warning("message of kind %s is unusable: %s", row.kind, error.code)
        problem = "exchange.unusable-body"
    except Exception as error:
        log.error("the handler of %s failed: %s", row.kind, type(error).__name__)
        row.attempts += 1
        if row.attempts < (MOST_TROUBLED if _is_trouble(error) else MOST_ATTEMPTS):
            chance = secrets.randbelow(1_000_000) / 1_000_000
            row.next_try_at = now + wait_before(row.attempts, chance=chance)
            row.save(update_fields=["attempts", "next_try_at"])
            return False
        problem = "exchange.not-handled"
    row.state = State.FAILED if problem else State.DELIVERED
    row.problem, row.handled_at = problem, now
    signed = sign_stage(
        row.envelope_id, stage=_stage(row), digest=row.digest, at=now, problem=problem
    )
    row.receipts = [*row.receipts, signed]
    row.save(update_fields=["state", "problem", "handled_at", "receipts", "attempts", "about"])
    return True


def _is_trouble(error: Exception) -> bool:
    """Tell whether the node, not the message, is why it could not take effect."""
    if isinstance(error, OSError):
        return error.errno in NO_ROOM
    return isinstance(error, OperationalError | InterfaceError)


def _dispatch(row: Incoming, *, link: Link, envelope: Envelope | None) -> UUID | None:
    """Let a message do what its kind does; return the object in which people will read it."""
    if row.problem:
        raise EnvelopeRefusedError(row.problem)
    envelope = envelope or read_envelope(payload_of(row.token))
    if envelope.prev != link.last_handled_digest:
        raise EnvelopeRefusedError("exchange.broken-chain")
    if envelope.kind == VOID_KIND:
        return None
    if envelope.kind == RECEIPT_KIND:
        _take_receipt(envelope, token=row.token, now=row.received_at)
        return None
    kind = kinds.find(envelope.kind)
    if kind is None:
        raise EnvelopeRefusedError("exchange.unknown-kind")
    handle: Callable[[Received], UUID | None] = kind.handle
    return handle(received_of(envelope, now=row.received_at))


def _take_receipt(envelope: Envelope, *, token: str, now: datetime) -> None:
    """Note what the receiver of an envelope of ours signed; the signed message is the proof."""
    try:
        statement = read_statement(
            {**envelope.body, "from": envelope.sender, "at": to_wire(envelope.created)}
        )
    except ValueError as error:
        raise EnvelopeRefusedError("exchange.unusable-body") from error
    take_statement(statement, token=token, now=now)


def _stage(row: Incoming) -> Stage:
    return Stage.FAILED if row.state == State.FAILED else Stage.DELIVERED
