"""Rows about the receiver: risk, the Union and its bodies, transfers outside.

LED is Directive (EU) 2016/680, Wpg the Dutch police data act. The mark says whether the wording of
the sources was read (V), read in part (P), or is from memory (K). "Outside" is a third country or
an international organisation; what is not known of a receiver outside holds.
"""

from schakel.handling.core.case import Basis, GateCase, Judgement, Risk
from schakel.handling.core.consent import is_receiver_covered
from schakel.handling.core.row import Verdict, allow_on, bind, hold, refuse, row
from schakel.handling.core.states import UNION_BODIES, is_european, is_outside

DEROGATIONS = frozenset(basis for basis in Basis if basis.value.startswith("derogation"))
YIELDING = frozenset({Basis.DEROGATION_D, Basis.DEROGATION_E})


@row(
    7,
    "Death penalty or torture",
    source="LED, recital 71; ECHR, arts 2, 3 and Protocol 13; Charter, arts 2, 4, 19(2)",
    verified="P",
)
def risk_open(case: GateCase) -> Verdict | None:
    """Nothing that can lead to a person goes where it may lead to death or ill-treatment."""
    if not case.personal or not is_outside(case.receiver):
        return None
    if case.facts.risk is Risk.OPEN:
        return refuse("7")
    return hold("7-unknown") if case.facts.risk is None else None


@row(8, "Risk covered by an assurance", source="LED, recital 71", verified="V")
def risk_assured(case: GateCase) -> Verdict | None:
    """An assurance travels with what it covers."""
    assured = case.personal and is_outside(case.receiver) and case.facts.risk is Risk.ASSURED
    return bind("8", "assurance-attached") if assured else None


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
)
def union_body(case: GateCase) -> Verdict | None:
    """Purposes and restrictions are stated."""
    body = case.receiver in UNION_BODIES
    return allow_on("24", "state-purposes-and-restrictions") if body else None


@row(
    25, "Outside: not a competent authority", source="LED, art. 39; Wpg, art. 17a(5)", verified="V"
)
def not_competent(case: GateCase) -> Verdict | None:
    """Outside, the receiver is a competent authority, or the five conditions are written down."""
    return hold("25") if is_outside(case.receiver) and not case.facts.competent_receiver else None


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


@row(27, "Outside: no basis", source="LED, arts 36-38", verified="V")
def no_basis(case: GateCase) -> Verdict | None:
    """No transfer without adequacy, safeguards or a derogation."""
    if not is_outside(case.receiver):
        return None
    if case.facts.basis is None:
        return hold("27-unknown")
    return refuse("27") if case.facts.basis is Basis.NONE else None


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


@row(30, "Outside: on a basis", source="LED, arts 35-38; Wpg, arts 17a, 32(2)", verified="V")
def transfer(case: GateCase) -> Verdict | None:
    """A transfer is locked to receiver and purpose, and documented."""
    if not is_outside(case.receiver) or case.facts.basis in {None, Basis.NONE}:
        return None
    assessed = case.facts.basis is Basis.ASSESSED
    reported = ("categories-reported",) if assessed else ()
    return allow_on("30", "no-onward-transfer", "purpose-locked", "transfer-documented", *reported)


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
