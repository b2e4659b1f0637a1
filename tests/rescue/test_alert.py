"""What an alert may hold: enough to save, nothing to harm."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.handling.core.alerts import Condition, Craft, is_alert_content
from schakel.kernel.errors import UnusableInputError
from schakel.rescue.core.alert import (
    Alert,
    content_of,
    require_usable,
    where,
)

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


def an_alert(**changes):
    """Return an alert from a boat, changed."""
    plain = {
        "latitude": 35.5075,
        "longitude": 12.6,
        "seen_at": NOON,
        "people": 40,
        "craft": Craft.BOAT,
        "conditions": frozenset({Condition.SINKING}),
    }
    return Alert(**plain | changes)


def test_an_alert_says_where_how_many_and_in_what_condition():
    """These and no other keys leave."""
    content = content_of(an_alert())
    assert set(content) == {
        "latitude",
        "longitude",
        "road",
        "kilometre",
        "seen_at",
        "people",
        "craft",
        "conditions",
    }
    assert (content["latitude"], content["longitude"]) == ("35.50750", "12.60000")
    assert is_alert_content(content)


def test_a_lorry_stands_on_a_road():
    """A locked lorry has a kilometre, seldom a position."""
    alert = an_alert(latitude=None, longitude=None, road="A16", kilometre=23.44, people=None)
    require_usable(alert, now=NOON)
    assert where(alert) == "A16, km 23.4"
    assert is_alert_content(content_of(alert))


@pytest.mark.parametrize(
    ("latitude", "longitude", "words"),
    [
        (35.5075, 12.6, "35° 30.45' N, 12° 36.00' E"),
        (-35.9999999, -0.5, "36° 00.00' S, 0° 30.00' W"),
        (0.0, 0.0, "0° 00.00' N, 0° 00.00' E"),
    ],
)
def test_a_position_is_read_out_in_degrees_and_minutes(latitude, longitude, words):
    """The form that a rescue centre writes down; never sixty minutes."""
    assert where(an_alert(latitude=latitude, longitude=longitude)) == words


def test_a_position_and_a_road_are_both_read_out():
    """Two ways to find them are better than one."""
    alert = an_alert(road="A16", kilometre=3)
    assert where(alert).endswith("E; A16, km 3.0")


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"latitude": None}, "give a position"),
        ({"longitude": None}, "give a position"),
        ({"latitude": None, "longitude": None, "road": "A16"}, "give a position"),
        ({"latitude": 91.0}, "no such position"),
        ({"longitude": -181.0}, "no such position"),
        ({"road": "the road from Zuwara"}, "like A16"),
        ({"conditions": frozenset()}, "what threatens them"),
        ({"people": 0}, "how many people"),
        ({"people": 10_001}, "how many people"),
        ({"seen_at": NOON + timedelta(minutes=6)}, "still to come"),
    ],
)
def test_what_is_no_alert_is_told_at_once(changes, fault):
    """Seconds count: the sentence says what to mend."""
    with pytest.raises(UnusableInputError, match=fault):
        require_usable(an_alert(**changes), now=NOON)


def test_an_unknown_number_and_a_clock_a_little_fast_stop_nothing():
    """Nobody drowns for a field that nobody knows."""
    require_usable(an_alert(people=None, seen_at=NOON + timedelta(minutes=5)), now=NOON)


@given(
    st.dictionaries(
        st.sampled_from(["latitude", "road", "people", "craft", "conditions", "name", "note"]),
        st.one_of(st.text(max_size=30), st.integers(), st.none(), st.lists(st.text(max_size=9))),
    )
)
def test_words_never_pass_the_lane(content):
    """Whatever is given: only numbers, codes and a road get through, so no name can."""
    if is_alert_content(content):
        for value in content.values():
            for word in value if isinstance(value, list) else [value]:
                known = word in {*Craft, *Condition, None, ""} or isinstance(word, int)
                assert known or set(str(word)) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.:+-T")


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Rico"},
        {"nationality": "SY"},
        {"departure": "Zuwara"},
        {"craft": "Rico's boat"},
        {"conditions": ["sinking", "Rico is ill"]},
        {"conditions": "sinking"},
        {"road": "Zuwara road"},
        {"people": "forty"},
        {"seen_at": "yesterday"},
        {"latitude": 35.5},
    ],
)
def test_a_name_a_nationality_or_a_place_does_not_fit_in(change):
    """The lane that nothing refuses carries nothing that could harm."""
    assert not is_alert_content({**content_of(an_alert()), **change})
