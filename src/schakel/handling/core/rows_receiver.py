"""Rows about the receiver: risk, the Union and its bodies, transfers outside.

LED is Directive (EU) 2016/680, Wpg the Dutch police data act. The mark says whether the wording of
the sources was read (V), read in part (P), or is from memory (K). "Outside" is a third country or
an international organisation; what is not known of a receiver outside holds.
"""

from collections.abc import Mapping

from schakel.handling.core.arrangements import lacks_cover
from schakel.handling.core.case import Basis, GateCase, Judgement, Risk
from schakel.handling.core.consent import is_receiver_covered
from schakel.handling.core.organisations import find_organisation
from schakel.handling.core.reach import list_outside_reached, risk_at
from schakel.handling.core.row import Verdict, allow_on, bind, hold, refuse, row
from schakel.handling.core.versions import SHARPENED
from schakel.kernel.parties import is_european, is_outside

DEROGATIONS = frozenset(basis for basis in Basis if basis.value.startswith("derogation"))
YIELDING = frozenset({Basis.DEROGATION_D, Basis.DEROGATION_E})


@row(
    7,
    "Death penalty or torture",
    source="LED, recital 71; ECHR, arts 2, 3 and Protocol 13; Charter, arts 2, 4, 19(2)",
    verified="P",
    since=SHARPENED,
)
def risk_open(case: GateCase) -> Verdict | None:
    """Nothing that can lead to somebody is read where it may lead to death or ill-treatment."""
    if not case.leads_somewhere:
        return None
    risks = {party: risk_at(case, party) for party in list_outside_reached(case)}
    if Risk.OPEN in risks.values():
        return refuse("7", *_others(case, risks, Risk.OPEN))
    return hold("7-unknown", *_others(case, risks, None)) if None in risks.values() else None


@row(8, "Risk covered by an assurance", source="LED, recital 71", verified="V", since=SHARPENED)
def risk_assured(case: GateCase) -> Verdict | None:
    """An assurance travels with what it covers."""
    if not case.leads_somewhere:
        return None
    risks = {party: risk_at(case, party) for party in list_outside_reached(case)}
    return bind("8", "assurance-attached") if Risk.ASSURED in risks.values() else None


def _others(
    case: GateCase, risks: Mapping[str, Risk | None], wanted: Risk | None
) -> tuple[str, ...]:
    return tuple(p for p, risk in risks.items() if risk is wanted and p != case.receiver)


@row(23, "Receiver in the Union or Schengen", source="LED, art. 9(3)-(4)", verified="V")
def european(case: GateCase) -> Verdict | None:
    """The codes travel; nothing is stricter than at home."""
    conditions = ("codes-travel", "no-stricter-than-domestic")
    return allow_on("23", *conditions) if is_european(case.receiver) else None


@row(
    24,
    "Receiver a body of the Union",
    source="Regulation (EU) 2016/794, art. 19; Regulation (EU) 2018/1727",
    verified="V",
    since=SHARPENED,
)
def union_body(case: GateCase) -> Verdict | None:
    """Purposes and restrictions are stated; each body has its own law."""
    line = find_organisation(case.receiver)
    if line is None or line.row != 24:
        return None
    return allow_on(line.key, "state-purposes-and-restrictions", *line.conditions)


@row(
    25,
    "Outside: not a competent authority",
    source="LED, art. 39; Wpg, art. 17a(5)",
    verified="V",
    since=SHARPENED,
)
def not_competent(case: GateCase) -> Verdict | None:
    """Outside, the receiver is a competent authority, or the five conditions are written down.

    Some organisations are none by default, whatever is said of them.
    """
    if not is_outside(case.receiver):
        return None
    line = find_organisation(case.receiver)
    if line is not None and not line.operational:
        return hold(line.key)
    return hold("25") if not case.facts.competent_receiver else None


@row(
    26,
    "Outside: from a Member State",
    source="LED, art. 35(1)(c) and (2); Wpg, art. 17a(4)",
    verified="V",
)
def from_member_state(case: GateCase) -> Verdict | None:
    """What another Member State gave goes outside with its authorisation only.

    An immediate and serious threat that leaves no time lifts the wait; the giver is told at once.
    States associated with Schengen are treated alike.
    """
    theirs = case.originator not in {None, case.sender} and is_european(case.originator or "")
    if not (theirs and is_outside(case.receiver)) or is_receiver_covered(case):
        return None
    return bind("26-threat", "notify-originator") if case.threat_no_time else hold("26")


@row(27, "Outside: no basis", source="LED, arts 36-38", verified="V", since=SHARPENED)
def no_basis(case: GateCase) -> Verdict | None:
    """No transfer without adequacy, safeguards or a derogation that covers it."""
    if not is_outside(case.receiver):
        return None
    if case.facts.basis is None:
        return hold("27-unknown")
    if case.facts.basis is Basis.NONE:
        return refuse("27")
    return refuse("27-not-covered") if lacks_cover(case) else None


@row(28, "Outside: systematic on a derogation", source="LED, recital 72", verified="V")
def systematic(case: GateCase) -> Verdict | None:
    """A derogation is for a single case."""
    derogates = is_outside(case.receiver) and case.facts.basis in DEROGATIONS
    return refuse("28") if derogates and case.systematic else None


@row(29, "Outside: rights override a derogation", source="LED, art. 38(2)", verified="V")
def overriding_rights(case: GateCase) -> Verdict | None:
    """Derogations d and e yield to the rights of the person."""
    yields = is_outside(case.receiver) and case.facts.basis in YIELDING
    return refuse("29") if yields and case.rights_override else None


@row(
    30,
    "Outside: on a basis",
    source="LED, arts 35-38; Wpg, arts 17a, 32(2)",
    verified="V",
    since=SHARPENED,
)
def transfer(case: GateCase) -> Verdict | None:
    """A transfer is locked to receiver and purpose, and documented."""
    based = is_outside(case.receiver) and case.facts.basis not in {None, Basis.NONE}
    if not based or lacks_cover(case):
        return None
    reported = ("categories-reported",) if case.facts.basis is Basis.ASSESSED else ()
    line = find_organisation(case.receiver)
    own = line.conditions if line else ()
    key = line.key if line and line.row == 30 else "30"
    locks = ("no-onward-transfer", "purpose-locked", "transfer-documented")
    return allow_on(key, *locks, *reported, *own)


@row(
    31,
    "Human-rights judgement",
    source="House rule, after the UN human rights due diligence policy",
    verified="V",
)
def judgement(case: GateCase) -> Verdict | None:
    """Nothing goes outside while the judgement on the receiver is missing or expired."""
    unjudged = is_outside(case.receiver) and case.facts.judgement is not Judgement.VALID
    return hold("31") if unjudged else None


ROWS = (
    risk_open,
    risk_assured,
    european,
    union_body,
    not_competent,
    from_member_state,
    no_basis,
    systematic,
    overriding_rights,
    transfer,
    judgement,
)
