"""A case from JSON: read whole, or every fault at once."""

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given

from schakel.handling.core.case import (
    Asylum,
    Basis,
    Consent,
    GateCase,
    HandlingCode,
    Judgement,
    Lead,
    Purpose,
    ReceiverFacts,
    Refoulement,
    Regime,
    Risk,
    Stop,
    Subject,
    concerning,
)
from schakel.handling.core.reading import UnusableCaseError, read_case, read_json
from schakel.handling.core.table import ask
from tests.handling.cases import cases

SCHEMA = Path(__file__).parents[2] / "docs" / "reference" / "gate-case.schema.json"
LEAST = {"sender": "NL", "receiver": "IT", "purpose": "crime"}
WHOLE = {
    "sender": "NL",
    "receiver": "TN",
    "purpose": "return",
    "original_purpose": "crime",
    "originator": "EUROPOL",
    "codes": ["H1", "H2"],
    "h3_confirmed": True,
    "consent": "given",
    "consent_covers": ["return", "TN"],
    "personal": False,
    "leads_to": ["hiding-place"],
    "readers": ["DZ"],
    "onward": ["SY", "INTERPOL"],
    "reader_risks": {"DZ": "assured"},
    "origins": ["SY"],
    "regime": "gdpr",
    "on": "2026-11-25",
    "arrangement": "gb-led-2021",
    "open_case": True,
    "prosecutor_agrees": True,
    "protected_witness": True,
    "stopped": ["case", "link"],
    "assurance_broken": True,
    "unchecked": True,
    "subject": "smuggled-person",
    "minor": True,
    "unaccompanied": True,
    "fields": ["surname"],
    "special_categories": True,
    "strictly_necessary": True,
    "competent_receiver": False,
    "basis": "derogation-a",
    "systematic": True,
    "rights_override": True,
    "risk": "assured",
    "judgement": "expired",
    "receiver_is_origin": False,
    "asylum": "final-negative",
    "return_decision_final": True,
    "refoulement": "cleared",
    "necessity": "why",
    "evaluated": True,
    "threat_no_time": True,
    "tainted": True,
}


def faults_of(given):
    """Return the faults of a case that cannot be read."""
    with pytest.raises(UnusableCaseError) as caught:
        read_case(given)
    assert str(caught.value) == " ".join(caught.value.faults)
    return caught.value.faults


def test_every_key_arrives_in_its_place():
    """A key that is read and dropped would be a rule that never fires."""
    assert read_case(WHOLE) == GateCase(
        sender="NL",
        receiver="TN",
        purpose=Purpose.RETURN,
        original_purpose=Purpose.CRIME,
        originator="EUROPOL",
        codes=frozenset({HandlingCode.H1, HandlingCode.H2}),
        h3_confirmed=True,
        consent=Consent.GIVEN,
        consent_covers=frozenset({"return", "TN"}),
        personal=False,
        leads_to=frozenset({Lead.HIDING_PLACE}),
        readers=frozenset({"DZ"}),
        onward=frozenset({"SY", "INTERPOL"}),
        reader_risks={"DZ": Risk.ASSURED},
        origins=frozenset({"SY"}),
        regime=Regime.GDPR,
        on=date(2026, 11, 25),
        open_case=True,
        prosecutor_agrees=True,
        protected_witness=True,
        stopped=frozenset({Stop.CASE, Stop.LINK}),
        assurance_broken=True,
        unchecked=True,
        subject=Subject.SMUGGLED_PERSON,
        minor=True,
        unaccompanied=True,
        fields=frozenset({"surname"}),
        special_categories=True,
        strictly_necessary=True,
        facts=ReceiverFacts(
            competent_receiver=False,
            basis=Basis.DEROGATION_A,
            arrangement="gb-led-2021",
            risk=Risk.ASSURED,
            judgement=Judgement.EXPIRED,
        ),
        systematic=True,
        rights_override=True,
        receiver_is_origin=False,
        asylum=Asylum.FINAL_NEGATIVE,
        return_decision_final=True,
        refoulement=Refoulement.CLEARED,
        necessity="why",
        evaluated=True,
        threat_no_time=True,
        tainted=True,
    )


def test_what_is_absent_has_the_documented_default():
    """Absent means personal, and good of nothing else."""
    assert read_case(LEAST) == GateCase(sender="NL", receiver="IT", purpose=Purpose.CRIME)
    assert read_case(LEAST).personal


def test_null_is_absent_and_notes_of_the_keeper_are_left_alone():
    """Whoever keeps cases may write beside them what he expects."""
    noted = {**LEAST, "risk": None, "id": 7, "expected": {"outcome": "hold"}, "$schema": "x"}
    assert read_case(noted) == read_case(LEAST)


def test_the_scope_of_a_consent_may_be_written_in_two_lists():
    """Whoever keeps purposes and receivers apart asks the same question."""
    apart = {"purposes": ["evidence"], "receivers": ["FR", "IT"]}
    one = read_case({**LEAST, "consent_covers": ["FR", "IT", "evidence"]})
    assert read_case({**LEAST, "consent_covers": apart}) == one
    assert read_case({**LEAST, "consent_covers": {}}) == read_case(LEAST)


