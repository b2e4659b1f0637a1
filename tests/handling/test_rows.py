"""Every row of the decision table as an example, one change away from a case that is fine."""

import pytest

from schakel.handling.core.case import (
    Asylum,
    Basis,
    Consent,
    HandlingCode,
    Judgement,
    Purpose,
    ReceiverFacts,
    Refoulement,
    Risk,
    Stop,
    Subject,
)
from schakel.handling.core.decision import Outcome, Whom
from schakel.handling.core.table import TABLE, ask
from tests.handling.cases import outside, within

H0, H1, H2, H3 = HandlingCode
ALLOW, CONDITIONS, HOLD, REFUSE = Outcome
COVERING = {"consent": Consent.GIVEN}
PASSED_ON = {"codes": frozenset({H2}), "originator": "FR"}
RETURN = {
    "purpose": Purpose.RETURN,
    "return_decision_final": True,
    "refoulement": Refoulement.CLEARED,
    "fields": frozenset({"surname", "birth_date", "photo"}),
}


def rows_of(case):
    """Return what the gate says of `case`, as rule -> outcome."""
    return {reason.rule: reason.outcome for reason in ask(case).reasons}


def codes_of(case):
    """Return the codes of the conditions of `case`."""
    return {condition.code for condition in ask(case).conditions}


def a_return(**changes):
    """Return a readmission to which nothing objects, changed."""
    return outside(**{**RETURN, **changes})


