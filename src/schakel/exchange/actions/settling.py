"""Write down what the receiver signed about envelopes of ours."""

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from schakel.exchange.core.retry import wait_before
from schakel.exchange.models import BlobSent, Outgoing, Receipt
from schakel.network.core.cards import NodeCard
from schakel.wire.actions.sealing import RECEIPT, verify
from schakel.wire.core.errors import EnvelopeRefusedError, is_passing
from schakel.wire.core.receipts import Stage, Statement, advance, read_statement
from schakel.wire.core.shapes import is_count

State = Outgoing.State
CHANGED = ["state", "problem", "is_void_due", "attempts", "next_try_at"]
MOST_RECEIPTS = 5  # of one envelope in one answer
MOST_MISSING = 1_000
AGAIN = timedelta(seconds=20)
Said = tuple[Statement, str]  # what the receiver said, and the text that he signed


def settle(
    *,
    sent: Mapping[UUID, Mapping[str, Any]],
    results: Iterable[Any],
    missing: Any,
    card: NodeCard,
    now: datetime,
) -> int:
    """Move on what the answer to one request is about; return how many were signed for.

    Args:
        sent: What went: id of the envelope -> its sealed form.
        results: The answer per envelope, as the receiver gave it.
        missing: The numbers it lacks, as it gave them.
        card: The receiver.
        now: The moment.
    """
    rows = Outgoing.objects.select_for_update().defer("sealed").in_bulk(list(sent))
    answered = {row.id: said for row, said in _pair(rows, results, card=card)}
    receipts: list[Receipt] = []
    for row in rows.values():
        said = answered.get(row.id, [])
        if any(statement.stage is not Stage.REFUSED for statement, _ in said):
            receipts += _move_on(row, said)
        else:
            _put_off_or_end(row, said, sealed=sent[row.id], now=now)
    Outgoing.objects.bulk_update(rows.values(), CHANGED)
    Receipt.objects.bulk_create(receipts, ignore_conflicts=True)
    _send_again(missing, node=card.code, now=now)
    return sum(1 for row in rows.values() if row.state != State.WAITING and not row.is_void_due)


def take_statement(statement: Statement, *, token: str) -> None:
    """Keep a statement that came as a message of its own; unknown envelopes are harmless."""
    with transaction.atomic():
        rows = Outgoing.objects.select_for_update().defer("sealed")
        row = rows.filter(id=statement.envelope, link_id=statement.sender).first()
        if row is not None and statement.digest == row.digest:
            receipts = _move_on(row, [(statement, token)])
            row.save(update_fields=CHANGED)
            Receipt.objects.bulk_create(receipts, ignore_conflicts=True)


def _move_on(row: Outgoing, said: Iterable[Said]) -> list[Receipt]:
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
        row.state, row.problem = state, problem
    row.is_void_due = False
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
    row: Outgoing, said: Iterable[Said], *, sealed: Mapping[str, Any], now: datetime
) -> None:
    """Put an envelope off, or end it when its receiver signed that it will never take it.

    Without a signature over exactly the text that went, nothing ends: anybody on the line could
    say no.
    """
    digest = hashlib.sha256(str(sealed["jwe"]).encode("ascii")).hexdigest()
    problems = [statement.problem for statement, _ in said if statement.digest == digest]
    problem = problems[0] if problems else "exchange.no-receipt"
    if problem == "exchange.file-missing":
        BlobSent.objects.filter(link_id=row.link_id, digest__in=row.blobs).delete()
    if not problems or is_passing(problem):
        attempts = row.attempts + 1
        chance = secrets.randbelow(1_000_000) / 1_000_000
        row.attempts, row.next_try_at = attempts, now + wait_before(attempts, chance=chance)
        row.problem = row.problem if row.is_void_due else problem
    else:
        row.is_void_due = problem != "exchange.replayed" and not row.is_void_due
        row.state = State.FAILED if row.state == State.WAITING else row.state
        row.problem = row.problem if row.state == State.EXPIRED else problem


def _send_again(missing: Any, *, node: str, now: datetime) -> None:
    """Send again what the receiver signed for and no longer has, for example after a restore.

    Not at once: a receiver that always lacks something must not keep the line busy.
    """
    numbers = missing.get(settings.SCHAKEL_NODE.code, []) if isinstance(missing, Mapping) else []
    if not isinstance(numbers, list):
        return
    wanted = [n for n in numbers[:MOST_MISSING] if is_count(n)]
    lost = Outgoing.objects.filter(link_id=node, seq__in=wanted, is_void_due=False)
    taken = [State.ACCEPTED, State.DELIVERED, State.OPENED]
    soon = now + AGAIN
    lost.filter(state__in=taken).update(state=State.WAITING, next_try_at=soon)
    lost.filter(state__in=[State.FAILED, State.EXPIRED]).update(is_void_due=True, next_try_at=soon)
