"""Questions about what is on its way."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Min, Q

from schakel.exchange.ledgers import sent_page, taken_page
from schakel.exchange.models import BlobSent, Incoming, Link, Outgoing
from schakel.network.core.cards import NodeCard
from schakel.network.queries import list_linked_nodes
from schakel.wire.actions.blobs import is_in_parts
from schakel.wire.actions.keys import encryption_key, public_part, signing_key
from schakel.wire.core.envelope import VERSION
from schakel.wire.core.evidences import EXPECTED
from schakel.wire.core.retry import is_due

__all__ = ["Incoming", "Outgoing", "sent_page", "taken_page"]


def list_travelling(node: str) -> list[Outgoing]:
    """Return the messages to a node that wait for a large file, in their order."""
    rows = Outgoing.objects.filter(link_id=node, seq__lt=0, state=Outgoing.State.TRAVELLING)
    return list(rows.order_by("-seq"))


def roots_lacking(row: Outgoing) -> list[str]:
    """Return the large files of a message that its receiver does not have yet."""
    parted = [digest for digest in row.blobs if is_in_parts(digest)]
    sent = BlobSent.objects.filter(link_id=row.link_id, digest__in=parted)
    return sorted(set(parted) - set(sent.values_list("digest", flat=True)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """How far an envelope of ours came; `stages` are (stage, moment) that the receiver signed.

    While it waits, `down_since` tells since when the node has not answered, and `problem` why.
    `expected` is the stage that comes next and `due_at` when it lapses; `lapsed` are the stages of
    which this node testified that they were not reached in time: (stage, due, testified).
    """

    node: str
    state: str
    attempts: int
    next_try_at: datetime | None
    down_since: datetime | None
    problem: str
    created_at: datetime
    stages: tuple[tuple[str, datetime], ...]
    expected: str = ""
    due_at: datetime | None = None
    lapsed: tuple[tuple[str, datetime, datetime], ...] = ()


def delivery_of(envelope_id: UUID) -> Delivery | None:
    """Return how far an envelope of ours came, or None when it is none of ours."""
    rows = Outgoing.objects.select_related("link").defer("sealed")
    row = rows.filter(id=envelope_id).first()
    if row is None:
        return None
    waits, link = row.state == Outgoing.State.WAITING, row.link
    return Delivery(
        node=link.node,
        state=row.state,
        attempts=row.attempts + link.attempts if waits else row.attempts,
        next_try_at=max(row.next_try_at, link.next_try_at or row.next_try_at) if waits else None,
        down_since=link.down_since if waits else None,
        problem=row.problem or (link.problem if waits else ""),
        created_at=row.created_at,
        stages=tuple(row.receipts.order_by("at", "id").values_list("stage", "at")),
        expected=EXPECTED.get(row.state, "") if row.lapses_at else "",
        due_at=row.lapses_at if row.state in EXPECTED else None,
        lapsed=tuple(row.evidences.order_by("at", "id").values_list("stage", "due_at", "at")),
    )


def digest_of(envelope_id: UUID, *, node: str) -> str:
    """Return the SHA-256 of the signed message of a partner, or nothing when it is not here."""
    rows = Incoming.objects.filter(envelope_id=envelope_id, link_id=node)
    return rows.values_list("digest", flat=True).first() or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """An envelope of ours in a thread, without content, with what its receiver signed."""

    envelope_id: UUID
    thread_id: UUID
    node: str
    kind: str
    decision_id: UUID
    digest: str
    at: datetime
    state: str
    stages: tuple[tuple[str, datetime], ...]
    receipts: tuple[str, ...]


def list_sent(
    thread_ids: Iterable[UUID] | None = None,
    *,
    nodes: Iterable[str] | None = None,
    also: Iterable[UUID] = (),
) -> list[Sent]:
    """Return what was sent in these threads (or in envelopes of these ids), or to these nodes.

    Oldest first; what keeps the link itself is left out.
    """
    rows = Outgoing.objects.exclude(kind__startswith="exchange.")
    if thread_ids is not None:
        rows = rows.filter(Q(thread_id__in=list(thread_ids)) | Q(id__in=list(also)))
    rows = rows.filter(link_id__in=nodes) if nodes is not None else rows
    return [
        Sent(
            envelope_id=row.id,
            thread_id=row.thread_id,
            node=row.link_id,
            kind=row.kind,
            decision_id=row.decision_id,
            digest=row.digest,
            at=row.created_at,
            state=row.state,
            stages=tuple((one.stage, one.at) for one in row.receipts.all()),
            receipts=tuple(one.token for one in row.receipts.all()),
        )
        for row in rows.defer("sealed", "blobs").prefetch_related("receipts").order_by("created_at")
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkState:
    """One link as the administrator sees it: counters and troubles, no content."""

    node: str
    last_sent_seq: int
    last_handled_seq: int
    waiting_out: int
    waiting_in: int
    attempts: int
    next_try_at: datetime | None
    down_since: datetime | None
    problem: str


def last_sent(node: str) -> tuple[int, str]:
    """Return number and digest of the last envelope to a node; 0 and empty when there is none."""
    link = Link.objects.filter(node=node).first()
    return (link.last_sent_seq, link.last_sent_digest) if link else (0, "")


def list_healing(*, at: datetime) -> list[str]:
    """Return the linked nodes whose link must be healed now, before anything is sent on it."""
    linked = {card.code for card in list_linked_nodes()}
    links = Link.objects.filter(is_healing=True, node__in=linked).order_by("node")
    return [link.node for link in links if is_due(link.next_try_at, at=at)]


def list_links() -> list[LinkState]:
    """Return the links with their counters, by node."""
    waiting = Outgoing.objects.filter(state=Outgoing.State.WAITING)
    unhandled = Incoming.objects.filter(state=Incoming.State.WAITING)
    out = dict(waiting.values_list("link").annotate(n=Count("id")))
    into = dict(unhandled.values_list("link").annotate(n=Count("id")))
    return [
        LinkState(
            node=link.node,
            last_sent_seq=link.last_sent_seq,
            last_handled_seq=link.last_handled_seq,
            waiting_out=out.get(link.node, 0),
            waiting_in=into.get(link.node, 0),
            attempts=link.attempts,
            next_try_at=link.next_try_at,
            down_since=link.down_since,
            problem=link.problem,
        )
        for link in Link.objects.order_by("node")
    ]


def oldest_waiting_at() -> datetime | None:
    """Return when the oldest envelope that still waits was made, or None when none does."""
    waiting = Outgoing.objects.filter(state=Outgoing.State.WAITING)
    found: datetime | None = waiting.aggregate(first=Min("created_at"))["first"]
    return found


def list_outgoing(*, limit: int = 200) -> list[Outgoing]:
    """Return the newest envelopes of ours, without content."""
    return list(Outgoing.objects.defer("sealed", "blobs").order_by("-created_at", "-seq")[:limit])


def list_incoming(*, limit: int = 200) -> list[Incoming]:
    """Return the newest envelopes of partners, without content."""
    return list(
        Incoming.objects.defer("token", "receipts").order_by("-received_at", "-seq")[:limit]
    )


def own_card() -> NodeCard:
    """Return the card of this node, to hand to partners."""
    me = settings.SCHAKEL_NODE
    return NodeCard(
        code=me.code,
        name_en=me.name_en,
        name_nl=me.name_nl,
        country=me.country,
        time_zone=me.time_zone,
        url=me.url,
        signing_key=public_part(signing_key()),
        encryption_key=public_part(encryption_key()),
        protocol=VERSION,
    )