APPLIES = [
    ("1", REFUSE, within(tainted=True)),
    ("1", REFUSE, within(tainted=True, personal=False)),
    ("2", REFUSE, within(subject=Subject.INFORMANT)),
    ("2", REFUSE, within(fields=frozenset({"informant-code"}))),
    ("2", REFUSE, within(fields=frozenset({"Handler name"}))),
    ("3", HOLD, within(necessity="")),
    ("3", HOLD, within(necessity=" \n")),
    ("3", HOLD, within(evaluated=False)),
    ("4", REFUSE, outside(fields=frozenset({"asylum_state"}), receiver_is_origin=True)),
    ("4", REFUSE, within(fields=frozenset({"persecution"}), receiver_is_origin=True)),
    ("4", HOLD, outside(fields=frozenset({"Asylum"}), receiver_is_origin=None)),
    ("5", REFUSE, outside(asylum=Asylum.PENDING, receiver_is_origin=True)),
    ("5", REFUSE, within(asylum=Asylum.GRANTED, receiver_is_origin=True)),
    ("5", HOLD, outside(asylum=Asylum.GRANTED, receiver_is_origin=None)),
    ("6", HOLD, outside(asylum=Asylum.UNKNOWN, receiver_is_origin=True)),
    ("6", HOLD, outside(asylum=None, receiver_is_origin=True)),
    ("6", HOLD, outside(asylum=None, receiver_is_origin=True, personal=False)),
    ("6", HOLD, outside(asylum=None, receiver_is_origin=None)),
    ("6", HOLD, outside(asylum=None, receiver_is_origin=None, personal=False)),
    ("6", HOLD, within(asylum=Asylum.UNKNOWN, receiver_is_origin=True)),
    ("7", REFUSE, outside(risk=Risk.OPEN)),
    ("7", REFUSE, outside(receiver="INTERPOL", risk=Risk.OPEN)),
    ("7", HOLD, outside(risk=None)),
    ("8", CONDITIONS, outside(risk=Risk.ASSURED)),
    ("9", REFUSE, within(consent=Consent.REFUSED)),
    ("10", HOLD, within(**PASSED_ON)),
    ("10", HOLD, within(**PASSED_ON, consent=Consent.ASKED)),
    ("10", REFUSE, within(**PASSED_ON, consent=Consent.REFUSED)),
    ("10", CONDITIONS, within(**PASSED_ON, threat_no_time=True)),
    (
        "10",
        REFUSE,
        within(**PASSED_ON, threat_no_time=True, consent=Consent.REFUSED),
    ),
    (
        "10",
        HOLD,
        within(**PASSED_ON, consent_covers=frozenset({"ES"}), **COVERING),
    ),
    ("10", HOLD, within(consent=Consent.ASKED, consent_covers=frozenset({"IT"}), **PASSED_ON)),
    (
        "10",
        HOLD,
        within(consent_covers=frozenset({"IT", "evidence"}), **PASSED_ON, **COVERING),
    ),
    ("14", HOLD, within(original_purpose=Purpose.ICC, consent_covers=frozenset({"crime"}))),
    ("26", HOLD, outside(originator="FR", consent_covers=frozenset({"TN"}))),
    ("11", HOLD, within(codes=frozenset({H1}), purpose=Purpose.EVIDENCE)),
    ("11", HOLD, within(codes=frozenset({H1}), purpose=Purpose.ICC)),
    (
        "11",
        HOLD,
        within(
            codes=frozenset({H1}),
            purpose=Purpose.EVIDENCE,
            consent_covers=frozenset({"IT"}),
            **COVERING,
        ),
    ),
    ("12", CONDITIONS, within(codes=frozenset({H1, H2}))),
    ("13", HOLD, within(codes=frozenset({H3}))),
    ("14", HOLD, within(original_purpose=Purpose.RETURN)),
    (
        "14",
        HOLD,
        within(
            original_purpose=Purpose.RETURN,
            consent_covers=frozenset({"crime", "FR"}),
            **COVERING,
        ),
    ),
    ("15", ALLOW, within(personal=False)),
    ("16", HOLD, within(special_categories=True)),
    ("17", CONDITIONS, within(subject=Subject.SMUGGLED_PERSON)),
    ("18", CONDITIONS, within(subject=Subject.SMUGGLED_PERSON)),
    ("18", CONDITIONS, within(subject=Subject.VICTIM)),
    ("18", CONDITIONS, within(subject=Subject.WITNESS)),
    ("19", CONDITIONS, within(minor=True)),
    ("20", HOLD, a_return(return_decision_final=False)),
    ("20", HOLD, a_return(refoulement=Refoulement.OPEN)),
    ("20", HOLD, a_return(refoulement=None)),
    ("20", REFUSE, a_return(refoulement=Refoulement.BARRED)),
    ("21", HOLD, a_return(minor=True, unaccompanied=True)),
    ("22", REFUSE, a_return(fields=frozenset({"surname", "phone"}))),
    ("23", CONDITIONS, within()),
    ("23", CONDITIONS, within(receiver="NO")),
    ("24", CONDITIONS, within(receiver="EUROPOL")),
    ("25", HOLD, outside(competent_receiver=False)),
    ("25", HOLD, outside(competent_receiver=None)),
    ("26", HOLD, outside(originator="FR")),
    ("26", HOLD, outside(originator="NO")),
    ("26", CONDITIONS, outside(originator="FR", threat_no_time=True)),
    ("26", HOLD, outside(originator="FR", consent_covers=frozenset({"crime"}), **COVERING)),
    ("27", REFUSE, outside(basis=Basis.NONE)),
    ("27", HOLD, outside(basis=None)),
    ("28", REFUSE, outside(basis=Basis.DEROGATION_A, systematic=True)),
    ("29", REFUSE, outside(basis=Basis.DEROGATION_D, rights_override=True)),
    ("29", REFUSE, outside(basis=Basis.DEROGATION_E, rights_override=True)),
    ("30", CONDITIONS, outside()),
    ("30", CONDITIONS, outside(receiver="ICC")),
    ("32", HOLD, a_return(subject=Subject.VICTIM)),
    ("32", HOLD, a_return(subject=Subject.WITNESS, open_case=True)),
    ("33", REFUSE, within(protected_witness=True)),
    *(("34", HOLD, within(stopped=frozenset({one}))) for one in Stop),
    ("34", HOLD, within(stopped=frozenset({Stop.CASE}), personal=False)),
    ("35", HOLD, outside(assurance_broken=True)),
    ("36", HOLD, within(unchecked=True)),
    ("36", HOLD, within(unchecked=True, personal=False)),
    ("35", HOLD, within(assurance_broken=True, onward=frozenset({"TN"}))),
    ("31", HOLD, outside(judgement=None)),
    ("31", HOLD, outside(judgement=Judgement.NONE)),
    ("31", HOLD, outside(judgement=Judgement.EXPIRED)),
    ("31", HOLD, outside(judgement=Judgement.EXPIRED, personal=False)),
]

