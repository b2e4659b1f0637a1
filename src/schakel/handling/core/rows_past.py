"""Rows that no longer count: how the table read before version 2026-11-25.1.

They are kept to ask old decisions again under their own version, and are never changed.
"""

from schakel.handling.core.case import Asylum, Basis, GateCase, Risk
from schakel.handling.core.row import Verdict, allow, allow_on, bind, hold, refuse, row
from schakel.handling.core.versions import SHARPENED
from schakel.kernel.fieldnames import list_first_asylum_fields as list_asylum_fields
from schakel.kernel.parties import UNION_BODIES, is_outside, is_third_country


def _may_be_origin(case: GateCase) -> bool:
    """Tell whether nobody found out yet if this third country is the person's origin."""
    return case.receiver_is_origin is None and is_third_country(case.receiver)


@row(
    3,
    "Necessity and grading",
    source="LED, arts 4, 7(2), 8; Wpg, arts 3, 4",
    verified="V",
    until=SHARPENED,
)
def quality(case: GateCase) -> Verdict | None:
    """Personal data leaves with a necessity in words and a 4x4 grading."""
    complete = case.necessity.strip() and case.evaluated
    return hold("3") if case.personal and not complete else None


@row(15, "No personal data", source="Smuggling Protocol, art. 10(1)", verified="V", until=SHARPENED)
def no_personal_data(case: GateCase) -> Verdict | None:
    """Routes, methods and documents that lead to nobody may go; rows 16 to 30 end here."""
    return None if case.personal else allow("15")


@row(
    4,
    "Asylum information to the country of origin",
    source="Regulation (EU) 2024/1348, art. 7(2)",
    verified="V",
    until=SHARPENED,
)
def asylum_fields(case: GateCase) -> Verdict | None:
    """No field on asylum or persecution reaches the origin, nor what may be the origin."""
    if not list_asylum_fields(case.fields):
        return None
    if case.receiver_is_origin:
        return refuse("4")
    return hold("4-unknown") if _may_be_origin(case) else None


@row(
    5,
    "Asylum pending or granted",
    source="Regulation (EU) 2024/1348, art. 7(2)",
    verified="V",
    until=SHARPENED,
)
def asylum_open(case: GateCase) -> Verdict | None:
    """Nothing on somebody who seeks or has protection reaches the origin."""
    if case.asylum not in {Asylum.PENDING, Asylum.GRANTED}:
        return None
    if case.receiver_is_origin:
        return refuse("5")
    return hold("5-unknown") if _may_be_origin(case) else None


@row(
    6,
    "Asylum state unknown",
    source="House rule, to keep Regulation (EU) 2024/1348, art. 7(2)",
    verified="P",
    until=SHARPENED,
)
def asylum_unknown(case: GateCase) -> Verdict | None:
    """Before anything reaches what may be the origin, the immigration service is asked."""
    if case.asylum not in {None, Asylum.UNKNOWN}:
        return None
    if case.receiver_is_origin:
        stated = case.asylum is Asylum.UNKNOWN
        return hold("6") if stated or is_third_country(case.receiver) else None
    return hold("6") if case.personal and _may_be_origin(case) else None


@row(
    7,
    "Death penalty or torture",
    source="LED, recital 71; ECHR, arts 2, 3 and Protocol 13; Charter, arts 2, 4, 19(2)",
    verified="P",
    until=SHARPENED,
)
def risk_open(case: GateCase) -> Verdict | None:
    """Nothing that can lead to a person goes where it may lead to death or ill-treatment."""
    if not case.personal or not is_outside(case.receiver):
        return None
    if case.facts.risk is Risk.OPEN:
        return refuse("7")
    return hold("7-unknown") if case.facts.risk is None else None


@row(8, "Risk covered by an assurance", source="LED, recital 71", verified="V", until=SHARPENED)
def risk_assured(case: GateCase) -> Verdict | None:
    """An assurance travels with what it covers."""
    assured = case.personal and is_outside(case.receiver) and case.facts.risk is Risk.ASSURED
    return bind("8", "assurance-attached") if assured else None


@row(
    24,
    "Receiver a body of the Union",
    source="Regulation (EU) 2016/794, art. 19; Regulation (EU) 2018/1727",
    verified="V",
    until=SHARPENED,
)
def union_body(case: GateCase) -> Verdict | None:
    """Purposes and restrictions are stated."""
    body = case.receiver in UNION_BODIES
    return allow_on("24", "state-purposes-and-restrictions") if body else None


@row(
    25,
    "Outside: not a competent authority",
    source="LED, art. 39; Wpg, art. 17a(5)",
    verified="V",
    until=SHARPENED,
)
def not_competent(case: GateCase) -> Verdict | None:
    """Outside, the receiver is a competent authority, or the five conditions are written down."""
    return hold("25") if is_outside(case.receiver) and not case.facts.competent_receiver else None


@row(27, "Outside: no basis", source="LED, arts 36-38", verified="V", until=SHARPENED)
def no_basis(case: GateCase) -> Verdict | None:
    """No transfer without adequacy, safeguards or a derogation."""
    if not is_outside(case.receiver):
        return None
    if case.facts.basis is None:
        return hold("27-unknown")
    return refuse("27") if case.facts.basis is Basis.NONE else None


@row(
    30,
    "Outside: on a basis",
    source="LED, arts 35-38; Wpg, arts 17a, 32(2)",
    verified="V",
    until=SHARPENED,
)
def transfer(case: GateCase) -> Verdict | None:
    """A transfer is locked to receiver and purpose, and documented."""
    if not is_outside(case.receiver) or case.facts.basis in {None, Basis.NONE}:
        return None
    assessed = case.facts.basis is Basis.ASSESSED
    reported = ("categories-reported",) if assessed else ()
    return allow_on("30", "no-onward-transfer", "purpose-locked", "transfer-documented", *reported)


ROWS = (
    quality,
    no_personal_data,
    asylum_fields,
    asylum_open,
    asylum_unknown,
    risk_open,
    risk_assured,
    union_body,
    not_competent,
    no_basis,
    transfer,
)
