"""Give a courier what waits for a node, and take in what he brings."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO
from uuid import UUID

from django.db import transaction

from schakel.audit.actions import record
from schakel.exchange.actions import (
    TO_SEND,
    find_card,
    seal_void,
    settle,
    sign_again,
    take_envelopes,
)
from schakel.exchange.queries import Incoming, Outgoing
from schakel.network.core.cards import NodeCard
from schakel.network.queries import get_node
from schakel.wire.actions.blobs import blob_path, is_in_parts
from schakel.wire.actions.packing import PackageRefusedError, read_package, write_package
from schakel.wire.core.shapes import fields_of, id_of

MOST = 2_000  # envelopes of one file
MOST_SIZE = 64 * 1024 * 1024  # characters of sealed text in one file
MOST_RECEIPTS = 5_000  # messages, the newest, that are signed for again
BATCH = 100  # envelopes that take effect in one transaction
CONTENT = frozenset({"envelopes", "results"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a file has: envelopes, files and messages signed for; `left` waits behind them."""

    envelopes: int
    files: int
    receipts: int
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What came of a file: who wrote it, envelopes taken, refusal codes, and ours signed for."""

    node: str
    taken: int
    refused: tuple[str, ...]
    settled: int


def give(out: BinaryIO, *, node: str, now: datetime) -> Given:
    """Write what waits for one node into a file that only that node opens.

    Each envelope passed the gate when it was put into the outbox. Nothing counts as sent until
    its receipts come back. One with a file that goes in parts waits for the line, and what stands
    behind it too.

    Args:
        out: Where to write.
        node: Code of a linked node.
        now: The moment.

    Raises:
        NotFoundError: No such linked node.
    """
    card = get_node(node)
    waiting = Outgoing.objects.filter(TO_SEND, link_id=node).order_by("seq")
    envelopes, blobs = _load(waiting[:MOST], card=card, now=now)
    came = Incoming.objects.filter(link_id=node).order_by("-seq")[:MOST_RECEIPTS]
    results = [
        {"id": str(row.envelope_id), "receipts": [sign_again(one) for one in row.receipts]}
        for row in came
    ]
    content = {"envelopes": envelopes, "results": results}
    write_package(out, card=card, content=content, blobs=blobs, now=now)
    given = Given(
        envelopes=len(envelopes),
        files=len(blobs),
        receipts=len(results),
        left=waiting.count() - len(envelopes),
    )
    _record(event="package:give", node=node, now=now, envelopes=given.envelopes, files=given.files)
    return given


def take(source: BinaryIO, *, now: datetime) -> Brought:
    """Take in what a courier brought; the same file again, or the same by line, changes nothing.

    Raises:
        PackageRefusedError: For another node, cut short, altered, or from a stranger.
    """
    node, given = read_package(source, find_card=find_card, now=now)
    try:
        content = fields_of(given, CONTENT)
        envelopes, results = list(content["envelopes"]), list(content["results"])
        ids = [id_of(one["id"]) for one in results]
    except (KeyError, TypeError, ValueError) as error:
        raise PackageRefusedError("the file is not what a courier carries") from error
    refused: list[str] = []
    for first in range(0, len(envelopes), BATCH):
        answer = take_envelopes(envelopes[first : first + BATCH], now=now)
        refused += [one["refused"] for one in answer.results if "refused" in one]
    brought = Brought(
        node=node,
        taken=len(envelopes) - len(refused),
        refused=tuple(sorted(set(refused))),
        settled=_settle(ids, results, card=get_node(node), now=now),
    )
    _record(event="package:take", node=node, now=now, envelopes=brought.taken, refused=len(refused))
    return brought


def _load(
    rows: Iterable[Outgoing], *, card: NodeCard, now: datetime
) -> tuple[list[Mapping[str, Any]], list[str]]:
    envelopes: list[Mapping[str, Any]] = []
    blobs: dict[str, None] = {}
    size = 0
    for row in rows:
        needed = [] if row.is_void_due else row.blobs
        size += len(row.sealed.get("jwe", ""))
        fits = all(blob_path(one).exists() and not is_in_parts(one) for one in needed)
        if not fits or (envelopes and size > MOST_SIZE):
            break
        envelopes.append(seal_void(row, card=card, now=now) if row.is_void_due else row.sealed)
        blobs |= dict.fromkeys(needed)
    return envelopes, list(blobs)


def _settle(ids: Sequence[UUID], results: Sequence[Any], *, card: NodeCard, now: datetime) -> int:
    """Move on those of ours that wait and were signed for; return how many."""
    with transaction.atomic():
        rows = list(Outgoing.objects.filter(TO_SEND, link_id=card.code, id__in=ids))
        return settle(
            sent={row.id: row.sealed for row in rows},
            voids=frozenset(row.id for row in rows if row.is_void_due),
            results=results,
            missing={},
            card=card,
            now=now,
        )


def _record(*, event: str, node: str, now: datetime, **facts: int) -> None:
    record(
        at=now,
        event=event,
        actor="node",
        object_kind="link",
        object_id=node,
        recipient=node,
        facts=facts,
    )
