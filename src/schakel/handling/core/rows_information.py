"""Rows about the information itself: where it is from, and what its originator lets us do.

LED is Directive (EU) 2016/680, Wpg the Dutch police data act. The mark says whether the wording of
the sources was read (V), read in part (P), or is from memory (K).
"""

from schakel.handling.core.case import Consent, GateCase, HandlingCode, Purpose, Subject
from schakel.handling.core.consent import is_purpose_covered, is_receiver_covered
from schakel.handling.core.row import Verdict, allow, bind, hold, refuse, row
from schakel.handling.core.versions import SHARPENED
from schakel.kernel.fieldnames import list_informant_fields

IN_COURT = frozenset({Purpose.EVIDENCE, Purpose.ICC})


@row(
    1,
    "Obtained in violation of human rights",
    source="Regulation (EU) 2016/794, art. 23(9), as house rule",
    verified="V",
)
def tainted(case: GateCase) -> Verdict | None:
    """Information obviously obtained in violation of human rights goes nowhere."""
    return refuse("1") if case.tainted else None


@row(2, "Identity of an informant", source="Wpg, art. 12", verified="V")
def informant(case: GateCase) -> Verdict | None:
    """The identity of an informant and how he is handled go nowhere."""
    shown = case.subject is Subject.INFORMANT or list_informant_fields(case.fields)
    return refuse("2") if shown else None


@row(
    3,
    "Necessity and grading",
    source="LED, arts 3(1), 4, 7(2), 8; Wpg, arts 3, 4",
    verified="V",
    since=SHARPENED,
)
def quality(case: GateCase) -> Verdict | None:
    """What leads to a person leaves with a necessity in words and a 4x4 grading."""
    complete = case.necessity.strip() and case.evaluated
    return hold("3") if case.leads_somewhere and not complete else None


@row(9, "Originator refused", source="Regulation (EU) 2016/794, art. 19(2)", verified="V")
def originator_refused(case: GateCase) -> Verdict | None:
    """A no of the originator is a no."""
    return refuse("9") if case.consent is Consent.REFUSED else None


@row(
    10,
    "H2: not to be passed on",
    source="Handling code H2; LED, art. 35(2); Rome Statute, art. 73",
    verified="P",
)
def passing_on(case: GateCase) -> Verdict | None:
    """H2 material of somebody else goes further only to whom he consented.

    An immediate and serious threat that leaves no time lifts the wait, never a refusal.
    """
    of_another = case.originator not in {None, case.sender, case.receiver}
    if HandlingCode.H2 not in case.codes or not of_another or is_receiver_covered(case):
        return None
    if case.consent is Consent.REFUSED:
        return refuse("10-refused")
    return bind("10-threat", "notify-originator") if case.threat_no_time else hold("10")


@row(
    11,
    "H1: not in court",
    source="Handling code H1; Directive (EU) 2023/977: evidence needs consent",
    verified="V",
)
def court_use(case: GateCase) -> Verdict | None:
    """H1 material is evidence only with a consent that says so."""
    for_court = HandlingCode.H1 in case.codes and case.purpose in IN_COURT
    return hold("11") if for_court and not is_purpose_covered(case) else None


@row(12, "H1: intelligence only", source="Handling code H1", verified="V")
def intelligence_only(case: GateCase) -> Verdict | None:
    """H1 material for another purpose says that it is for intelligence only."""
    otherwise = HandlingCode.H1 in case.codes and case.purpose not in IN_COURT
    return bind("12", "intelligence-only") if otherwise else None


@row(13, "H3: another restriction", source="Handling code H3", verified="V")
def other_restriction(case: GateCase) -> Verdict | None:
    """Somebody reads the restriction and confirms it before it leaves."""
    unread = HandlingCode.H3 in case.codes and not case.h3_confirmed
    return hold("13") if unread else None


@row(
    14,
    "Another purpose",
    source="LED, arts 4(2), 9(3); UNTOC, art. 18(19); Smuggling Protocol, art. 10(2); "
    "Regulation (EU) 2024/982, art. 50",
    verified="P",
)
def another_purpose(case: GateCase) -> Verdict | None:
    """Another purpose than it was given for needs a consent that says so."""
    same = case.original_purpose in {None, case.purpose}
    return None if same or is_purpose_covered(case) else hold("14")


@row(
    15,
    "No personal data",
    source="Smuggling Protocol, art. 10(1); LED, art. 3(1)",
    verified="V",
    since=SHARPENED,
)
def no_personal_data(case: GateCase) -> Verdict | None:
    """Routes, methods and documents that lead to nobody may go; rows 16 to 30 end here.

    What leads to a person, a hiding place or a source is no such thing, with or without names.
    """
    return None if case.leads_somewhere else allow("15")


@row(16, "Special categories", source="LED, art. 10; Wpg, art. 5", verified="V")
def special_categories(case: GateCase) -> Verdict | None:
    """Health, religion, origin and the like go only when strictly necessary."""
    return hold("16") if case.special_categories and not case.strictly_necessary else None


ROWS = (
    tainted,
    informant,
    quality,
    originator_refused,
    passing_on,
    court_use,
    intelligence_only,
    other_restriction,
    another_purpose,
    no_personal_data,
    special_categories,
)
