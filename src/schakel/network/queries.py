"""Questions to the directory."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import get_language

from schakel.accounts.queries import Capability, User, require
from schakel.kernel.errors import NotFoundError
from schakel.network.core import hours
from schakel.network.core.cards import KEYS, TEXTS, NodeCard, read_older_key
from schakel.network.models import Authority, Contact, Node
from schakel.safeguards import queries as safeguards

__all__ = ["Authority", "Node", "NodeCard"]
GOES_STALE_AFTER = timedelta(days=365)
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


def find_card(code: str) -> NodeCard | None:
    """Return the card of a node in whatever state its link is, or None."""
    node = Node.objects.filter(code=code).first()
    return _card(node) if node else None


def get_known_node(code: str) -> Node:
    """Return a partner node in whatever state its link is.

    Raises:
        NotFoundError: No such node.
    """
    node = Node.objects.filter(code=code).first()
    if node is None:
        raise NotFoundError("no such node")
    return node


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


def list_authorities(*, country: str = "", kind: str = "") -> list[Authority]:
    """Return the authorities of a country and of a kind; of all when these are empty."""
    found = Authority.objects.select_related("node").order_by("country", "kind", "name_en")
    if kind:
        found = found.filter(kind=kind)
    return list(found.filter(country=country) if country else found)


def name_authorities(country: str) -> list[tuple[str, str]]:
    """Return id and name of the authorities of a country, for a judgement on one of them."""
    nl = get_language() == "nl"
    found = list_authorities(country=country)
    return [(str(one.id), one.name_nl if nl else one.name_en) for one in found]


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


def list_contacts(authority: Authority, *, for_user: User) -> list[Contact]:
    """Return how to reach the people and desks of an authority, by function.

    Raises:
        NotAllowedError: The role does not read the directory.
    """
    require(for_user, Capability.READ_DIRECTORY)
    return list(authority.contacts.order_by("function", "channel"))


def list_countries() -> list[str]:
    """Return the codes of the countries that the directory has an authority of."""
    found = Authority.objects.order_by("country").values_list("country", flat=True)
    return list(found.distinct())


def is_open(desk: Authority | Contact, *, at: datetime) -> bool | None:
    """Tell whether a desk is open at `at` by its own clock; None when its hours are not known."""
    authority = desk.authority if isinstance(desk, Contact) else desk
    return hours.is_open(
        opens=desk.opens_at, closes=desk.closes_at, time_zone=authority.time_zone, at=at
    )


def is_stale(authority: Authority, *, at: datetime) -> bool:
    """Tell whether nobody looked at an entry for a year."""
    return at.date() - authority.as_of_date > GOES_STALE_AFTER


def name_of(country: str, language: str) -> str:
    """Return the name of a country: as safeguards know it, of the node that uses its code."""
    name = safeguards.name_of(country, language)
    if name != country:
        return name
    node = Node.objects.filter(country=country).order_by("code").first()
    if node is None:
        return country
    return node.name_nl if language == "nl" else node.name_en


def name_party(code: str, language: str) -> str:
    """Return the name of a party: of a linked node by its code, else of a country."""
    node = Node.objects.filter(code=code).first()
    if node is None:
        return name_of(code.upper(), language) if len(code) == 2 else code
    return node.name_nl if language == "nl" else node.name_en


def _card(node: Node) -> NodeCard:
    return NodeCard(
        **{name: getattr(node, name) for name in (*TEXTS, *KEYS)},
        older_keys=tuple(read_older_key(key) for key in node.older_keys),
        capabilities=node.capabilities,
        heard=node.heard_at is not None,
    )
