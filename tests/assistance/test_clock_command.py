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
    assert json.loads(ask(tmp_path, {**CASE, "event": "hit"}, "--json")) == {"clocks": []}


@pytest.mark.parametrize(
    ("case", "says"),
    [
        ({**CASE, "instrument": "letter"}, "instrument must be one of dir-2023-977"),
        ({**CASE, "event": "dreamt"}, "event must be one of"),
        ({**CASE, "to": "Italy"}, "to must be a country"),
        ({**CASE, "at": "2026-11-24T10:00:00"}, "moments with offset"),
        ({**CASE, "extensions": [{"days": -1}]}, "whole days"),
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
