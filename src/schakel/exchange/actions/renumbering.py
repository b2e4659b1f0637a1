"""Go on behind what a partner has, after this node was restored: no number is given out twice."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F

from schakel.audit.actions import record
from schakel.exchange.models import Link, Outgoing
from schakel.kernel.canonical import sha256_hex
from schakel.network.core.cards import NodeCard
from schakel.network.queries import get_node, list_nodes
from schakel.wire.actions.keys import signing_key
from schakel.wire.actions.sealing import ENVELOPE, payload_of, seal, sign
from schakel.wire.core.ledgers import Line
from schakel.wire.core.retry import wait_before

RESTORED = "exchange.restored"
ASIDE = 2**50  # added to the numbers of envelopes that get new ones
State = Outgoing.State
AT_THE_PARTNER = {
    "waiting": State.ACCEPTED,
    "delivered": State.DELIVERED,
    "opened": State.OPENED,
    "failed": State.FAILED,
}


def mark_restored(now: datetime) -> int:
    """Let every link heal before anything is sent on it; call it after restoring a backup.

    Also a link on which the archive knows of nothing: the partner may.
    """
    Link.objects.bulk_create([Link(node=node.code) for node in list_nodes()], ignore_conflicts=True)
    return Link.objects.update(is_healing=True, next_try_at=None, attempts=0)


def put_off_healing(*, node: str, problem: str, now: datetime) -> None:
    """Try to heal a link again later: the partner gave no usable answer."""
    link = Link.objects.get(node=node)
    attempts = link.attempts + 1
    wait = wait_before(attempts, chance=secrets.randbelow(1_000_000) / 1_000_000)
    Link.objects.filter(node=node).update(
        attempts=attempts, next_try_at=now + wait, problem=problem
    )


def go_on_behind(
    *, node: str, equal_up_to: int, last: int, theirs: Mapping[int, Line], now: datetime
) -> None:
    """Bring the ledger of what was sent together with the receiver's; then sending goes on.

    What only the receiver still has keeps a line here; what nobody has is filled; what waits and
    the receiver does not have gets new numbers.

    Args:
        node: The receiver.
        equal_up_to: The number up to which both ledgers agree.
        last: The receiver's highest number.
        theirs: The receiver's lines behind `equal_up_to`.
        now: The moment.
    """
    card = get_node(node)
    with transaction.atomic():
        link = Link.objects.select_for_update().get(node=node)
        if last > equal_up_to:
            _join(link, equal_up_to=equal_up_to, last=last, theirs=theirs, card=card, now=now)
        link.is_healing, link.problem, link.attempts, link.next_try_at = False, "", 0, None
        link.save()
        record(
            at=now,
            event="link:heal",
            actor="node",
            object_kind="node",
            object_id=node,
            facts={"equal": equal_up_to, "theirs": last},
        )


def _join(
    link: Link,
    *,
    equal_up_to: int,
    last: int,
    theirs: Mapping[int, Line],
    card: NodeCard,
    now: datetime,
) -> None:
    ours = Outgoing.objects.select_for_update().filter(link=link, seq__gt=equal_up_to)
    same = [line.id for line in theirs.values()]
    moved = list(ours.exclude(id__in=same).order_by("seq").values_list("id", flat=True))
    ours.update(seq=F("seq") + ASIDE)
    digest = _chain_up_to(link, equal_up_to)
    for number in range(equal_up_to + 1, last + 1):
        line, following = theirs.get(number), theirs.get(number + 1)
        if line is not None:
            digest = _keep_line(line, link=link, now=now)
        else:
            digest = fill_number(
                number, link=link, prev=digest, digest=following.prev if following else "", now=now
            )
    link.last_sent_seq, link.last_sent_digest = last, digest
    for row_id in moved:
        number_anew(row_id, link=link, card=card, now=now)


def _chain_up_to(link: Link, number: int) -> str:
    row = Outgoing.objects.filter(link=link, seq=number).defer("sealed").first()
    return row.digest if row else ""


def _keep_line(line: Line, *, link: Link, now: datetime) -> str:
    """Keep a line for what the partner has: our own row, or what is left of it."""
    values: dict[str, Any] = {"seq": line.seq, "prev": line.prev, "digest": line.digest}
    if Outgoing.objects.filter(link=link, id=line.id).update(**values):
        return line.digest
    Outgoing.objects.create(
        id=UUID(line.id),
        link=link,
        kind=line.kind,
        thread_id=UUID(line.thread),
        decision_id=UUID(int=0),
        sealed={},
        state=AT_THE_PARTNER.get(line.state, State.ACCEPTED),
        problem=RESTORED,
        next_try_at=now,
        created_at=now,
        expires_at=now,
        **values,
    )
    return line.digest


def fill_number(  # noqa: PLR0913  # one argument per column
    number: int,
    *,
    link: Link,
    prev: str,
    digest: str,
    now: datetime,
    problem: str = RESTORED,
) -> str:
    """Fill a number that was given out before, and whose envelope nobody has any more."""
    envelope_id = uuid4()
    digest = digest or sha256_hex(envelope_id.bytes)
    Outgoing.objects.create(
        id=envelope_id,
        link=link,
        seq=number,
        prev=prev,
        digest=digest,
        kind="exchange.void",
        thread_id=envelope_id,
        decision_id=UUID(int=0),
        sealed={},
        state=State.FAILED,
        is_void_due=True,
        problem=problem,
        next_try_at=now,
        created_at=now,
        expires_at=now,
    )
    return digest


def number_anew(row_id: UUID, *, link: Link, card: NodeCard, now: datetime) -> None:
    """Give an envelope that the partner never saw the next number; what is gone becomes a void."""
    row = Outgoing.objects.get(id=row_id)
    row.seq, row.prev = link.last_sent_seq + 1, link.last_sent_digest
    row.next_try_at, row.attempts = now, 0
    if row.token and row.state == State.WAITING:
        payload = {**payload_of(row.token), "seq": row.seq, "prev": row.prev}
        row.token = sign(payload, key=signing_key(), typ=ENVELOPE)
        row.digest = hashlib.sha256(row.token.encode("ascii")).hexdigest()
        row.sealed = seal(row.token, envelope_id=str(row.id), card=card)
    else:
        row.is_void_due = True
    row.save()
    link.last_sent_seq, link.last_sent_digest = row.seq, row.digest
