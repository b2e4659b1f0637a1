"""The rows of the decision table, one function each, in the order of the table.

Abbreviations: LED is Directive (EU) 2016/680, Wpg the Dutch police data act. The mark says whether
the wording of the source was read (V), read in part (P), or is from memory (K).
"""

from collections.abc import Callable
from dataclasses import dataclass

from schakel.handling.core import texts
from schakel.handling.core.case import (
    Asylum,
    Basis,
    Consent,
    GateCase,
    HandlingCode,
    Judgement,
    Purpose,
    Refoulement,
    Risk,
    Subject,
)
from schakel.handling.core.decision import Condition, Outcome
from schakel.handling.core.states import (
    MEMBER_STATES,
    UNION_BODIES,
    is_european,
    is_outside,
    is_third_country,
)

NO_PERSONAL_DATA = 15
JUDICIAL = frozenset({Purpose.EVIDENCE, Purpose.ICC})
PROTECTED = frozenset({Subject.VICTIM, Subject.WITNESS, Subject.SMUGGLED_PERSON})
PURPOSES = frozenset(purpose.value for purpose in Purpose)
DEROGATIONS = frozenset(basis for basis in Basis if basis.value.startswith("derogation"))
READMISSION_FORM = frozenset(
    {
        "given_names", "surname", "maiden_name", "earlier_names", "aliases", "birth_date",
        "birth_place", "sex", "physical_description", "father_name", "mother_name", "nationality",
        "earlier_nationality", "language", "civil_status", "spouse", "children", "photo",
        "fingerprints", "passport", "identity_card", "driving_licence", "itinerary",
        "means_of_evidence", "last_residence",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one row says; `key` names its text, `decides` is False when it only adds conditions."""

    outcome: Outcome
    key: str
    conditions: tuple[Condition, ...] = ()
    decides: bool = True
    names: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Return the plain English text, with the names it is about."""
        return texts.REASONS[self.key] + (f" ({', '.join(self.names)})" if self.names else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: its number, the law it comes from, and how it judges."""

    number: int
    title: str
    source: str
    verified: str
    judge: Callable[[GateCase], Verdict | None]

    @property
    def ends_with_no_personal_data(self) -> bool:
        """Tell whether row 15 ends this row."""
        return NO_PERSONAL_DATA < self.number <= 30


TABLE: list[Row] = []


def _row(
    number: int, title: str, *, source: str, verified: str
) -> Callable[[Callable[[GateCase], Verdict | None]], Callable[[GateCase], Verdict | None]]:
    def add(judge: Callable[[GateCase], Verdict | None]) -> Callable[[GateCase], Verdict | None]:
        TABLE.append(Row(number=number, title=title, source=source, verified=verified, judge=judge))
        return judge

    return add


def _refuse(key: str, *names: str) -> Verdict:
    return Verdict(outcome=Outcome.REFUSE, key=key, names=names)


def _hold(key: str) -> Verdict:
    return Verdict(outcome=Outcome.HOLD, key=key)


def _conditions(key: str, *codes: str, decides: bool = False) -> Verdict:
    made = tuple(Condition(code=code, text=texts.CONDITIONS[code]) for code in codes)
    return Verdict(outcome=Outcome.CONDITIONS, key=key, conditions=made, decides=decides)


def covers(case: GateCase, *, receiver: bool = False, purpose: bool = False) -> bool:
    """Tell whether consent was given and reaches this exchange; never further than it says.

    Args:
        case: The exchange.
        receiver: The receiver must be named in the consent.
        purpose: The purpose must be named in the consent.
    """
    if case.consent is not Consent.GIVEN:
        return False
    purposes = case.consent_covers & PURPOSES
    receivers = case.consent_covers - PURPOSES
    names_purpose = case.purpose.value in purposes if purposes or purpose else True
    names_receiver = case.receiver in receivers if receivers or receiver else True
    return names_purpose and names_receiver and bool(case.consent_covers)


@_row(
    1,
    "Obtained in violation of human rights",
    source="Regulation (EU) 2016/794, art. 23(9), as house rule",
    verified="V",
)
def tainted(case: GateCase) -> Verdict | None:
    """Information obviously obtained in violation of human rights goes nowhere."""
    return _refuse("1") if case.tainted else None


@_row(2, "Informant", source="Wpg, art. 12", verified="V")
def informant(case: GateCase) -> Verdict | None:
    """Identity and handling data of an informant go nowhere."""
    named = any(word in name for name in case.fields for word in ("informant", "handler"))
    return _refuse("2") if case.subject is Subject.INFORMANT or named else None


@_row(3, "Necessity and grading", source="LED, arts 4, 7(2), 8; Wpg, arts 3, 4", verified="V")
def quality(case: GateCase) -> Verdict | None:
    """Personal data leaves with a necessity and a 4x4 grading."""
    if case.personal and not (case.necessity.strip() and case.evaluated):
        return _hold("3")
    return None


@_row(
    4,
    "Asylum information to the country of origin",
    source="Regulation (EU) 2024/1348, art. 7(2)",
    verified="V",
)
def asylum_fields(case: GateCase) -> Verdict | None:
    """No asylum or persecution field reaches the country of nationality or former residence."""
    named = any(word in name for name in case.fields for word in ("asylum", "persecution"))
    if not named:
        return None
    if case.receiver_is_origin:
        return _refuse("4")
    unknown = case.receiver_is_origin is None and is_third_country(case.receiver)
    return _hold("4-unknown") if unknown else None


@_row(5, "Asylum pending or granted", source="Regulation (EU) 2024/1348, art. 7(2)", verified="V")
def asylum_open(case: GateCase) -> Verdict | None:
    """Nothing on an applicant or protected person reaches the country of origin."""
    if not case.personal or case.asylum not in {Asylum.PENDING, Asylum.GRANTED}:
        return None
    if case.receiver_is_origin:
        return _refuse("5")
    unknown = case.receiver_is_origin is None and is_third_country(case.receiver)
    return _hold("5-unknown") if unknown else None


@_row(
    6, "Asylum state unknown", source="Regulation (EU) 2024/1348, art. 7; house gate", verified="P"
)
def asylum_unknown(case: GateCase) -> Verdict | None:
    """Before anything reaches what may be the country of origin, the immigration service is asked."""
    if not case.personal or case.asylum not in {None, Asylum.UNKNOWN}:
        return None
    third = is_third_country(case.receiver)
    origin = case.receiver_is_origin or (case.receiver_is_origin is None and third)
    explicit = case.asylum is Asylum.UNKNOWN and case.receiver_is_origin
    return _hold("6") if explicit or (third and origin) else None


@_row(
    7,
    "Death penalty or torture",
    source="LED, recital 71; ECHR, arts 2, 3 and Protocol 13; Charter, arts 2, 4, 19(2)",
    verified="V",
)
def risk_open(case: GateCase) -> Verdict | None:
    """Nothing personal goes where it may lead to death or ill-treatment."""
    if not case.personal or not is_outside(case.receiver):
        return None
    if case.facts.risk is Risk.OPEN:
        return _refuse("7")
    return _hold("7-unknown") if case.facts.risk is None else None


@_row(8, "Risk covered by assurance", source="LED, recital 71", verified="V")
def risk_assured(case: GateCase) -> Verdict | None:
    """An assurance travels with what it covers."""
    if case.personal and is_outside(case.receiver) and case.facts.risk is Risk.ASSURED:
        return _conditions("8", "assurance-attached")
    return None


@_row(
    9,
    "Originator refused",
    source="Originator control: Regulation (EU) 2016/794, art. 19(2)",
    verified="V",
)
def originator_refused(case: GateCase) -> Verdict | None:
    """A no of the originator is a no."""
    return _refuse("9") if case.consent is Consent.REFUSED else None


@_row(
    10,
    "H2: not to be passed on",
    source="Handling code H2; Rome Statute, art. 73; LED, art. 35(2)",
    verified="V",
)
def passing_on(case: GateCase) -> Verdict | None:
    """H2 material of somebody else goes further only with his consent."""
    third_party = case.originator not in {None, case.sender, case.receiver}
    if HandlingCode.H2 not in case.codes or not third_party or covers(case, receiver=True):
        return None
    if case.consent is Consent.REFUSED:
        return _refuse("10-refused")
    if case.threat_no_time:
        return _conditions("10-threat", "notify-originator")
    return _hold("10")


@_row(
    11,
    "H1: not in court",
    source="Handling code H1; Directive (EU) 2023/977, evidence needs consent",
    verified="V",
)
def court_use(case: GateCase) -> Verdict | None:
    """H1 material is evidence only with consent."""
    if HandlingCode.H1 in case.codes and case.purpose in JUDICIAL:
        return None if covers(case, purpose=True) else _hold("11")
    return None


@_row(12, "H1: intelligence only", source="Handling code H1", verified="V")
def intelligence_only(case: GateCase) -> Verdict | None:
    """H1 material for other purposes tells so."""
    if HandlingCode.H1 in case.codes and case.purpose not in JUDICIAL:
        return _conditions("12", "intelligence-only")
    return None


@_row(13, "H3: other restriction", source="Handling code H3", verified="V")
def other_restriction(case: GateCase) -> Verdict | None:
    """Somebody reads the restriction before it leaves."""
    return _hold("13") if HandlingCode.H3 in case.codes and not case.h3_confirmed else None


@_row(
    14,
    "Other purpose",
    source="LED, arts 4(2), 9(3); UNTOC, art. 18(19); Smuggling Protocol, art. 10(2)",
    verified="P",
)
def other_purpose(case: GateCase) -> Verdict | None:
    """Another purpose than it was given for needs consent."""
    if case.original_purpose in {None, case.purpose} or covers(case, purpose=True):
        return None
    return _hold("14")


@_row(15, "No personal data", source="Smuggling Protocol, art. 10(1)", verified="V")
def no_personal_data(case: GateCase) -> Verdict | None:
    """Routes, methods and documents without personal data may go."""
    return None if case.personal else Verdict(outcome=Outcome.ALLOW, key="15")


@_row(16, "Special categories", source="LED, art. 10; Wpg, art. 5", verified="V")
def special_categories(case: GateCase) -> Verdict | None:
    """Special categories go only when strictly necessary."""
    return _hold("16") if case.special_categories and not case.strictly_necessary else None


@_row(17, "Object of smuggling", source="Smuggling Protocol, art. 5", verified="K")
def smuggled_person(case: GateCase) -> Verdict | None:
    """A smuggled person is never presented as a suspect."""
    if case.subject is Subject.SMUGGLED_PERSON:
        return _conditions("17", "category-travels")
    return None


@_row(
    18,
    "Victim, witness or object of smuggling",
    source="Regulation (EU) 2016/794, Annex II B(4)-(5)",
    verified="V",
)
def protected_person(case: GateCase) -> Verdict | None:
    """Only the small set of fields, the address masked."""
    if case.subject in PROTECTED:
        return _conditions("18", "small-field-set", "address-masked")
    return None


@_row(
    19,
    "Minor",
    source="Convention on the Rights of the Child, art. 3; Charter, art. 24",
    verified="V",
)
def minor(case: GateCase) -> Verdict | None:
    """A second person looks, and says why this serves the child."""
    return _conditions("19", "second-approver", "best-interests-note") if case.minor else None


@_row(20, "Return", source="Directive 2008/115/EC, arts 5, 9", verified="V")
def returning(case: GateCase) -> Verdict | None:
    """Return needs a final decision and a cleared non-refoulement statement."""
    if case.purpose is not Purpose.RETURN:
        return None
    if case.refoulement is Refoulement.BARRED:
        return _refuse("20-barred")
    if case.return_decision_final and case.refoulement is Refoulement.CLEARED:
        return None
    return _hold("20")


@_row(
    21, "Return of an unaccompanied minor", source="Directive 2008/115/EC, art. 10(2)", verified="V"
)
def returning_child(case: GateCase) -> Verdict | None:
    """Family, guardian or reception is checked first."""
    child = case.minor and case.unaccompanied
    return _hold("21") if child and case.purpose is Purpose.RETURN else None


@_row(
    22,
    "Return: fields of the form alone",
    source="Readmission agreements, e.g. EU-Sri Lanka, art. 7",
    verified="P",
)
def readmission_fields(case: GateCase) -> Verdict | None:
    """Nothing outside the readmission form leaves."""
    if case.purpose is not Purpose.RETURN:
        return None
    strays = sorted(case.fields - READMISSION_FORM)
    return _refuse("22", *strays) if strays else None


@_row(23, "Receiver in the Union or Schengen", source="LED, art. 9(3)-(4)", verified="V")
def european(case: GateCase) -> Verdict | None:
    """The codes travel; nothing stricter than at home."""
    if is_european(case.receiver):
        return _conditions("23", "codes-travel", "no-stricter-than-domestic", decides=True)
    return None


@_row(
    24,
    "Receiver a body of the Union",
    source="Regulation (EU) 2016/794, art. 19; Regulation (EU) 2018/1727",
    verified="V",
)
def union_body(case: GateCase) -> Verdict | None:
    """Purposes and restrictions are stated."""
    if case.receiver in UNION_BODIES:
        return _conditions("24", "state-purposes-and-restrictions", decides=True)
    return None


@_row(25, "Third: not a competent authority", source="LED, art. 39; Wpg, art. 17a(5)", verified="V")
def competent(case: GateCase) -> Verdict | None:
    """Outside, the receiver is a competent authority, or the five conditions are met."""
    outside = is_outside(case.receiver)
    return _hold("25") if outside and not case.facts.competent_receiver else None


@_row(26, "Third: from a Member State", source="LED, art. 35(1)(c); Wpg, art. 17a(4)", verified="V")
def member_state_origin(case: GateCase) -> Verdict | None:
    """What another Member State gave goes outside with its authorisation."""
    from_member = case.originator in MEMBER_STATES and case.originator != case.sender
    if not (is_outside(case.receiver) and from_member) or covers(case, receiver=True):
        return None
    if case.threat_no_time:
        return _conditions("26-threat", "notify-originator")
    return _hold("26")


@_row(27, "Third: no basis", source="LED, arts 36-38", verified="V")
def basis(case: GateCase) -> Verdict | None:
    """No transfer without adequacy, safeguards or a derogation."""
    if not is_outside(case.receiver):
        return None
    if case.facts.basis is None:
        return _hold("27-unknown")
    return _refuse("27") if case.facts.basis is Basis.NONE else None


@_row(28, "Derogation and systematic", source="LED, recital 72", verified="V")
def systematic(case: GateCase) -> Verdict | None:
    """A derogation is for a single case."""
    used = is_outside(case.receiver) and case.facts.basis in DEROGATIONS
    return _refuse("28") if used and case.systematic else None


@_row(29, "Derogation against overriding rights", source="LED, art. 38(2)", verified="V")
def overriding_rights(case: GateCase) -> Verdict | None:
    """Derogations d and e yield to the rights of the person."""
    used = case.facts.basis in {Basis.DEROGATION_D, Basis.DEROGATION_E}
    return _refuse("29") if is_outside(case.receiver) and used and case.rights_override else None


@_row(30, "Third: on a basis", source="LED, arts 35-38; Wpg, arts 17a, 32(2)", verified="V")
def transfer(case: GateCase) -> Verdict | None:
    """Locked to receiver and purpose, and documented."""
    if not is_outside(case.receiver) or case.facts.basis in {None, Basis.NONE}:
        return None
    codes = ["no-onward-transfer", "purpose-locked", "transfer-documented"]
    if case.facts.basis is Basis.ASSESSED:
        codes.append("categories-reported")
    return _conditions("30", *codes, decides=True)


@_row(
    31,
    "Human-rights judgement",
    source="House rule after UN human rights due diligence policy",
    verified="V",
)
def judgement(case: GateCase) -> Verdict | None:
    """A missing or expired judgement holds everything."""
    if is_outside(case.receiver) and case.facts.judgement is not Judgement.VALID:
        return _hold("31")
    return None
