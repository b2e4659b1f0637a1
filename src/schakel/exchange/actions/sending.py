"""Send what waits in the outbox: many envelopes a request, in order, until they are signed for."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import httpx
from django.conf import settings
from django.db import transaction

from schakel.exchange import lines
from schakel.exchange.blobs import blob_path
from schakel.exchange.core.errors import REFUSALS, TEMPORARY, EnvelopeRefusedError
from schakel.exchange.core.retry import is_due, wait_before
from schakel.exchange.keys import signing_key
from schakel.exchange.models import Link, Outgoing, Receipt
from schakel.exchange.sealing import sign, verify
from schakel.kernel.errors import NotFoundError
from schakel.kernel.moments import from_wire, to_wire
from schakel.network.core.cards import NodeCard
from schakel.network.queries import get_node

BATCH = 100
State = Outgoing.State


def send_waiting(now: datetime) -> int:
    """Send what is due on every link; return how many envelopes were signed for."""
    Outgoing.objects.filter(state=State.WAITING, expires_at__lte=now).update(
        state=State.EXPIRED, problem="exchange.expired"
    )
    nodes = Outgoing.objects.filter(state=State.WAITING).values_list("link_id", flat=True)
    return sum(_send_link(node, now=now) for node in sorted(set(nodes)))


def _send_link(node: str, *, now: datetime) -> int:
    waiting = Outgoing.objects.filter(link_id=node, state=State.WAITING).order_by("seq")
    batch = list(waiting[:BATCH])
    if not batch or not is_due(batch[0].next_try_at, at=now):
        return 0
    try:
        card = get_node(node)
        with lines.open_line() as line:
            for digest in {blob for row in batch for blob in row.blobs}:
                _send_blob(line, card, digest, now=now)
            answer = line.post(
                f"{card.url}/exchange/v1/envelopes",
                json={"envelopes": [row.sealed for row in batch]},
            )
            answer.raise_for_status()
            results = {item["id"]: item for item in answer.json()["results"]}
    except (httpx.HTTPError, NotFoundError, KeyError, TypeError, ValueError) as error:
        _put_off(batch, problem=type(error).__name__, now=now)
        return 0
    Link.objects.filter(node=node).update(down_since=None)
    return sum(_settle(row, results.get(str(row.id), {}), card=card, now=now) for row in batch)


def _send_blob(line: httpx.Client, card: NodeCard, digest: str, *, now: datetime) -> None:
    claim = {
        "from": settings.SCHAKEL_NODE.code,
        "to": card.code,
        "blob": digest,
        "created": to_wire(now),
    }
    with blob_path(digest).open("rb") as cipher:
        line.put(
            f"{card.url}/exchange/v1/blobs/{digest}",
            content=iter(lambda: cipher.read(1024 * 1024), b""),
            headers={"authorization": f"Schakel {sign(claim, key=signing_key())}"},
        ).raise_for_status()


def _settle(row: Outgoing, result: Mapping[str, Any], *, card: NodeCard, now: datetime) -> int:
    refusal = result.get("refused")
    if refusal in REFUSALS and refusal not in TEMPORARY:
        Outgoing.objects.filter(id=row.id).update(state=State.FAILED, problem=refusal)
        return 0
    kept = [keep_receipt(row, token, card=card) for token in result.get("receipts", [])]
    if not any(kept):
        _put_off([row], problem=refusal or "exchange.no-receipt", now=now)
        return 0
    return 1


def keep_receipt(row: Outgoing, token: object, *, card: NodeCard) -> bool:
    """Keep a signed receipt and move the envelope on; tell whether it was one for this envelope."""
    try:
        said = verify(str(token), card=card)
        stage, at = str(said["stage"]), from_wire(said["at"])
        if UUID(said["envelope"]) != row.id:
            return False
    except (EnvelopeRefusedError, KeyError, TypeError, ValueError):
        return False
    return keep_stage(row.id, stage=stage, token=str(token), at=at, problem=said.get("problem", ""))


def keep_stage(
    outgoing_id: UUID, *, stage: str, token: str, at: datetime, problem: str = ""
) -> bool:
    """Note that the receiver signed `stage`; stages only go forward, and failing ends them."""
    order = [State.WAITING, State.ACCEPTED, State.DELIVERED, State.OPENED, State.FAILED]
    if stage not in order[1:]:
        return False
    with transaction.atomic():
        row = Outgoing.objects.select_for_update().get(id=outgoing_id)
        Receipt.objects.get_or_create(
            outgoing=row, stage=stage, defaults={"token": token, "at": at}
        )
        if row.state in order and order.index(State(stage)) > order.index(State(row.state)):
            row.state, row.problem = stage, problem[:80]
            row.save(update_fields=["state", "problem"])
    return True


def _put_off(batch: list[Outgoing], *, problem: str, now: datetime) -> None:
    first = batch[0]
    wait = wait_before(first.attempts + 1, chance=secrets.randbelow(1_000) / 1_000)
    ids = [row.id for row in batch]
    Outgoing.objects.filter(id__in=ids).update(
        attempts=first.attempts + 1, next_try_at=now + wait, problem=problem
    )
    Link.objects.filter(node=first.link_id, down_since__isnull=True).update(down_since=now)