@given(cases())
def test_a_case_comes_back_from_json_as_it_was(case):
    """What the gate answers about a file is about that file."""
    facts = asdict(case)
    written = {
        key: sorted(value) if isinstance(value, frozenset) else value
        for key, value in {**facts, **facts["facts"]}.items()
        if key != "facts"
    }
    assert read_json(json.dumps(written)) == case


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"sender": None}, "sender is missing."),
        ({"purpose": "war"}, "purpose must be one of crime, evidence, return, immediate-threat,"),
        ({"purpose": ["crime"]}, "purpose must be one of crime, evidence, return,"),
        ({"receiver": "it"}, "receiver must be a country (ISO 3166 alpha-2) or one of EPPO,"),
        ({"receiver": ""}, "receiver must be a country (ISO 3166 alpha-2) or one of EPPO,"),
        ({"receiver": "UK"}, "receiver must be GB, which is the code of ISO 3166."),
        ({"originator": "EL"}, "originator must be GR, which is the code of ISO 3166."),
        ({"sender": 7}, "sender must be a text of at most 10000 characters."),
        ({"necessity": "x" * 10_001}, "necessity must be a text of at most 10000 characters."),
        ({"minor": "yes"}, "minor must be true or false."),
        ({"personal": 1}, "personal must be true or false."),
        ({"codes": "H1"}, "codes must be a list."),
        ({"codes": ["H4"]}, "codes must be one of H0, H1, H2, H3."),
        ({"fields": [3]}, "fields must hold names of at most 60 letters, digits, _ . - ' /"),
        ({"fields": ["born: 1980"]}, "fields must hold names of at most 60 letters,"),
        ({"consent_covers": [""]}, "consent_covers must hold names of at most 60 letters,"),
        ({"consent_covers": "IT"}, "consent_covers must be a list."),
        ({"consent_covers": {"until": "x"}}, "consent_covers must be a list, or an object of"),
        ({"consent_covers": {"purposes": ["IT"]}}, "consent_covers must be one of crime,"),
        ({"consent_covers": {"receivers": ["evidence"]}}, "consent_covers must be a country"),
        ({"readers": ["Syria"]}, "readers must be a country (ISO 3166 alpha-2) or one of EPPO,"),
        ({"origins": "SY"}, "origins must be a list."),
        ({"reader_risks": ["SY"]}, "reader_risks must be an object of party to risk."),
        ({"reader_risks": {"SY": "low"}}, "reader_risks must be one of none, assured, open."),
        ({"on": "tomorrow"}, "on must be a date like 2026-11-25."),
        ({"arrangement": "gb"}, "arrangement is not the id of an arrangement that the table"),
        ({"recever_is_origin": True}, "recever_is_origin is not a key of a case."),
    ],
)
def test_a_fault_is_one_clear_sentence(change, fault):
    """A typing error that passes silently would ask another question than the one meant."""
    (found,) = faults_of({**LEAST, **change})
    assert found.startswith(fault)
    assert found.endswith(".")


def test_the_longest_text_is_still_read():
    """The limit itself belongs to what is allowed."""
    assert len(read_case({**LEAST, "necessity": "x" * 10_000}).necessity) == 10_000


def test_all_faults_come_at_once():
    """Nobody likes to mend one fault to hear of the next."""
    assert faults_of({"risk": "low", "minor": 3, "purpose": "crime"}) == [
        "minor must be true or false.",
        "receiver is missing.",
        "risk must be one of none, assured, open.",
        "sender is missing.",
    ]


@pytest.mark.parametrize("given", [[], "crime", None, 3])
def test_only_an_object_is_a_case(given):
    """The file may hold any JSON."""
    assert faults_of(given) == ["The case must be a JSON object."]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{", "The case is not JSON: Expecting property name enclosed in double quotes"),
        ('{"personal": true, "personal": false}', "personal stands more than once."),
        ("[" * 100_000, "The case is nested too deeply."),
    ],
)
def test_what_is_not_plain_json_is_a_fault_too(text, fault):
    """Of two values for one key the last would win unseen."""
    with pytest.raises(UnusableCaseError) as caught:
        read_json(text)
    assert caught.value.faults[0].startswith(fault)


def test_the_schema_knows_the_same_keys_and_words():
    """The published schema and the gate may not drift apart."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    known = schema["properties"]
    assert set(WHOLE) == set(known) - {"$schema", *schema["x-annotations"]}
    assert schema["required"] == ["sender", "receiver", "purpose"]
    for key, kind in {
        "purpose": Purpose,
        "original_purpose": Purpose,
        "subject": Subject,
        "consent": Consent,
        "basis": Basis,
        "risk": Risk,
        "judgement": Judgement,
        "asylum": Asylum,
        "refoulement": Refoulement,
        "regime": Regime,
    }.items():
        assert known[key]["enum"] == [*kind, None] or known[key]["enum"] == list(kind)


def test_what_concerns_nobody_has_no_origin_to_ask():
    """An invitation to a thread must not wait for an answer about a person who is not there."""
    sent = {"sender": "NL", "receiver": "TN", "purpose": Purpose.CRIME}
    about_nobody = GateCase(**sent, **concerning(personal=False))
    assert "6" not in [reason.rule for reason in ask(about_nobody).reasons]
    assert GateCase(**sent, **concerning(personal=True)) == GateCase(**sent)
