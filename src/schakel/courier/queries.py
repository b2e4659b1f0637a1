"""Questions about couriers."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count

from schakel.accounts.queries import Capability, User, require
from schakel.courier.models import Carriage
from schakel.exchange.actions import TO_SEND
from schakel.exchange.queries import Outgoing
from schakel.kernel.errors import NotFoundError
from schakel.network.core.cards import NodeCard
from schakel.network.queries import list_linked_nodes

MOST_SHOWN = 30
REFUSALS = 50  # files that came in, the newest, whose refusals go back

__all__ = ["Carriage", "Waiting", "get_carriage", "list_carriages", "list_refusals", "list_waiting"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A linked node, and how many envelopes wait for it."""

    card: NodeCard
    envelopes: int


def list_waiting(*, for_user: User) -> list[Waiting]:
    """Return every linked node with the number of envelopes that wait for it, by code.

    Raises:
        NotAllowedError: The role may not deal with couriers.
    """
    require(for_user, Capability.CARRY)
    waiting = Outgoing.objects.filter(TO_SEND).values_list("link").annotate(n=Count("id"))
    numbers = dict(waiting)
    return [Waiting(card=card, envelopes=numbers.get(card.code, 0)) for card in list_linked_nodes()]


def list_carriages(*, for_user: User) -> list[Carriage]:
    """Return what couriers took and brought lately, newest first.

    Raises:
        NotAllowedError: The role may not deal with couriers.
    """
    require(for_user, Capability.CARRY)
    return list(Carriage.objects.order_by("-at")[:MOST_SHOWN])


def list_refusals(node: str) -> list[dict[str, Any]]:
    """Return what this node refused of files of a node: `id`, `code`, `receipt`; newest first."""
    rows = Carriage.objects.filter(node=node, way=Carriage.Way.IN).exclude(refused=[])
    newest = rows.order_by("-at").values_list("refused", flat=True)[:REFUSALS]
    return [one for refused in newest for one in refused]


def get_carriage(carriage_id: UUID, *, for_user: User) -> Carriage:
    """Return the account of one time.

    Raises:
        NotAllowedError: The role may not deal with couriers.
        NotFoundError: There is no such account.
    """
    require(for_user, Capability.CARRY)
    found = Carriage.objects.filter(id=carriage_id).first()
    if found is None:
        raise NotFoundError("no such account of a courier")
    return found