DOES_NOT_APPLY = [
    ("32", a_return(subject=Subject.WITNESS, open_case=False)),
    ("32", a_return(subject=Subject.WITNESS, prosecutor_agrees=True)),
    ("32", a_return(subject=Subject.SUSPECT)),
    ("32", within(subject=Subject.WITNESS)),
    ("33", within(subject=Subject.WITNESS)),
    ("34", within()),
    ("36", within()),
    ("35", within(assurance_broken=True)),
    ("35", outside(assurance_broken=True, personal=False)),
    ("35", outside()),
    ("2", within(fields=frozenset({"source_grading"}))),
    ("3", within(personal=False, necessity="", evaluated=False)),
    ("4", outside(fields=frozenset({"asylum"}), receiver_is_origin=False)),
    ("4", within(fields=frozenset({"asylum"}))),
    ("5", outside(asylum=Asylum.PENDING, receiver_is_origin=False)),
    ("5", outside(asylum=Asylum.FINAL_NEGATIVE, receiver_is_origin=True)),
    ("6", outside(asylum=None, receiver_is_origin=False)),
    ("6", outside(asylum=None, receiver_is_origin=False, personal=False)),
    ("6", within(asylum=None, receiver_is_origin=True)),
    ("6", within(asylum=Asylum.UNKNOWN)),
    ("6", outside(receiver="INTERPOL", asylum=None, receiver_is_origin=None)),
    ("7", within(risk=Risk.OPEN)),
    ("7", within(receiver="EUROPOL", risk=Risk.OPEN)),
    ("7", outside(risk=Risk.OPEN, personal=False)),
    ("8", within(risk=Risk.ASSURED)),
    ("8", outside(risk=Risk.ASSURED, personal=False)),
    ("10", within(codes=frozenset({H2}))),
    ("10", within(codes=frozenset({H2}), originator="NL")),
    ("10", within(codes=frozenset({H2}), originator="IT")),
    ("10", within(codes=frozenset({H0, H1}), originator="FR")),
    (
        "10",
        within(**PASSED_ON, consent_covers=frozenset({"IT"}), **COVERING),
    ),
    (
        "11",
        within(
            codes=frozenset({H1}),
            purpose=Purpose.EVIDENCE,
            consent_covers=frozenset({"evidence"}),
            **COVERING,
        ),
    ),
    ("11", within(codes=frozenset({H2}), purpose=Purpose.EVIDENCE)),
    ("12", within(codes=frozenset({H1}), purpose=Purpose.EVIDENCE)),
    ("13", within(codes=frozenset({H3}), h3_confirmed=True)),
    ("14", within(original_purpose=Purpose.CRIME)),
    (
        "14",
        within(original_purpose=Purpose.RETURN, consent_covers=frozenset({"crime"}), **COVERING),
    ),
    ("16", within(special_categories=True, strictly_necessary=True)),
    ("17", within(subject=Subject.VICTIM)),
    ("18", within(subject=Subject.CONTACT)),
    ("20", a_return()),
    ("21", a_return(minor=True)),
    ("21", a_return(unaccompanied=True)),
    ("21", outside(minor=True, unaccompanied=True)),
    ("22", a_return(fields=frozenset({"Given names", "aliases", "fingerprints"}))),
    ("22", outside(fields=frozenset({"phone"}))),
    ("23", within(receiver="EUROPOL")),
    ("23", outside(receiver="GB")),
    ("24", within()),
    ("25", within(competent_receiver=False)),
    ("26", within(originator="FR")),
    ("26", outside(originator="NL")),
    ("26", outside(originator="TR")),
    ("26", outside(originator="FR", consent_covers=frozenset({"TN"}), **COVERING)),
    ("27", within(basis=Basis.NONE)),
    ("28", outside(basis=Basis.DEROGATION_A)),
    ("28", within(basis=Basis.DEROGATION_A, systematic=True)),
    ("29", within(basis=Basis.DEROGATION_D, rights_override=True)),
    ("30", within(basis=Basis.BINDING)),
    ("26", within(receiver="EUROPOL", originator="FR")),
    (
        "10",
        within(consent_covers=frozenset({"IT", "crime"}), **PASSED_ON, **COVERING),
    ),
    (
        "14",
        within(original_purpose=Purpose.ICC, consent_covers=frozenset({"crime", "IT"}), **COVERING),
    ),
    ("28", outside(basis=Basis.BINDING, systematic=True)),
    ("29", outside(basis=Basis.DEROGATION_C, rights_override=True)),
    ("29", outside(basis=Basis.DEROGATION_D)),
    ("30", outside(basis=Basis.NONE)),
    ("30", within()),
    ("31", within(judgement=Judgement.EXPIRED)),
    ("31", within(receiver="EUROJUST")),
]


@pytest.mark.parametrize(("rule", "outcome", "case"), APPLIES)
def test_the_row_applies(rule, outcome, case):
    """Each row answers as the table of the law notes says, and is a reason by its number."""
    assert rows_of(case)[rule] == outcome
    assert ask(case).outcome.strictness >= outcome.strictness


@pytest.mark.parametrize(("rule", "case"), DOES_NOT_APPLY)
def test_the_row_does_not_apply(rule, case):
    """A row that fires too often teaches people to go around the gate."""
    assert rule not in rows_of(case)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: str(row.number))
def test_every_row_has_an_example_and_says_where_it_is_from(row):
    """A row nobody tried, or without an article and a mark, is no row."""
    assert str(row.number) in {rule for rule, _, _ in APPLIES}
    assert row.source
    assert row.verified in {"V", "P", "K"}
    assert row.explanation.endswith(".")


