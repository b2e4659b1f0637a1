"""Questions about stops that need the rooms above: targets, what left, what partners said."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from schakel.accounts.queries import Capability, User, require
from schakel.assistance.queries import find_request
from schakel.casework.queries import find_thread, list_participants, list_partner_nodes
from schakel.custody.queries import find_given, find_item
from schakel.exchange.queries import Sent, list_sent
from schakel.halting.models import HeardStop
from schakel.kernel.errors import NotFoundError, UnusableInputError
from schakel.network.queries import (
    find_authority,
    find_card,
    get_authority,
    get_known_node,
    list_nodes,
    name_of,
)
from schakel.stopping.core.scopes import Place, Scope, Standing, covers
from schakel.stopping.queries import (
    ExchangeStop,
    is_control,
    place_of_envelope,
    standing_of,
)

NOT_GONE = frozenset({"waiting", "held", "travelling", "expired"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """Something that left before a stop; `item_id` when its originator here can recall it.

    `recalled_at` is when that was asked.
    """

    envelope_id: UUID
    node: str
    kind: str
    at: datetime
    state: str
    decision_id: UUID
    item_id: UUID | None = None
    recalled_at: datetime | None = None


def find_place(item_kind: str, item_id: UUID) -> Place | None:
    """Return where a thread, a request or an item goes; a finder of places."""
    if item_kind == "request":
        return _place_of_request(item_id)
    if item_kind == "thread":
        return _place_of_thread(item_id)
    item = find_item(item_id) if item_kind == "item" else None
    return Place(cases=frozenset({str(item.thread_id)})) if item else None


def find_target(scope: Scope, target: str, *, language: str) -> tuple[Standing, str]:
    """Return what is to be stopped, and what it is called.

    Raises:
        UnusableInputError: There is no such country, authority, node or thread.
    """
    try:
        return _target(scope, target.strip(), language=language)
    except (NotFoundError, ValueError) as error:
        raise UnusableInputError(
            "this node knows no such country, authority, link or case"
        ) from error


def list_left(stop: ExchangeStop) -> list[Left]:
    """Return what left to the target of a stop before it stood, newest first; no content."""
    standing = standing_of(stop)
    sent = _sent_under(standing)
    return [_left(one) for one in reversed(sent) if _is_gone(one) and _covered(one, standing)]


def list_concerned(stop: ExchangeStop) -> list[str]:
    """Return the linked nodes that are told of a stop."""
    if stop.scope == Scope.LINK:
        return [stop.target]
    if stop.scope == Scope.CASE:
        thread_id = UUID(stop.target)
        return sorted({*list_partner_nodes(thread_id), *(s.node for s in list_sent([thread_id]))})
    nodes = [node for node in list_nodes() if node.country == stop.country]
    if stop.scope == Scope.AUTHORITY:
        authority = get_authority(UUID(stop.target))
        return [authority.node_id] if authority.node_id else []
    return [node.code for node in nodes]


def list_heard(*, for_user: User) -> list[HeardStop]:
    """Return what partners said of their stops, newest first.

    Raises:
        NotAllowedError: The role may not.
    """
    require(for_user, Capability.STOP_EXCHANGE)
    return list(HeardStop.objects.order_by("-at"))


def _target(scope: Scope, target: str, *, language: str) -> tuple[Standing, str]:
    if scope is Scope.COUNTRY:
        name = name_of(target, language)
        if not target or name == target:
            raise NotFoundError("no such country")
        return Standing(scope=scope, target=target, country=target), name
    if scope is Scope.LINK:
        node = get_known_node(target)
        name = node.name_nl if language == "nl" else node.name_en
        return Standing(scope=scope, target=node.code, country=node.country), name
    if scope is Scope.AUTHORITY:
        one = get_authority(UUID(target))
        name = one.name_nl if language == "nl" else one.name_en
        return Standing(scope=scope, target=str(one.id), country=one.country), name
    thread = find_thread(target)
    if thread is None:
        raise NotFoundError("no such thread")
    return Standing(scope=scope, target=str(thread.id)), thread.reference


def _place_of_request(request_id: UUID) -> Place | None:
    try:
        found = find_request(request_id)
    except NotFoundError:
        return None
    place = _place_of_thread(found.thread_id)
    node, authority = found.partner_node, str(found.authority_id or "")
    return Place(
        cases=place.cases,
        nodes=frozenset({node}) if node else place.nodes,
        authorities=frozenset({authority}) if authority else place.authorities,
    )


def _place_of_thread(thread_id: UUID) -> Place:
    if find_thread(thread_id) is None:
        return Place(cases=frozenset({str(thread_id)}))
    seats = list_participants(thread_id)
    known = [find_authority(node=seat.node, unit_code=seat.unit_code) for seat in seats]
    return Place(
        cases=frozenset({str(thread_id)}),
        nodes=frozenset(list_partner_nodes(thread_id)),
        authorities=frozenset(str(one.id) for one in known if one),
    )


def _sent_under(standing: Standing) -> list[Sent]:
    if standing.scope is Scope.CASE:
        return list_sent([UUID(standing.target)])
    codes = [node.code for node in list_nodes() if node.country == standing.country]
    return list_sent(nodes=codes)


def _is_gone(one: Sent) -> bool:
    return one.state not in NOT_GONE and not is_control(one.decision_id)


def _covered(one: Sent, standing: Standing) -> bool:
    card = find_card(one.node)
    place = place_of_envelope(
        node=one.node,
        country=card.country if card else "",
        thread_id=one.thread_id,
        decision_id=one.decision_id,
    )
    return covers(standing, place)


def _left(one: Sent) -> Left:
    found = find_given(one.envelope_id)
    item, recalled_at = found if found else (None, None)
    return Left(
        envelope_id=one.envelope_id,
        node=one.node,
        kind=one.kind,
        at=one.at,
        state=one.state,
        decision_id=one.decision_id,
        item_id=item.id if item else None,
        recalled_at=recalled_at,
    )


def list_recallable(left: Iterable[Left]) -> list[UUID]:
    """Return the items among what left that nobody recalled yet, each once."""
    return list(dict.fromkeys(one.item_id for one in left if one.item_id and not one.recalled_at))
