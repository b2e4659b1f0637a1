"""Our own cases, one file each, asked as anybody asks them: `schakel gate ask CASE.json --json`."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from jsonschema import Draft202012Validator

from schakel.handling.core.table import TABLE, VERSION

CASES = sorted(Path(__file__).with_name("cases").glob("*.json"))
ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "docs/reference/gate-case.schema.json").read_text(encoding="utf-8"))
LEAST = {"sender": "NL", "receiver": "TN", "purpose": "crime"}


def ask(path):
    """Return what the command prints, read back."""
    out = StringIO()
    call_command("gate", "ask", str(path), "--json", stdout=out)
    return json.loads(out.getvalue())


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_command_answers_as_the_file_expects(path):
    """Written from the law notes by hand: outcome, every reason and every condition, no other."""
    expected = json.loads(path.read_text(encoding="utf-8"))["expected"]
    answer = ask(path)
    assert answer["outcome"] == expected["outcome"]
    assert [reason["rule"] for reason in answer["reasons"]] == expected["rules"]
    assert sorted(one["code"] for one in answer["conditions"]) == expected["conditions"]
    assert answer["table_version"] == VERSION


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_case_follows_the_published_schema(path):
    """The schema is what a stranger writes his own cases by."""
    Draft202012Validator(SCHEMA).validate(json.loads(path.read_text(encoding="utf-8")))


def test_the_cases_reach_every_row_that_a_stranger_can_reach():
    """Rows 33 to 36 rest on what a node alone knows; each of the others has its case."""
    reached = {
        rule
        for path in CASES
        for rule in json.loads(path.read_text(encoding="utf-8"))["expected"]["rules"]
    }
    assert reached >= {str(row.number) for row in TABLE if row.number <= 32}
    assert len(CASES) >= 60


@pytest.mark.parametrize(
    "change",
    [
        {"receiver": "QZ9"},
        {"receiver": "Tunisia"},
        {"purpose": "revenge"},
        {"purpose": None},
        {"personal": "no"},
        {"asylum": "refused"},
        {"codes": "H2"},
        {"risk": True},
        {"basis": "derogation-f"},
        {"minor": 1},
        {"necessity": ["because"]},
        {"consent_covers": {"receivers": ["Tunisia"]}},
        {"asylum_state": "pending"},
    ],
)
def test_an_unusable_case_says_so_once_and_ends_with_two(change, tmp_path, capsys):
    """Nothing on standard output, so that no script takes a fault for an answer."""
    path = tmp_path / "case.json"
    path.write_text(json.dumps({**LEAST, **change}), encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        call_command("gate", "ask", str(path), "--json")
    told = capsys.readouterr()
    assert ended.value.code == 2
    assert told.out == ""
    assert len(told.err.strip().splitlines()) == 1
    assert told.err.startswith(next(iter(change)))


@pytest.mark.parametrize(
    "change",
    [{"receiver": "QZ9"}, {"purpose": "revenge"}, {"personal": "no"}, {"asylum_state": "pending"}],
)
def test_the_schema_refuses_what_the_command_refuses(change):
    """Two descriptions of one format must not drift apart."""
    assert list(Draft202012Validator(SCHEMA).iter_errors({**LEAST, **change}))
