"""What reaches an origin of the person is refused, what may reach one is held."""

from collections.abc import Iterable

from schakel.handling.core.case import GateCase
from schakel.handling.core.reach import list_origins_possible, list_origins_reached
from schakel.handling.core.row import Verdict, hold, refuse


def against_origin(case: GateCase, key: str) -> Verdict | None:
    """Return a no to what reaches an origin, a hold of what may, or None."""
    certain = list_origins_reached(case)
    if certain:
        return refuse(key, *others(case, certain))
    possible = list_origins_possible(case)
    return hold(f"{key}-unknown", *others(case, possible)) if possible else None


def others(case: GateCase, parties: Iterable[str]) -> tuple[str, ...]:
    """Return those beside the receiver: the reader must learn by whom it would get there."""
    return tuple(party for party in parties if party != case.receiver)
