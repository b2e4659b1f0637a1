"""The police information request, by its article."""

import pytest

from schakel.instruments.core.instruments import instruments
from schakel.network.core.carriers import Carrier

GOOD = {
    "asked": "Who uses the number?",
    "purpose": "Investigation of smuggling",
    "available_because": "The node answered with a hit",
    "connection": "The supplier gave the number",
}


def missing(**change):
    """Return the names of the fields that a request lacks."""
    instrument = instruments.find("dir-2023-977")
    assert instrument is not None
    return [field.name for field in instrument.missing({**GOOD, **change})]


def test_the_legal_minimum_is_enough():
    """Hard stops are for what the law wants, nothing else."""
    assert missing() == []


@pytest.mark.parametrize("name", sorted(GOOD))
def test_each_field_of_the_minimum_is_needed(name):
    """One field away from complete, one field named."""
    assert missing(**{name: "  "}) == [name]


def test_urgency_needs_its_reason():
    """False urgency is counted against the sender (art. 18)."""
    assert missing(urgency="life") == ["urgency_reason"]
    assert missing(urgency="life", urgency_reason="a boat is adrift") == []


def test_the_prescribed_carrier_and_the_marks_are_told():
    """What was not read in the Official Journal must say so."""
    instrument = instruments.find("dir-2023-977")
    assert instrument is not None

    assert instrument.carrier is Carrier.SIENA
    assert {ground.code for ground in instrument.grounds} == set("abcdefgh")
    assert all(field.verified in {"V", "P", "K"} for field in instrument.fields)
