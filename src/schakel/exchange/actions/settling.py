"""Write down what the receiver signed about envelopes of ours."""

import hashlib
import secrets
from collections.abc import Collection, Iterable, Mapping, Set
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from schakel.exchange.models import BlobSent, Link, Outgoing, Receipt
from schakel.network.core.cards import NodeCard
from schakel.wire.actions.sealing import RECEIPT, verify
from schakel.wire.core.errors import EnvelopeRefusedError, is_passing
from schakel.wire.core.evidences import lapses_at
from schakel.wire.core.receipts import Stage, Statement, advance, read_statement
from schakel.wire.core.retry import wait_before
from schakel.wire.core.shapes import is_count

State = Outgoing.State
CHANGED = ["state", "problem", "is_void_due", "attempts", "next_try_at", "token", "lapses_at"]
MOVED = ["state", "problem", "is_void_due", "token", "lapses_at"]  # by a receipt
MOST_RECEIPTS = 5  # of one envelope in one answer
MOST_MISSING = 1_000
AGAIN = timedelta(seconds=20)
OTHER_HISTORY = {"exchange.replayed", "exchange.broken-chain"}  # this number was given out before
Said = tuple[Statement, str]  # what the receiver said, and the text that he signed


def settle(
    *,
    sent: Mapping[UUID, Mapping[str, Any]],
    voids: Set[UUID],
    results: Iterable[Any],
    missing: Any,
    card: NodeCard,
    now: datetime,
) -> int:
    """Move on what the answer to one request is about; return how many were signed for.

    Args:
        sent: What went: id of the envelope -> its sealed form.
        voids: Those of them that went as an empty message.
        results: The answer per envelope, as the receiver gave it.
        missing: The numbers it lacks, as it gave them.
        card: The receiver.
        now: The moment.
    """
    rows = Outgoing.objects.select_for_update().defer("sealed").in_bulk(list(sent))
    answered = {row.id: said for row, said in _pair(rows, results, card=card)}
    receipts: list[Receipt] = []
    moved: list[Outgoing] = []
    for row in rows.values():
        said = answered.get(row.id, [])
        if any(statement.stage is not Stage.REFUSED for statement, _ in said):
            receipts += _move_on(row, said, now=now)
            moved.append(row)
        else:
            text = str(sent[row.id]["jwe"])
            _put_off_or_end(row, said, text=text, is_void=row.id in voids, now=now)
            row.save(update_fields=CHANGED)
    _write_alike(moved)
    Receipt.objects.bulk_create(receipts, ignore_conflicts=True)
    _send_missing(missing, node=card.code, now=now)
    return sum(1 for row in rows.values() if row.state != State.WAITING and not row.is_void_due)


def _write_alike(rows: Iterable[Outgoing]) -> None:
    """Write down rows that moved on: nearly all of a batch alike, so in few statements."""
    alike: dict[tuple[Any, ...], list[UUID]] = {}
    for row in rows:
        alike.setdefault(tuple(getattr(row, name) for name in MOVED), []).append(row.id)
    for values, ids in alike.items():
        Outgoing.objects.filter(id__in=ids).update(**dict(zip(MOVED, values, strict=True)))


def take_statement(statement: Statement, *, token: str, now: datetime) -> None:
    """Keep a statement that came as a message of its own; unknown envelopes are harmless."""
    with transaction.atomic():
        rows = Outgoing.objects.select_for_update().defer("sealed")
        row = rows.filter(id=statement.envelope, link_id=statement.sender).first()
        if row is not None and statement.digest == row.digest:
            receipts = _move_on(row, [(statement, token)], now=now)
            row.save(update_fields=CHANGED)
            Receipt.objects.bulk_create(receipts, ignore_conflicts=True)


def _move_on(row: Outgoing, said: Iterable[Said], *, now: datetime) -> list[Receipt]:
    """Move `row` on to what its receiver signed; return the receipts to keep.

    When it signed another text, that was the empty message which filled the number.
    """
    fresh = [(statement, token) for statement, token in said if statement.digest == row.digest]
    if fresh:
        state = State.WAITING if row.is_void_due else row.state
        problem = ""
        for statement, _ in fresh:
            state = State(advance(state, statement.stage))
            problem = statement.problem or problem
        if state != row.state:
            row.lapses_at = lapses_at(state, kind=row.kind, since=now)
        row.state, row.problem = state, problem
    row.is_void_due, row.token = False, ""
    return [
        Receipt(outgoing=row, stage=said.stage.value, token=token, at=said.at)
        for said, token in fresh
    ]


