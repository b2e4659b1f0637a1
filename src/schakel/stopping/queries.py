"""Questions about stops: for the gate, for the outbox, for the page."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar
from uuid import UUID

from schakel.accounts.queries import Capability, User, require
from schakel.handling.core.circumstances import Exchange
from schakel.handling.core.reach import list_reached
from schakel.handling.queries import find_decision
from schakel.kernel.errors import ConflictError, NotFoundError
from schakel.stopping.core.scopes import Place, Scope, Standing, list_covering, place_finders
from schakel.stopping.models import ExchangeStop

__all__ = ["ExchangeStop"]


class StoppedError(ConflictError):
    """What was cleared before may not go now: somebody stopped it since."""

    code: ClassVar[str] = "stopping.stopped"


def list_standing() -> list[Standing]:
    """Return the stops that stand."""
    rows = ExchangeStop.objects.filter(lifted_at__isnull=True)
    return [standing_of(row) for row in rows.order_by("made_at")]


def standing_of(row: ExchangeStop) -> Standing:
    """Return what a stop covers."""
    return Standing(scope=Scope(row.scope), target=row.target, country=row.country)


def stopped_by(exchange: Exchange) -> Mapping[str, Any]:
    """Tell the gate which stops cover an exchange; a source of circumstances."""
    stops = list_standing()
    if not stops:
        return {}
    place = Place(countries=frozenset(list_reached(exchange.case)))
    if exchange.item_id is not None:
        place = place.beside(place_of(exchange.item_kind, exchange.item_id))
    return {"stopped": exchange.case.stopped | list_covering(stops, place)}


def stops_on_cases(thread_ids: Iterable[UUID]) -> frozenset[Scope]:
    """Return that the case is stopped when one of these threads is.

    For what goes out without being an object of a thread: who builds the case of the gate says
    which threads it rests on.
    """
    place = Place(cases=frozenset(str(one) for one in thread_ids))
    return list_covering(list_standing(), place)


def require_moving(item_kind: str, item_id: UUID, *, country: str) -> None:
    """Return when nothing stopped covers an object that was cleared and still lies here.

    Raises:
        StoppedError: Somebody stopped it since.
    """
    place = Place(countries=frozenset({country})).beside(place_of(item_kind, item_id))
    if list_covering(list_standing(), place):
        raise StoppedError("somebody stopped this since it was cleared")


def place_of(item_kind: str, item_id: UUID) -> Place:
    """Return what rooms above know of where an object goes."""
    place = Place()
    for _, find in place_finders:
        found = find(item_kind, item_id)
        place = place.beside(found) if found else place
    return place


def place_of_envelope(*, node: str, country: str, thread_id: UUID, decision_id: UUID) -> Place:
    """Return where an envelope goes; its decision tells for which authority it is."""
    decision = find_decision(decision_id)
    place = Place()
    if decision is not None and decision.item_id is not None:
        place = place_of(decision.item_kind, decision.item_id)
    return Place(
        countries=frozenset({country}),
        nodes=frozenset({node}),
        authorities=place.authorities,
        cases=place.cases | {str(thread_id)},
    )


def is_control(decision_id: UUID) -> bool:
    """Tell whether an envelope is a control message: of those the gate keeps no decision.

    A recall or a receipt passes whatever is stopped.
    """
    return find_decision(decision_id) is None


def get_stop(stop_id: UUID, *, for_user: User) -> ExchangeStop:
    """Return a stop, for who may make one.

    Raises:
        NotAllowedError: The role may not.
        NotFoundError: No such stop.
    """
    require(for_user, Capability.STOP_EXCHANGE)
    found = ExchangeStop.objects.select_related("made_by", "lifted_by").filter(id=stop_id).first()
    if found is None:
        raise NotFoundError("no such stop")
    return found


def list_stops(*, for_user: User) -> list[ExchangeStop]:
    """Return every stop, those that stand first, then the newest.

    Raises:
        NotAllowedError: The role may not.
    """
    require(for_user, Capability.STOP_EXCHANGE)
    found = ExchangeStop.objects.select_related("made_by", "lifted_by").order_by("-made_at")
    return sorted(found, key=lambda one: one.lifted_at is not None)