def test_to_a_good_case_nothing_objects():
    """The examples change one thing; so what they start from must be clean."""
    assert rows_of(within()) == {"23": CONDITIONS}
    assert rows_of(outside()) == {"30": CONDITIONS}
    assert rows_of(a_return()) == {"30": CONDITIONS}


def test_the_table_has_36_rows():
    """A forgotten row would leave a door open."""
    assert [row.number for row in TABLE] == list(range(1, 37))


def test_what_was_written_from_memory_is_marked_so():
    """A reader must see which rows nobody has checked against the text."""
    assert {row.number for row in TABLE if row.verified == "K"} == {17, 19, 20, 21, 32}
    assert {row.number for row in TABLE if row.verified == "P"} == {6, 7, 10, 14, 22, 33}


@pytest.mark.parametrize(
    ("case", "codes"),
    [
        (within(), {"codes-travel", "no-stricter-than-domestic"}),
        (
            within(receiver="EUROPOL", subject=Subject.SMUGGLED_PERSON, minor=True),
            {
                "state-purposes-and-restrictions",
                "category-travels",
                "small-field-set",
                "address-masked",
                "second-approver",
                "best-interests-note",
            },
        ),
        (outside(), {"no-onward-transfer", "purpose-locked", "transfer-documented"}),
        (
            outside(basis=Basis.ASSESSED, risk=Risk.ASSURED),
            {
                "no-onward-transfer",
                "purpose-locked",
                "transfer-documented",
                "categories-reported",
                "assurance-attached",
            },
        ),
        (within(personal=False, codes=frozenset({H1})), {"intelligence-only"}),
        (
            within(personal=False, **PASSED_ON, threat_no_time=True),
            {"notify-originator"},
        ),
        (
            outside(originator="FR", threat_no_time=True),
            {"no-onward-transfer", "purpose-locked", "transfer-documented", "notify-originator"},
        ),
        (within(personal=False), set()),
    ],
)
def test_conditions_add_up(case, codes):
    """Each row that binds adds its conditions; none is lost and none comes twice."""
    assert codes_of(case) == codes
    assert len(ask(case).conditions) == len(codes)


def test_conditions_from_above_row_15_stay():
    """Row 15 allows; what rows 1 to 14 ask for stays."""
    decision = ask(within(personal=False, codes=frozenset({H1})))
    assert decision.outcome is CONDITIONS
    assert {reason.rule for reason in decision.reasons} == {"12", "15"}


def test_the_fields_outside_the_form_are_named():
    """The author must know what to take out."""
    case = a_return(fields=frozenset({"surname", "phone", "criminal_record"}))
    text = next(reason.text for reason in ask(case).reasons if reason.rule == "22")
    assert text == "These fields are not part of the readmission form (criminal_record, phone)"


def test_what_no_rule_allows_is_held():
    """Closed by default: conditions alone let nothing through."""
    decision = ask(within(receiver="NATO", minor=True, codes=frozenset({H1})))
    assert decision.outcome is HOLD
    assert [reason.rule for reason in decision.reasons] == ["12", "19", "no-rule"]
    assert decision.reasons[-1].whom == Whom.PRIVACY_OFFICER
    assert decision.reasons[-1].source == "House rule: closed by default"
    assert decision.reasons[-1].verified == "V"


def test_a_case_that_a_row_stops_needs_no_other_rule():
    """`no-rule` says that nothing decided; a refusal did."""
    assert rows_of(within(receiver="NATO", tainted=True)) == {"1": REFUSE}


@pytest.mark.parametrize("case", [case for _, outcome, case in APPLIES if outcome is HOLD])
def test_a_hold_says_what_is_needed_and_from_whom(case):
    """Not yet is only of use to somebody who knows how to go on."""
    for reason in ask(case).reasons:
        assert bool(reason.needs) == (reason.outcome is HOLD)
        assert (reason.whom in set(Whom)) == (reason.outcome is HOLD)


def test_the_bare_question_about_a_third_country_is_held_for_all_that_is_not_known():
    """Absent facts of a receiver outside are holds, each by its own row."""
    case = outside(facts=ReceiverFacts(), asylum=None, receiver_is_origin=None)
    assert rows_of(case) == dict.fromkeys(["6", "7", "25", "27", "31"], HOLD)


@pytest.mark.parametrize("receiver", ["IT", "CH", "EUROPOL"])
def test_facts_of_a_receiver_in_the_union_are_ignored(receiver):
    """No stricter than at home: what is unknown of them, or bad, changes nothing."""
    bad = {
        "competent_receiver": False,
        "basis": Basis.NONE,
        "risk": Risk.OPEN,
        "judgement": Judgement.EXPIRED,
    }
    assert ask(within(receiver=receiver)) == ask(within(receiver=receiver, **bad))