def _pair(
    rows: Mapping[UUID, Outgoing], results: Iterable[Any], *, card: NodeCard
) -> Iterable[tuple[Outgoing, list[Said]]]:
    """Yield each envelope with what its receiver verifiably said about it."""
    known = {str(row_id): row for row_id, row in rows.items()}
    for result in results:
        given = result if isinstance(result, Mapping) else {}
        row = known.get(str(given.get("id")))
        tokens = given.get("receipts")
        if row is not None and isinstance(tokens, list):
            said = [_read(token, card=card) for token in tokens[:MOST_RECEIPTS]]
            yield row, [one for one in said if one is not None and one[0].envelope == row.id]


def _read(token: object, *, card: NodeCard) -> Said | None:
    try:
        payload, _ = verify(
            token, find_card=lambda code: card if code == card.code else None, typ=RECEIPT
        )
        return read_statement(payload), str(token)
    except (EnvelopeRefusedError, ValueError):
        return None


def _put_off_or_end(
    row: Outgoing, said: Iterable[Said], *, text: str, is_void: bool, now: datetime
) -> None:
    """Put an envelope off, or end it when its receiver signed that it will never take it.

    Without a signature over exactly the text that went, nothing ends: anybody on the line could
    say no. What is said of the original does not end the empty message that became due meanwhile.
    """
    digest = hashlib.sha256(text.encode("ascii")).hexdigest()
    problems = [statement.problem for statement, _ in said if statement.digest == digest]
    problem = problems[0] if problems else "exchange.no-receipt"
    if problem == "exchange.file-missing":
        BlobSent.objects.filter(link_id=row.link_id, digest__in=row.blobs).delete()
    if not problems or is_passing(problem):
        attempts = row.attempts + 1
        chance = secrets.randbelow(1_000_000) / 1_000_000
        row.attempts, row.next_try_at = attempts, now + wait_before(attempts, chance=chance)
        row.problem = row.problem if row.is_void_due else problem
    elif problem in OTHER_HISTORY and not row.is_void_due:
        _heal_first(row, problem=problem, now=now)
    else:
        row.is_void_due, row.token = not is_void, ""
        if row.state == State.WAITING:
            row.state = State.FAILED
            row.lapses_at = lapses_at(row.state, kind=row.kind, since=now)
        row.problem = row.problem if row.state == State.EXPIRED else problem


def _heal_first(row: Outgoing, *, problem: str, now: datetime) -> None:
    """Find out which number is free: this node may have been restored from an older backup."""
    Link.objects.filter(node=row.link_id).update(is_healing=True)
    row.attempts += 1
    row.next_try_at, row.problem = now, problem


def _send_missing(missing: Any, *, node: str, now: datetime) -> None:
    """Send again what the receiver signed for and no longer has, for example after a restore.

    Not at once: a receiver that always lacks something must not keep the line busy.
    """
    numbers = missing.get(settings.SCHAKEL_NODE.code, []) if isinstance(missing, Mapping) else []
    if isinstance(numbers, list):
        wanted = [n for n in numbers[:MOST_MISSING] if is_count(n)]
        send_again(wanted, node=node, now=now + AGAIN)


def send_again(numbers: Collection[int], *, node: str, now: datetime) -> int:
    """Send again, from `now` on, what a node lost; return how many numbers that are.

    What can no longer be sent, because it failed or only the partner had it, is filled.
    """
    span = (min(numbers), max(numbers)) if numbers else (0, 0)
    lost = Outgoing.objects.filter(link_id=node, seq__range=span, is_void_due=False)
    if len(numbers) <= span[1] - span[0]:
        lost = lost.filter(seq__in=list(numbers))
    taken = Q(state__in=[State.ACCEPTED, State.DELIVERED, State.OPENED])
    gone = Q(state__in=[State.FAILED, State.EXPIRED]) | (taken & Q(sealed={}))
    filled = lost.filter(gone).update(is_void_due=True, next_try_at=now)
    return filled + lost.filter(taken).exclude(gone).update(state=State.WAITING, next_try_at=now)
