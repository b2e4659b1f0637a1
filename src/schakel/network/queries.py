"""Questions to the directory."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from babel import Locale

from schakel.kernel.errors import NotFoundError
from schakel.network.core.cards import NodeCard
from schakel.network.models import Authority, Node

__all__ = ["Authority", "NodeCard"]
RECEIVES = {"dir-2023-977": "spoc"}  # the kind of authority that receives an instrument


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """An authority that fits, by which channel, and why; `verified` is V, P or K."""

    authority: Authority
    channel: str
    reasons: tuple[str, ...]
    verified: str


def get_node(code: str) -> NodeCard:
    """Return the card of a linked node.

    Raises:
        NotFoundError: No such node, or its link is suspended.
    """
    node = Node.objects.filter(code=code, state=Node.State.LINKED).first()
    if node is None:
        raise NotFoundError("no such node")
    return _card(node)


def list_linked_nodes() -> list[NodeCard]:
    """Return the cards of all linked nodes, by code."""
    return [_card(n) for n in Node.objects.filter(state=Node.State.LINKED).order_by("code")]


def list_nodes() -> list[Node]:
    """Return all partner nodes with their state, by code."""
    return list(Node.objects.order_by("code"))


def get_authority(authority_id: UUID) -> Authority:
    """Return one authority.

    Raises:
        NotFoundError: There is none.
    """
    found = Authority.objects.select_related("node").filter(id=authority_id).first()
    if found is None:
        raise NotFoundError("no such authority")
    return found


def find_authority(*, node: str, unit_code: str) -> Authority | None:
    """Return the authority that stands for a unit of a node, or None."""
    return Authority.objects.filter(node_id=node, unit_code=unit_code).first()


def list_authorities(*, country: str = "") -> list[Authority]:
    """Return the authorities of a country, or all."""
    found = Authority.objects.select_related("node").order_by("country", "kind", "name_en")
    return list(found.filter(country=country) if country else found)


def propose_authorities(*, country: str, instrument: str) -> tuple[Proposal, ...]:
    """Return who should receive a request under `instrument` in `country`, best first.

    Under Directive (EU) 2023/977 that is the single point of contact (arts 4(1), 14).
    """
    wanted = RECEIVES.get(instrument, "central")
    proposals = []
    for authority in list_authorities(country=country):
        fits = authority.kind == wanted
        reasons = ("receives-this-instrument",) if fits else ("other-authority",)
        channel = "schakel" if authority.node_id else "liaison"
        proposals.append(
            Proposal(
                authority=authority,
                channel=channel,
                reasons=reasons,
                verified="V" if authority.status == "verified" and fits else "K",
            )
        )
    return tuple(sorted(proposals, key=lambda p: "other-authority" in p.reasons))


def is_open(authority: Authority, *, at: datetime) -> bool | None:
    """Tell whether a desk is open at `at` by its own clock; None when its hours are not known."""
    if authority.opens_at is None or authority.closes_at is None:
        return None
    there = at.astimezone(ZoneInfo(authority.time_zone))
    in_week = there.weekday() < 5
    return in_week and authority.opens_at <= there.time() < authority.closes_at


def name_of(country: str, language: str) -> str:
    """Return the name of a country in a language (CLDR), or of the node that uses its code."""
    name = Locale.parse(language).territories.get(country)
    if name:
        return str(name)
    node = Node.objects.filter(country=country).first()
    if node is None:
        return country
    return node.name_nl if language == "nl" else node.name_en


def _card(node: Node) -> NodeCard:
    return NodeCard(**{name: getattr(node, name) for name in NodeCard.__dataclass_fields__})
