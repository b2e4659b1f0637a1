"""Cases that were written from the text of the law notes alone, before the code was looked at."""

import json
from pathlib import Path

import pytest

from schakel.handling.core.reading import UnusableCaseError, read_case
from schakel.handling.core.table import ask

CASES = json.loads(Path(__file__).with_name("asked_cases.json").read_text(encoding="utf-8"))
BARE = {"sender": "NL", "receiver": "IT", "purpose": "crime"}


@pytest.mark.parametrize("asked", CASES, ids=[str(number) for number in range(len(CASES))])
def test_the_answer_is_the_one_that_the_text_gives(asked):
    """Outcome and rows exactly: a reason too many misleads as much as one too few."""
    decision = ask(read_case(asked["case"]))
    assert decision.outcome == asked["outcome"]
    assert [reason.rule for reason in decision.reasons] == asked["rules"]
    if "conditions" in asked:
        assert sorted(one.code for one in decision.conditions) == asked["conditions"]


@pytest.mark.parametrize("code", ["EU", "UN", "UK", "EL", "AB", "Italy", "it", ""])
@pytest.mark.parametrize("key", ["sender", "receiver", "originator"])
def test_what_is_no_country_is_a_fault(key, code):
    """A typing error in a country would pass for a third country about which nothing is known."""
    with pytest.raises(UnusableCaseError) as caught:
        read_case({**BARE, key: code})
    assert len(caught.value.faults) == 1
    assert caught.value.faults[0].startswith(f"{key} must be ")


@pytest.mark.parametrize("code", ["XZ", "ZZ", "XK", "QQ", "GB", "TW", "PS"])
def test_countries_of_the_standard_and_user_assigned_codes_are_read(code):
    """The standard leaves codes to its users; a node may know such a party by its facts."""
    assert read_case({**BARE, "receiver": code}).receiver == code
