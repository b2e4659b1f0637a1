"""The clock on the command line."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

CASE = {
    "instrument": "dir-2023-977",
    "event": "received",
    "at": "2026-11-24T10:00:00+01:00",
    "from": "NL",
    "to": "IT",
}


def ask(tmp_path, case, *options):
    """Return what the command prints for a case."""
    path = tmp_path / "case.json"
    path.write_text(case if isinstance(case, str) else json.dumps(case), encoding="utf-8")
    out = StringIO()
    call_command("request", "clock", str(path), *options, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("change", "due"),
    [
        ({}, "2026-12-01T23:59:59+01:00"),
        ({"to": "GR"}, "2026-12-01T23:59:59+02:00"),
        ({"urgent": True}, "2026-11-27T23:59:59+01:00"),
        ({"urgent": True, "directly_accessible": True}, "2026-11-24T18:00:00+01:00"),
        ({"extensions": [{"reason": "judge", "days": 2}]}, "2026-12-03T23:59:59+01:00"),
        (
            {"pauses": [["2026-11-25T00:00:00+01:00", "2026-11-27T00:00:00+01:00"]]},
            "2026-12-03T23:59:59+01:00",
        ),
    ],
)
def test_when_an_answer_is_due(tmp_path, change, due):
    """In the zone of the State that must answer."""
    found = json.loads(ask(tmp_path, {**CASE, **change}, "--json"))
    assert [(clock["name"], clock["due"]) for clock in found["clocks"]] == [("answer", due)]
    assert due in ask(tmp_path, {**CASE, **change})


def test_an_event_without_a_clock_starts_none(tmp_path):
    """Nothing is invented."""
    found = json.loads(ask(tmp_path, {**CASE, "event": "hit"}, "--json"))
    assert found == {"clocks": [], "suggested": None}
    assert "starts no clock" in ask(tmp_path, {**CASE, "event": "hit"})
    assert "sets no period" in ask(tmp_path, {**CASE, "instrument": "untoc"})


def test_a_suggested_date_stands_beside_the_clocks(tmp_path):
    """Art. 12(2) of the investigation order: taken into account, no limit."""
    case = {**CASE, "instrument": "eio", "suggested": "2026-11-30"}
    found = json.loads(ask(tmp_path, case, "--json"))
    assert found["suggested"]["due"] == "2026-11-30T23:59:59+01:00"
    assert [clock["name"] for clock in found["clocks"]] == ["acknowledge", "decide"]


def test_a_clock_tells_what_an_officer_must_know(tmp_path):
    """The hour of both sides, the rule with its mark, and the holidays of both on the way."""
    at_hand = {"to": "GR", "urgent": True, "directly_accessible": True}
    (clock,) = json.loads(ask(tmp_path, {**CASE, **at_hand}, "--json"))["clocks"]
    assert (clock["due"], clock["due_from"]) == (
        "2026-11-24T19:00:00+02:00",
        "2026-11-24T18:00:00+01:00",
    )
    assert (clock["unit"], clock["verified"]) == ("hours", "V")
    (clock, _decide) = json.loads(
        ask(tmp_path, {**CASE, "instrument": "eio", "at": "2026-12-20T10:00:00+01:00"}, "--json")
    )["clocks"]
    assert [one["date"] for one in clock["holidays_from"]] == ["2026-12-25", "2026-12-26"]
    plain = {key: value for key, value in CASE.items() if key != "from"}
    (clock,) = json.loads(ask(tmp_path, plain, "--json"))["clocks"]
    assert (clock["due_from"], clock["holidays_from"]) == (None, [])


@pytest.mark.parametrize(
    ("case", "says"),
    [
        ({**CASE, "instrument": "letter"}, "instrument must be one of dir-2023-977, eio, ets-030"),
        ({**CASE, "event": "dreamt"}, "event must be one of"),
        ({**CASE, "to": "Italy"}, "to must be a country"),
        ({**CASE, "to": "ZZ"}, "to must be a country"),
        ({**CASE, "from": "Nederland"}, "from must be a country"),
        ({**CASE, "at": "2026-11-24T10:00:00"}, "at must be a moment with offset"),
        ({**CASE, "urgent": "yes"}, "urgent must be true or false"),
        ({**CASE, "measure": 3}, "measure must be text"),
        ({**CASE, "suggested": "soon"}, "suggested must be a date"),
        ({**CASE, "suggested": 5}, "suggested must be a date"),
        ({**CASE, "extensions": [{"days": -1}]}, "a whole number from 0"),
        ({**CASE, "extensions": [{"days": 1.5}]}, "a whole number from 0"),
        ({**CASE, "extensions": [{}]}, "a whole number from 0"),
        (
            {**CASE, "pauses": [["2026-11-24T12:00:00+01:00", "2026-11-24T11:00:00+01:00"]]},
            "the end not before the begin",
        ),
        ({**CASE, "pauses": ["2026-11-24T12:00:00+01:00"]}, "pauses must be pairs"),
        ({**CASE, "instrument": "eio", "to": "DK"}, "eio does not bind DK"),
        ({**CASE, "instrument": "eio", "extensions": [{"days": 31}]}, "at most 30 days"),
        ([], "JSON object"),
        ("{", "not JSON"),
    ],
)
def test_an_unusable_case_is_told_in_a_sentence(tmp_path, case, says):
    """Exit code 2, and what to mend."""
    with pytest.raises(CommandError, match=says) as caught:
        ask(tmp_path, case)
    assert caught.value.returncode == 2


def test_a_file_that_is_not_there(tmp_path):
    """The name is said."""
    with pytest.raises(CommandError, match="No such file"):
        call_command("request", "clock", str(tmp_path / "nothing.json"))
