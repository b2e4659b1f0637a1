"""Rows about the person concerned: protection, role, age, return.

The mark says whether the wording of the sources was read (V), read in part (P), or is from memory
(K). "Origin" is a country of nationality or former residence, or one that the immigration service
names. A receiver is everybody who can read what is sent, and to whom it is expected to go on.
"""

from schakel.handling.core.barring import against_origin as _against_origin
from schakel.handling.core.barring import others as _others
from schakel.handling.core.case import Asylum, GateCase, Purpose, Refoulement, Subject
from schakel.handling.core.reach import list_origins_possible, list_origins_reached
from schakel.handling.core.row import Verdict, bind, hold, refuse, row
from schakel.handling.core.versions import LITERAL, SHARPENED
from schakel.kernel.fieldnames import list_asylum_fields, list_fields_outside_readmission
from schakel.kernel.parties import is_third_country

HEARD = frozenset({Subject.VICTIM, Subject.WITNESS})
PROTECTED = frozenset({Subject.VICTIM, Subject.WITNESS, Subject.SMUGGLED_PERSON})


@row(
    4,
    "Asylum information to the country of origin",
    source="Regulation (EU) 2024/1348, art. 7(2)",
    verified="V",
    since=LITERAL,
)
def asylum_fields(case: GateCase) -> Verdict | None:
    """No field on asylum or persecution reaches an origin, nor what may be one."""
    if not list_asylum_fields(case.fields):
        return None
    return _against_origin(case, "4")


@row(
    5,
    "Asylum pending or granted",
    source="Regulation (EU) 2024/1348, art. 7(2)",
    verified="V",
    since=SHARPENED,
)
def asylum_open(case: GateCase) -> Verdict | None:
    """Nothing on somebody who seeks or has protection reaches an origin, by whatever way."""
    if case.asylum not in {Asylum.PENDING, Asylum.GRANTED}:
        return None
    return _against_origin(case, "5")


@row(
    6,
    "Asylum state unknown",
    source="House rule, to keep Regulation (EU) 2024/1348, art. 7(2)",
    verified="P",
    since=LITERAL,
)
def asylum_unknown(case: GateCase) -> Verdict | None:
    """Before anything reaches what may be an origin, the immigration service is asked.

    With or without personal data: what an application would stop, not knowing of one stops too.
    """
    if case.asylum not in {None, Asylum.UNKNOWN}:
        return None
    stated = case.asylum is Asylum.UNKNOWN
    certain = [p for p in list_origins_reached(case) if stated or is_third_country(p)]
    reached = [*certain, *list_origins_possible(case)]
    return hold("6", *_others(case, reached)) if reached else None


@row(17, "Object of smuggling", source="Smuggling Protocol, art. 5", verified="K")
def smuggled_person(case: GateCase) -> Verdict | None:
    """A smuggled person is never presented as a suspect."""
    smuggled = case.subject is Subject.SMUGGLED_PERSON
    return bind("17", "category-travels") if smuggled else None


@row(
    18,
    "Victim, witness or object of smuggling",
    source="Regulation (EU) 2016/794, Annex II, B(4)-(5)",
    verified="V",
)
def protected_person(case: GateCase) -> Verdict | None:
    """Of protected people the smallest set of fields leaves, the address masked."""
    protected = case.subject in PROTECTED
    return bind("18", "small-field-set", "address-masked") if protected else None


@row(
    19,
    "Minor concerned",
    source="Convention on the Rights of the Child, art. 3; Charter, art. 24",
    verified="K",
)
def minor(case: GateCase) -> Verdict | None:
    """A second person looks, and a note says why this serves the child."""
    return bind("19", "second-approver", "best-interests-note") if case.minor else None


@row(20, "Return of a person", source="Directive 2008/115/EC, arts 5, 9", verified="K")
def returning(case: GateCase) -> Verdict | None:
    """Return needs a final decision and a cleared non-refoulement statement."""
    if case.purpose is not Purpose.RETURN:
        return None
    if case.refoulement is Refoulement.BARRED:
        return refuse("20-barred")
    ready = case.return_decision_final and case.refoulement is Refoulement.CLEARED
    return None if ready else hold("20")


@row(21, "Return of an unaccompanied minor", source="Directive 2008/115/EC, art. 10", verified="K")
def returning_child(case: GateCase) -> Verdict | None:
    """Family, a guardian or reception is made sure of first."""
    alone = case.minor and case.unaccompanied and case.purpose is Purpose.RETURN
    return hold("21") if alone else None


@row(
    22,
    "Return: only the fields of the form",
    source="Readmission agreements, for example EU-Sri Lanka, art. 7(1)",
    verified="P",
    since=LITERAL,
)
def readmission_fields(case: GateCase) -> Verdict | None:
    """Nothing that the readmission form does not have leaves for a return."""
    if case.purpose is not Purpose.RETURN:
        return None
    outside = list_fields_outside_readmission(case.fields)
    return refuse("22", *outside) if outside else None


@row(
    32,
    "Return of a victim or witness in an open case",
    source="House rule, after Directive 2012/29/EU and Directive 2004/81/EC",
    verified="K",
    since=SHARPENED,
)
def returning_witness(case: GateCase) -> Verdict | None:
    """A victim or witness stays until a prosecutor has answered, or the case is closed."""
    heard = case.open_case is False or case.prosecutor_agrees
    concerned = case.purpose is Purpose.RETURN and case.subject in HEARD
    return hold("32") if concerned and not heard else None


@row(
    33,
    "Protected witness",
    source="Regulation (EU) 2016/794, Annex II, B(5), as house rule",
    verified="P",
    since=SHARPENED,
)
def protected_witness(case: GateCase) -> Verdict | None:
    """Who is under witness protection, and where, goes nowhere."""
    return refuse("33") if case.protected_witness else None


ROWS = (
    asylum_fields,
    asylum_open,
    asylum_unknown,
    smuggled_person,
    protected_person,
    minor,
    returning,
    returning_child,
    readmission_fields,
    returning_witness,
    protected_witness,
)
