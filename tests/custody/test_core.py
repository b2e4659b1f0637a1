"""How far a consent reaches, and what a holder must do: by example, and for all values."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.custody.core.consents import Given, Scope, Standing, consent_for
from schakel.custody.core.deeds import Deed, Ground, Outcome, settle
from schakel.custody.core.deeds import Standing as Held
from schakel.handling.core.case import Consent, Purpose

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=30)


def a(standing=Standing.GIVEN, *, purposes=(), receivers=(), until=LATER):
    """Return one question as it stands."""
    scope = Scope(purposes=frozenset(purposes), receivers=frozenset(receivers))
    return Given(scope=scope, standing=standing, until=until)


def for_court(*consents, receiver="NL", at=NOON):
    """Return what the gate hears when an item is to be used in court."""
    return consent_for(consents, receiver=receiver, purpose="evidence", at=at)[0]


@pytest.mark.parametrize(
    ("consents", "expected"),
    [
        ((), Consent.NONE),
        ((a(purposes=["evidence"]),), Consent.GIVEN),
        # a yes to France is no yes to the court, and a yes to the court in Italy is none here
        ((a(receivers=["FR"]),), Consent.NONE),
        ((a(purposes=["evidence"], receivers=["IT"]),), Consent.NONE),
        ((a(purposes=["evidence"], receivers=["IT", "NL"]),), Consent.GIVEN),
        # names nothing, reaches nothing
        ((a(),), Consent.NONE),
        ((a(Standing.REFUSED, purposes=["evidence"]),), Consent.REFUSED),
        ((a(Standing.ASKED, purposes=["evidence"]),), Consent.ASKED),
        ((a(Standing.WITHDRAWN, purposes=["evidence"]),), Consent.NONE),
        ((a(Standing.ENDED, purposes=["evidence"]),), Consent.NONE),
        # a later yes opens what an earlier no had shut, and an open question shuts nothing
        ((a(Standing.REFUSED, purposes=["evidence"]), a(purposes=["evidence"])), Consent.GIVEN),
        (
            (a(Standing.REFUSED, purposes=["evidence"]), a(Standing.ASKED, purposes=["evidence"])),
            Consent.REFUSED,
        ),
        # a no about France leaves the court alone
        ((a(Standing.REFUSED, receivers=["FR"]), a(purposes=["evidence"])), Consent.GIVEN),
    ],
)
def test_what_the_gate_hears(consents, expected):
    """That datum, that purpose, that receiver, and nothing beside."""
    assert for_court(*consents) is expected


def test_two_consents_never_add_up():
    """Leave for France, and leave for the court, is no leave for a court in France."""
    found = consent_for(
        [a(receivers=["FR"], purposes=["crime"]), a(purposes=["evidence"], receivers=["NL"])],
        receiver="FR",
        purpose="evidence",
        at=NOON,
    )
    assert found == (Consent.NONE, frozenset())


def test_a_consent_ends_with_its_date():
    """To the second; and a yes without an end is none."""
    yes = a(purposes=["evidence"])
    assert for_court(yes, at=LATER) is Consent.GIVEN
    assert for_court(yes, at=LATER + timedelta(seconds=1)) is Consent.NONE
    assert for_court(a(purposes=["evidence"], until=None)) is Consent.NONE


purposes = st.sets(st.sampled_from([one.value for one in Purpose]), max_size=2)
countries = st.sampled_from(["NL", "IT", "FR"])
questions = st.builds(
    a,
    st.sampled_from(Standing),
    purposes=purposes,
    receivers=st.sets(countries, max_size=2),
    until=st.sampled_from([None, NOON - timedelta(1), LATER]),
)


@given(st.lists(questions, max_size=4), countries, st.sampled_from(Purpose))
def test_a_consent_never_reaches_further_than_it_says(consents, receiver, purpose):
    """A yes is told to the gate only when one of the questions says so, whole."""
    found, covers = consent_for(consents, receiver=receiver, purpose=purpose.value, at=NOON)
    if found is Consent.GIVEN:
        assert any(
            one.scope.covers == covers
            and one.stands(NOON) is Standing.GIVEN
            and one.scope.covers
            and receiver in (one.scope.receivers or {receiver})
            and purpose.value in (one.scope.purposes or {purpose.value})
            for one in consents
        )


@pytest.mark.parametrize(
    ("deed", "held", "outcome", "ground"),
    [
        (Deed.RECALL, Held(is_held=True), Outcome.ERASED, ""),
        (Deed.RECALL, Held(is_held=False), Outcome.NOT_HELD, ""),
        (Deed.RECALL, Held(is_held=True, is_erased=True), Outcome.ERASED, ""),
        (
            Deed.RECALL,
            Held(is_held=True, in_criminal_file=True),
            Outcome.KEPT,
            Ground.CRIMINAL_FILE,
        ),
        (Deed.RECALL, Held(is_held=True, is_exculpatory=True), Outcome.KEPT, Ground.EXCULPATORY),
        (
            Deed.RECALL,
            Held(is_held=True, in_criminal_file=True, is_exculpatory=True),
            Outcome.KEPT,
            Ground.CRIMINAL_FILE,
        ),
        (Deed.RESTRICT, Held(is_held=True, in_criminal_file=True), Outcome.RESTRICTED, ""),
        (Deed.CORRECT, Held(is_held=True, is_exculpatory=True), Outcome.CORRECTED, ""),
    ],
)
def test_what_a_holder_does(deed, held, outcome, ground):
    """A file is never emptied behind the back of a court; everything else goes."""
    done = settle(deed, held)
    assert (done.outcome, done.ground) == (outcome, ground)
    assert done.asks == (outcome is Outcome.KEPT)
    assert done.restricts == (outcome in {Outcome.KEPT, Outcome.RESTRICTED})


@given(st.sampled_from(Deed), st.builds(Held, is_held=st.just(True), is_erased=st.just(False)))
def test_nothing_protected_is_ever_erased(deed, held):
    """Whatever is wanted."""
    done = settle(deed, held)
    if held.in_criminal_file or held.is_exculpatory:
        assert done.outcome is not Outcome.ERASED
