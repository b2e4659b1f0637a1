"""Give a courier what waits for a node."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, BinaryIO
from uuid import UUID

from schakel.accounts.queries import User
from schakel.courier.actions.keeping import allow, keep
from schakel.courier.core.content import MOST_MISSING
from schakel.courier.models import Carriage
from schakel.courier.queries import list_refusals
from schakel.exchange.actions import (
    TO_SEND,
    hold_stopped,
    mark_tried,
    seal_void,
    set_out,
    sign_again,
)
from schakel.exchange.queries import Incoming, Outgoing, taken_page
from schakel.network.core.cards import NodeCard
from schakel.network.queries import get_node
from schakel.wire.actions.blobs import blob_path
from schakel.wire.actions.packing import write_package

MOST = 2_000  # envelopes of one file
MOST_SIZE = 64 * 1024 * 1024  # characters of sealed text in one file
MOST_RECEIPTS = 5_000  # messages, the newest, that are signed for again


def give(out: BinaryIO, *, node: str, now: datetime, by: User | None = None) -> Carriage:
    """Write what waits for one node into a file that only that node opens; return the account.

    Each envelope passed the gate when it was put into the outbox. Nothing counts as sent until
    its receipts come back, so a file that is lost has sent nothing.

    Args:
        out: Where to write.
        node: Code of a linked node.
        now: The moment.
        by: Who asks for it; None for a command of the administrator.

    Raises:
        NotAllowedError: The role may not deal with couriers.
        NotFoundError: No such linked node.
    """
    allow(by)
    card = get_node(node)
    hold_stopped(now)
    set_out(card, now=now, is_carried=True)
    waiting = Outgoing.objects.filter(TO_SEND, link_id=node).order_by("seq")
    envelopes, blobs = _load(waiting[:MOST], card=card, now=now)
    mark_tried([UUID(one["id"]) for one in envelopes], now=now)
    results = signed_for(node, most=MOST_RECEIPTS)
    content = {"envelopes": envelopes, "results": results, "missing": missing_of(node)}
    write_package(out, card=card, content=content, blobs=blobs, now=now)
    return keep(
        event="package:give",
        by=by,
        now=now,
        way=Carriage.Way.OUT,
        means="file",
        node=node,
        made_at=now,
        unknown=len(envelopes),
        files=len(blobs),
        signed_for=len(results),
        left=max(0, waiting.count() - len(envelopes)),
    )


def signed_for(node: str, *, most: int) -> list[dict[str, Any]]:
    """Return what this node signed about the newest envelopes of a node, refusals too."""
    came = list(Incoming.objects.filter(link_id=node).order_by("-seq")[:most])
    taken = {str(row.envelope_id) for row in came}
    refused = {one["id"]: one["receipt"] for one in reversed(list_refusals(node)) if one["receipt"]}
    return [
        {"id": str(row.envelope_id), "receipts": [sign_again(one) for one in row.receipts]}
        for row in came
    ] + [
        {"id": envelope, "receipts": [sign_again(receipt)]}
        for envelope, receipt in list(refused.items())[-most:]
        if envelope not in taken
    ]


def missing_of(node: str) -> list[int]:
    """Return the numbers of a node that this node lacks, lowest first."""
    page = taken_page(node, [])
    early = Incoming.objects.filter(link_id=node, seq__gt=page.complete)
    there = set(early.values_list("seq", flat=True))
    gaps = (number for number in range(page.complete + 1, page.last) if number not in there)
    return [number for number, _ in zip(gaps, range(MOST_MISSING), strict=False)]


def _load(
    rows: Iterable[Outgoing], *, card: NodeCard, now: datetime
) -> tuple[list[Mapping[str, Any]], list[str]]:
    envelopes: list[Mapping[str, Any]] = []
    blobs: dict[str, None] = {}
    size = 0
    for row in rows:
        needed = [] if row.is_void_due else row.blobs
        size += len(row.sealed.get("jwe", ""))
        fits = all(blob_path(one).exists() for one in needed)
        if not fits or (envelopes and size > MOST_SIZE):
            break
        envelopes.append(seal_void(row, card=card, now=now) if row.is_void_due else row.sealed)
        blobs |= dict.fromkeys(needed)
    return envelopes, list(blobs)
