"""Take in what a courier brings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO
from uuid import UUID

from django.conf import settings
from django.db import transaction

from schakel.accounts.queries import User
from schakel.courier.actions.keeping import allow, keep, note_refusal
from schakel.courier.core.content import Content, read_content
from schakel.courier.models import Carriage
from schakel.exchange.actions import TO_SEND, find_card, settle, take_envelopes
from schakel.exchange.queries import Incoming, Outgoing
from schakel.network.core.cards import NodeCard
from schakel.network.queries import get_node
from schakel.wire.actions.packing import Package, PackageRefusedError, read_package
from schakel.wire.core.shapes import id_of

BATCH = 100  # envelopes that take effect in one transaction


def take(source: BinaryIO, *, now: datetime, by: User | None = None) -> Carriage:
    """Take in a courier's file; return the account of what was new, known and refused.

    The same file again, or the same envelopes by line, change nothing.

    Args:
        source: The file.
        now: The moment.
        by: Who brings it to the node; None for a command of the administrator.

    Raises:
        NotAllowedError: The role may not deal with couriers.
        PackageRefusedError: For another node, cut short, altered, or from a stranger; nothing of
            it took effect.
    """
    allow(by)
    try:
        package, content = _read(source, now=now)
    except PackageRefusedError as error:
        note_refusal(error.refusal, means="file", by=by, now=now)
        raise
    return take_content(content, package=package, means="file", by=by, now=now)


def _read(source: BinaryIO, *, now: datetime) -> tuple[Package, Content]:
    package = read_package(source, find_card=find_card, now=now)
    try:
        return package, read_content(package.content)
    except ValueError as error:
        raise PackageRefusedError("courier.no-package") from error


def take_content(
    content: Content, *, package: Package, means: str, by: User | None, now: datetime
) -> Carriage:
    """Let what a linked node gave to a courier take effect; return the account."""
    node = package.sender
    refused, counted = [], _Count(node, content.envelopes)
    for first in range(0, len(content.envelopes), BATCH):
        answer = take_envelopes(content.envelopes[first : first + BATCH], now=now)
        refused += [_refusal(one) for one in answer.results if "refused" in one]
    missing = content.missing if _is_newest(package) else ()
    settled = _settle(content, missing=missing, card=get_node(node), now=now)
    return keep(
        event="package:take",
        by=by,
        now=now,
        way=Carriage.Way.IN,
        means=means,
        node=node,
        made_at=package.created_at,
        refused=refused,
        signed_for=settled,
        **counted.finish(),
    )


@dataclass(slots=True)
class _Count:
    """Counts which envelopes of a file were here before, and which are after."""

    node: str
    ids: frozenset[UUID]
    before: frozenset[UUID]

    def __init__(self, node: str, envelopes: Sequence[Any]) -> None:
        self.node = node
        self.ids = frozenset(one for one in map(_id_of, envelopes) if one is not None)
        self.before = frozenset(self._here().values_list("envelope_id", flat=True))

    def finish(self) -> dict[str, int]:
        """Return how many are new, how many were known, and how many wait for a gap."""
        states = dict(self._here().values_list("envelope_id", "state"))
        fresh = states.keys() - self.before
        return {
            "unknown": len(fresh),
            "known": len(self.before),
            "early": sum(1 for one in fresh if states[one] == Incoming.State.WAITING),
        }

    def _here(self) -> Any:
        return Incoming.objects.filter(link_id=self.node, envelope_id__in=self.ids)


def _id_of(envelope: object) -> UUID | None:
    try:
        return id_of(envelope.get("id")) if isinstance(envelope, dict) else None
    except ValueError:
        return None


def _refusal(result: dict[str, Any]) -> dict[str, Any]:
    receipts = result["receipts"]
    return {
        "id": result["id"],
        "code": result["refused"],
        "receipt": receipts[0] if receipts else "",
    }


def _is_newest(package: Package) -> bool:
    """Tell whether nothing younger came from this node: what it lacked then, it may have by now."""
    came = Carriage.objects.filter(node=package.sender, way=Carriage.Way.IN)
    return not came.filter(made_at__gte=package.created_at).exists()


def _settle(content: Content, *, missing: Sequence[int], card: NodeCard, now: datetime) -> int:
    """Move on those of ours that wait and were signed for; return how many."""
    with transaction.atomic():
        rows = list(Outgoing.objects.filter(TO_SEND, link_id=card.code, id__in=content.ids))
        return settle(
            sent={row.id: row.sealed for row in rows},
            voids=frozenset(row.id for row in rows if row.is_void_due),
            results=content.results,
            missing={settings.SCHAKEL_NODE.code: list(missing)},
            card=card,
            now=now,
        )
