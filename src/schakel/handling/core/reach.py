"""Who can read what is sent: a receiver is the set of States able to read it."""

from schakel.handling.core.case import GateCase, Risk
from schakel.kernel.fieldnames import list_asylum_fields
from schakel.kernel.parties import is_outside, is_third_country

# Every State of the world reads here, unless the readers are named.
OPEN_TO_ALL = "INTERPOL"


def list_reached(case: GateCase) -> tuple[str, ...]:
    """Return the receiver, then everybody else who can read it or is expected to get it, sorted."""
    others = (case.readers | case.onward) - {case.receiver}
    return (case.receiver, *sorted(others))


def list_origins_reached(case: GateCase) -> tuple[str, ...]:
    """Return those reached that are an origin of the person."""
    return tuple(party for party in list_reached(case) if _is_origin(case, party))


def list_origins_possible(case: GateCase) -> tuple[str, ...]:
    """Return those reached of whom nobody found out yet whether they are an origin."""
    return tuple(party for party in list_reached(case) if _is_origin(case, party) is None)


def risk_at(case: GateCase, party: str) -> Risk | None:
    """Return the risk of death penalty or ill-treatment at one of those reached."""
    if party == case.receiver:
        return case.facts.risk
    return case.reader_risks.get(party)


def list_outside_reached(case: GateCase) -> tuple[str, ...]:
    """Return those reached that are a third country or an international organisation."""
    return tuple(party for party in list_reached(case) if is_outside(party))


def _is_origin(case: GateCase, party: str) -> bool | None:
    if party in case.origins:
        return True
    if party == case.receiver and case.receiver_is_origin is not None:
        return case.receiver_is_origin
    if case.origins or not (is_third_country(party) or _is_open_to_the_origin(case, party)):
        return False
    return None


def _is_open_to_the_origin(case: GateCase, party: str) -> bool:
    """Tell whether this is the organisation of all States, with nothing said of who reads.

    It counts where the asylum state was looked at or is told; a bare question is answered by the
    other rows.
    """
    stated = case.asylum is not None or bool(list_asylum_fields(case.fields))
    return party == OPEN_TO_ALL and not case.readers and stated
