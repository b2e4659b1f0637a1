"""What a stop covers: a country, an authority, a link or a case."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from schakel.handling.core.case import Stop
from schakel.kernel.errors import UnusableInputError
from schakel.kernel.registry import Registry

Scope = Stop


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A stop that stands.

    Attributes:
        target: The code of a country or node, or the id of an authority or thread.
        country: Where an authority or a node is; for a country itself, empty for a case.
    """

    scope: Scope
    target: str
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an exchange goes; an empty set is not known, and unknown is never good."""

    countries: frozenset[str] = frozenset()
    nodes: frozenset[str] = frozenset()
    authorities: frozenset[str] = frozenset()
    cases: frozenset[str] = frozenset()

    def beside(self, other: "Place") -> "Place":
        """Return both together."""
        return Place(
            countries=self.countries | other.countries,
            nodes=self.nodes | other.nodes,
            authorities=self.authorities | other.authorities,
            cases=self.cases | other.cases,
        )


# Takes kind and id of what is sent; returns what is known of where it goes, or None.
PlaceFinder = Callable[[str, UUID], Place | None]
place_finders: Registry[PlaceFinder] = Registry("finder of places")


def covers(stop: Standing, place: Place) -> bool:
    """Tell whether a stop covers an exchange.

    A stop on a node or an authority covers everything to its country of which nobody knows to whom
    exactly it goes.
    """
    if stop.scope is Scope.CASE:
        return stop.target in place.cases
    if stop.scope is Scope.COUNTRY:
        return stop.target in place.countries
    known = place.nodes if stop.scope is Scope.LINK else place.authorities
    return stop.country in place.countries and (not known or stop.target in known)


def list_covering(stops: Iterable[Standing], place: Place) -> frozenset[Scope]:
    """Return the scopes of the stops that cover an exchange; empty when none does."""
    return frozenset(stop.scope for stop in stops if covers(stop, place))


def require_reason(reason: str) -> str:
    """Return a reason without space around it.

    Raises:
        UnusableInputError: There is none.
    """
    if not reason.strip():
        raise UnusableInputError("say why")
    return reason.strip()
