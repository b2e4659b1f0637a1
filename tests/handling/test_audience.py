"""Protected grounds look alike to everybody without their clearance."""

import json
import re
from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.accounts.core.roles import Role
from schakel.audit.models import LogEntry
from schakel.handling.actions import GateClosedError, ask_what_if
from schakel.handling.core.audience import ALIKE, PROTECTED, Ground, ground_of, shown_to
from schakel.handling.core.case import Asylum, Purpose, Subject
from schakel.handling.core.decision import Outcome
from schakel.handling.core.table import TABLE, ask
from schakel.handling.queries import shown
from tests.handling.cases import cases, outside, within
from tests.handling.test_actions import NOON, cleared
from tests.intake.people import a_person, sign_in

NOBODY = frozenset()
ASYLUM_STATES = [None, *Asylum]
PROTECTED_CASES = [
    outside(receiver_is_origin=True, asylum=Asylum.PENDING),
    outside(receiver_is_origin=True, asylum=Asylum.GRANTED),
    outside(receiver_is_origin=True, asylum=Asylum.UNKNOWN),
    outside(receiver_is_origin=True, asylum=None),
    outside(receiver_is_origin=True, fields=frozenset({"asylum_reference"})),
    outside(protected_witness=True),
    outside(subject=Subject.INFORMANT),
]


def seen(case, grounds=NOBODY):
    """Return the bytes that somebody with these clearances gets of a decision."""
    return json.dumps(asdict(shown_to(ask(case), grounds=grounds))).encode()


def stays(case):
    """Tell whether it may not leave."""
    return ask(case).outcome in {Outcome.HOLD, Outcome.REFUSE}


@given(cases(), st.sampled_from(ASYLUM_STATES), st.sampled_from(ASYLUM_STATES))
def test_two_cases_that_differ_only_in_asylum_give_the_same_bytes(case, one, other):
    """Who could tell them apart would know that somebody asked for protection."""
    one, other = replace(case, asylum=one), replace(case, asylum=other)
    if stays(one) and stays(other):
        assert seen(one) == seen(other)


@given(cases(), st.booleans(), st.booleans())
def test_two_cases_that_differ_only_in_witness_protection_give_the_same_bytes(case, one, other):
    """A refusal must not tell that somebody has a new name."""
    one, other = (replace(case, protected_witness=flag) for flag in (one, other))
    if stays(one) and stays(other):
        assert seen(one) == seen(other)


def test_every_protected_ground_reads_the_same():
    """Asylum, informant and witness: one text, one outcome, no row."""
    assert len({seen(case) for case in PROTECTED_CASES}) == 1
    decision = shown_to(ask(PROTECTED_CASES[0]), grounds=NOBODY)
    assert decision.outcome is Outcome.HOLD
    assert decision.reasons[-1] == ALIKE
    assert ALIKE.text == "Protected ground, ask the desk."


@given(cases(), st.frozensets(st.sampled_from(list(Ground))))
def test_what_one_has_no_clearance_for_is_never_shown(case, grounds):
    """Neither the row nor its words, whatever else stops."""
    decision = shown_to(ask(case), grounds=grounds)
    hidden = [row for row in TABLE if ground_of(str(row.number)) not in {None, *grounds}]
    assert not {str(row.number) for row in hidden} & {reason.rule for reason in decision.reasons}
    assert decision.reasons


@given(cases(), st.frozensets(st.sampled_from(list(Ground))))
def test_what_stays_is_never_shown_as_leaving_nor_the_other_way(case, grounds):
    """Hiding a reason must not hide the answer."""
    outcome = shown_to(ask(case), grounds=grounds).outcome
    assert (outcome in {Outcome.HOLD, Outcome.REFUSE}) == stays(case)


@given(cases())
def test_full_clearance_sees_everything(case):
    """The desk decides on all of it."""
    assert shown_to(ask(case), grounds=frozenset(Ground)) == ask(case)


def test_another_reason_that_stops_is_all_that_is_said():
    """The author mends what is his; only then the desk comes in."""
    case = outside(receiver_is_origin=True, asylum=Asylum.GRANTED, evaluated=False)
    decision = shown_to(ask(case), grounds=NOBODY)
    assert {reason.rule for reason in decision.reasons} == {"3", "30"}
    assert decision.outcome is Outcome.HOLD


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "grounds"),
    [
        (Role.LIAISON_OFFICER, set()),
        (Role.LIAISON_MAGISTRATE, set()),
        (Role.SPOC_DESK, set()),
        (Role.IRC_CASE_WORKER, set()),
        (Role.ANALYST, set()),
        (Role.IND_LIAISON, {"5"}),
        (Role.HUMAN_RIGHTS_DESK, {"5"}),
        (Role.PROSECUTOR, {"2", "33"}),
        (Role.PRIVACY_OFFICER, {"2", "5", "33"}),
    ],
)
def test_clearance_follows_from_the_role(role, grounds):
    """The wall between the criminal file and the aliens file runs through reasons too."""
    jip = a_person()
    case = outside(
        receiver_is_origin=True,
        asylum=Asylum.PENDING,
        protected_witness=True,
        subject=Subject.INFORMANT,
    )
    with pytest.raises(GateClosedError) as caught:
        cleared(case, by=jip)
    kept = caught.value.decision_id
    reader = a_person(f"reader-{role}", role=role)
    from schakel.handling.models import GateDecision

    decision = shown(GateDecision.objects.get(id=kept), for_user=reader)
    rules = {reason.rule for reason in decision.reasons}
    assert rules & {"2", "5", "33"} == grounds
    assert (PROTECTED in rules) == (not grounds)


@pytest.mark.django_db
def test_the_error_that_others_catch_tells_no_protected_ground():
    """Notices, legs of threads and the log of the server are written from it."""
    told = set()
    for case in PROTECTED_CASES:
        with pytest.raises(GateClosedError) as caught:
            cleared(case)
        told.add((str(caught.value), seen_of(caught.value.decision)))
    assert len(told) == 1
    assert LogEntry.objects.filter(event__in=["gate:hold", "gate:refuse"]).count() == 7


def seen_of(decision):
    """Return a decision as bytes."""
    return json.dumps(asdict(decision))


@pytest.mark.django_db
def test_the_page_of_a_decision_is_the_same_for_every_protected_ground(client):
    """Byte for byte, apart from its own address, moment and token."""
    jip = a_person()
    browser, pages = sign_in(client, jip), set()
    for case in PROTECTED_CASES:
        _, decision_id = ask_what_if(case=case, by=jip, now=NOON)
        page = browser.get(f"/gate/decisions/{decision_id}").content.decode()
        page = re.sub(rf'value="\w{{64}}"|{decision_id}', "", page)
        pages.add(page)
    assert len(pages) == 1
    (page,) = pages
    assert "Protected ground, ask the desk." in page
    assert "asylum" not in page.lower()


@pytest.mark.django_db
def test_what_leaves_says_nothing_of_asylum_either():
    """A clearance binds by conditions, and none of them rests on a protected ground."""
    proofs = {
        cleared(outside(receiver_is_origin=False, asylum=state)).conditions
        for state in ASYLUM_STATES
    }
    assert len(proofs) == 1
    assert cleared(within(purpose=Purpose.EVIDENCE)).conditions
