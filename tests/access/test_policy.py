"""The policy in memory: terms, walls, purposes."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.access.core.policy import Kind, grounds_of, rule_for
from schakel.access.core.reader import PURPOSES, Reader
from schakel.access.core.terms import (
    ALWAYS,
    NEVER,
    Among,
    Has,
    Is,
    Non,
    either,
    every,
    facts_in,
    holds,
)
from schakel.access.core.walls import may_meet, regimes_met
from schakel.accounts.core.roles import Capability, Role, has_capability
from schakel.handling.core.case import Purpose

ME = uuid4()
FACTS = {"unit": "kmar", "names": frozenset({"a", "b"}), "none": None}
REPORT = {
    "unit": "kmar",
    "author": uuid4(),
    "regime": "wpg",
    "purpose": "crime",
    "roles": frozenset(),
    "confined": frozenset(),
    "assigned": frozenset(),
}


def reader(role=Role.SPOC_DESK, unit="kmar", regime="wpg"):
    """Return a person."""
    return Reader(id=ME, unit=unit, regime=regime, role=role)


@pytest.mark.parametrize(("term", "so"), [
    (Is("unit", "kmar"), True), (Is("unit", "om"), False), (Is("none", None), True),
    (Among("unit", frozenset({"kmar", "om"})), True), (Among("unit", frozenset()), False),
    (Among("none", frozenset({"kmar"})), False),
    (Has("names", "a"), True), (Has("names", "c"), False), (Has("none", "a"), False),
    (Non(Is("unit", "kmar")), False), (Non(Has("names", "c")), True),
    (ALWAYS, True), (NEVER, False),
    (every(Is("unit", "kmar"), Has("names", "a")), True),
    (every(Is("unit", "kmar"), Has("names", "c")), False),
    (either(Is("unit", "om"), Has("names", "a")), True),
    (either(Is("unit", "om"), Has("names", "c")), False),
])  # fmt: skip
def test_a_term_means_what_it_says(term, so):
    """The plainest reading of each kind of term."""
    assert holds(term, FACTS) is so


def test_a_policy_that_asks_for_an_unknown_fact_breaks():
    """A misspelt fact must not read as "no"."""
    with pytest.raises(KeyError):
        holds(Is("unt", "kmar"), FACTS)


@pytest.mark.parametrize("kind", list(Kind))
def test_without_a_role_or_a_unit_nothing_is_seen(kind):
    """Somebody who left, and somebody who belongs nowhere."""
    for who in (reader(role=None), reader(role=Role.SPOC_DESK, unit=None, regime="")):
        rule = rule_for(kind, who)
        facts = dict.fromkeys(facts_in(rule.term)) | {"confined": frozenset()}
        assert not holds(rule.term, facts)


def test_a_unit_of_none_is_nobodys():
    """An object without a unit is not of those who have none either."""
    lost = reader(role=Role.HUMAN_RIGHTS_DESK, unit=None)
    assert grounds_of(Kind.DECISION, lost, {"unit": None}) == ()


@given(
    st.sampled_from(Role), st.sampled_from(["wpg", "wjsg", "avg"]),
    st.sampled_from(["wpg", "wjsg", "avg", ""]), st.sampled_from(["", *map(str, Purpose)]),
    st.booleans(), st.booleans(), st.booleans(),
)  # fmt: skip
def test_a_closer_report_never_shows_to_more(role, own, regime, purpose, circle, informant, named):  # noqa: PLR0917
    """A circle, an informant, another unit: each only takes readers away; a name only adds."""
    who = reader(role=role, regime=own)
    plain = {**REPORT, "regime": regime, "purpose": purpose}
    closer = {
        **plain,
        "confined": frozenset({"kmar"} if circle else ()),
        "roles": frozenset({"informant"} if informant else ()),
    }
    assert set(grounds_of(Kind.REPORT, who, closer)) <= set(grounds_of(Kind.REPORT, who, plain))
    assert not grounds_of(Kind.REPORT, who, {**plain, "unit": "om"})
    with_name = {**closer, "assigned": frozenset({ME} if named else ())}
    assert set(grounds_of(Kind.REPORT, who, closer)) <= set(grounds_of(Kind.REPORT, who, with_name))


def test_every_role_that_reads_content_works_for_a_purpose_and_no_other_does():
    """A new role without a line would see nothing; a line for another would mean nothing."""
    reads = {role for role in Role if has_capability(role, Capability.READ_CONTENT)}
    assert set(PURPOSES) == reads
    known = {purpose.value for purpose in Purpose}
    assert all(purposes and purposes <= known for purposes in PURPOSES.values())


def test_the_wall_is_the_same_from_both_sides():
    """What the one may not meet, the other may not either."""
    for one in ("wpg", "wjsg", "avg", "national-police-law"):
        for other in ("wpg", "wjsg", "avg", "national-police-law"):
            assert may_meet(one, other) == may_meet(other, one)
            assert (other in regimes_met(one)) == may_meet(one, other)
