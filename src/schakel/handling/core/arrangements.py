"""Adequacy decisions and arrangements, as rows: for whom, under which law, for what, how long.

K marks what is from memory; a node adds what it knows better as facts of its own.
"""

from dataclasses import dataclass
from datetime import date

from schakel.handling.core.case import Basis, GateCase, Purpose, Regime

_ALL_BUT_RETURN = frozenset(Purpose) - {Purpose.RETURN}
_RETURN = frozenset({Purpose.RETURN})
_LED = frozenset({Regime.LED})
_GDPR = frozenset({Regime.GDPR})


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """One adequacy decision or arrangement.

    Attributes:
        personal: Whether personal data may go on it at all.
        first_date, last_date: Its validity, both days included; None is open.
        verified: V, P or K, as for the rows of the table.
    """

    id: str
    party: str
    basis: Basis
    regimes: frozenset[Regime]
    purposes: frozenset[Purpose]
    personal: bool = True
    first_date: date | None = None
    last_date: date | None = None
    source: str
    verified: str


def _readmission(party: str, year: int) -> Arrangement:
    return Arrangement(
        id=f"{party.lower()}-readmission-{year}",
        party=party,
        basis=Basis.BINDING,
        regimes=_GDPR,
        purposes=_RETURN,
        first_date=date(year, 12, 31),
        source="Readmission agreement with the Union, in force from that year",
        verified="K",
    )


ARRANGEMENTS = (
    Arrangement(
        id="gb-led-2021",
        party="GB",
        basis=Basis.ADEQUACY,
        regimes=_LED,
        purposes=_ALL_BUT_RETURN,
        first_date=date(2021, 6, 28),
        last_date=date(2031, 12, 27),
        source="Implementing Decision (EU) 2021/1773, renewed in 2025",
        verified="K",
    ),
    Arrangement(
        id="gb-gdpr-2021",
        party="GB",
        basis=Basis.ADEQUACY,
        regimes=_GDPR,
        purposes=_ALL_BUT_RETURN,
        first_date=date(2021, 6, 28),
        last_date=date(2031, 12, 27),
        source="Implementing Decision (EU) 2021/1772, renewed in 2025: not for immigration control",
        verified="K",
    ),
    Arrangement(
        id="eg-europol-2025",
        party="EG",
        basis=Basis.BINDING,
        regimes=_LED,
        purposes=_ALL_BUT_RETURN,
        personal=False,
        first_date=date(2025, 4, 9),
        source="Working arrangement with Europol: no personal data",
        verified="K",
    ),
    *(
        _readmission(party, year)
        for party, year in (
            ("LK", 2005),
            ("AL", 2006),
            ("BA", 2008),
            ("MD", 2008),
            ("ME", 2008),
            ("MK", 2008),
            ("RS", 2008),
            ("UA", 2008),
            ("PK", 2010),
            ("GE", 2011),
            ("AM", 2014),
            ("AZ", 2014),
            ("CV", 2014),
            ("TR", 2014),
        )
    ),
)
_BY_ID = {one.id: one for one in ARRANGEMENTS}


def find_arrangement(arrangement_id: str) -> Arrangement | None:
    """Return the row of this id, or None."""
    return _BY_ID.get(arrangement_id)


def list_arrangements(
    party: str, *, purpose: Purpose, regime: Regime, personal: bool, on: date | None
) -> tuple[Arrangement, ...]:
    """Return the rows on which something may go to `party`.

    Args:
        party: A country or organisation.
        purpose: What the receiver will use it for.
        regime: The law that governs the data here.
        personal: Whether it leads to somebody.
        on: The day; None leaves validity out.
    """
    return tuple(
        one
        for one in ARRANGEMENTS
        if one.party == party and _covers(one, purpose, regime, personal=personal, on=on)
    )


def lacks_cover(case: GateCase) -> bool:
    """Tell whether the basis that the case names does not cover what would leave.

    A named arrangement must be of the receiver, of that basis and cover the case. Adequacy without
    a name is measured by the decisions on that receiver, when there are any.
    """
    covering = list_arrangements(
        case.receiver,
        purpose=case.purpose,
        regime=case.regime,
        personal=case.leads_somewhere,
        on=case.on,
    )
    named = case.facts.arrangement
    if named is not None:
        return not any(one.id == named and one.basis is case.facts.basis for one in covering)
    if case.facts.basis is not Basis.ADEQUACY:
        return False
    decided = any(o.party == case.receiver and o.basis is Basis.ADEQUACY for o in ARRANGEMENTS)
    return decided and not any(one.basis is Basis.ADEQUACY for one in covering)


def _covers(
    one: Arrangement, purpose: Purpose, regime: Regime, *, personal: bool, on: date | None
) -> bool:
    begun = on is None or one.first_date is None or one.first_date <= on
    ended = on is not None and one.last_date is not None and one.last_date < on
    fits = purpose in one.purposes and regime in one.regimes
    return fits and begun and not ended and (one.personal or not personal)
