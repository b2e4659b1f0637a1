"""Questions about what is on its way."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings

from schakel.exchange.core.envelope import VERSION
from schakel.exchange.keys import encryption_key, public_part, signing_key
from schakel.exchange.models import Link, Outgoing
from schakel.network.core.cards import NodeCard


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """How far an envelope of ours came; `stages` are (stage, moment) that the receiver signed."""

    node: str
    state: str
    attempts: int
    next_try_at: datetime | None
    down_since: datetime | None
    problem: str
    created_at: datetime
    stages: tuple[tuple[str, datetime], ...]


def delivery_of(envelope_id: UUID) -> Delivery | None:
    """Return how far an envelope of ours came, or None when it is none of ours."""
    row = Outgoing.objects.select_related("link").filter(id=envelope_id).first()
    if row is None:
        return None
    waiting = row.state == Outgoing.State.WAITING
    return Delivery(
        node=row.link_id,
        state=row.state,
        attempts=row.attempts,
        next_try_at=row.next_try_at if waiting else None,
        down_since=row.link.down_since if waiting else None,
        problem=row.problem,
        created_at=row.created_at,
        stages=tuple(row.receipts.order_by("at", "id").values_list("stage", "at")),
    )


def list_links() -> list[Link]:
    """Return the links with their counters, by node."""
    return list(Link.objects.order_by("node"))


def list_outgoing(*, limit: int = 200) -> list[Outgoing]:
    """Return the newest envelopes of ours, without content."""
    return list(Outgoing.objects.defer("sealed").order_by("-created_at")[:limit])


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
