"""The pages of the gate, and its command."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.utils import translation

from schakel.audit.models import LogEntry
from schakel.handling import wording
from schakel.handling.actions import GateClosedError, ask_what_if
from schakel.handling.core import case as words
from schakel.handling.core import table, texts
from schakel.handling.core.alerts import ALERT
from schakel.handling.core.case import Purpose
from schakel.handling.core.decision import Outcome, Whom
from schakel.handling.models import GateDecision
from tests.handling.cases import outside, within
from tests.handling.test_actions import NOON, cleared
from tests.intake.people import a_person, sign_in

ROOT = Path(__file__).parents[2]


@pytest.fixture
def jip(db):
    """Return a liaison officer."""
    return a_person()


def page_of(client, case, *, by, language="en"):
    """Return the page of the decision on `case`."""
    _, decision_id = ask_what_if(case=case, by=by, now=NOON)
    browser = sign_in(client, by)
    answer = browser.get(f"/gate/decisions/{decision_id}", headers={"accept-language": language})
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_refusal_shows_every_reason_with_its_article_and_mark(client, jip):
    """The officer reads why, and where it stands."""
    page = page_of(client, outside(tainted=True, minor=True), by=jip)
    assert "Refused" in page
    assert "Nobody can override this." in page
    for row in ("1", "19", "30"):
        assert f'/gate/rows/{row}"' in page
    assert "Convention on the Rights of the Child" in page
    assert "not verified" in page
    assert "A second person approves." in page


def test_a_hold_shows_what_is_needed_and_from_whom(client, jip):
    """Not yet: who must add what."""
    page = page_of(client, within(necessity=""), by=jip)
    assert "Needed from the author: Write why it is necessary" in page
    assert "Nobody can override this." not in page


def test_a_reason_without_a_row_has_no_link(client, jip):
    """`no-rule` is not a row of the table."""
    page = page_of(client, within(receiver="NATO"), by=jip)
    assert "No rule says that this may leave." in page
    assert "/gate/rows/no-rule" not in page


def test_a_decision_reads_in_dutch(client, jip):
    """The officer's own language, reasons and named fields included."""
    case = outside(purpose=Purpose.RETURN, fields=frozenset({"phone"}), return_decision_final=True)
    page = page_of(client, case, by=jip, language="nl")
    assert "Geweigerd" in page
    assert "Deze velden horen niet op het terugnameformulier (phone)" in page


def test_looking_at_a_decision_is_logged(client, jip):
    """Consultation is on record."""
    page_of(client, within(), by=jip)
    assert LogEntry.objects.get(event="decision:open").object_kind == "decision"


def test_a_decision_of_another_unit_is_not_there(client, jip):
    """Not there and not yours look the same."""
    _, decision_id = ask_what_if(case=within(), by=jip, now=NOON)
    browser = sign_in(client, a_person("sanne", unit="spoc"))
    theirs = browser.get(f"/gate/decisions/{decision_id}")
    nowhere = browser.get(f"/gate/decisions/{uuid4()}")
    assert theirs.status_code == nowhere.status_code == 404

    def plain(answer):
        return re.sub(r'name="csrfmiddlewaretoken" value="\w+"|/gate/decisions/\S+', "", answer)

    assert plain(theirs.content.decode()) == plain(nowhere.content.decode())


def test_a_stranger_sees_nothing_of_the_gate(client, db):
    """Closed by default."""
    assert client.get(f"/gate/decisions/{uuid4()}").status_code == 302


def test_a_decision_says_whether_it_comes_out_again(client, jip):
    """Asked again under its own version, an old decision gives the same answer."""
    assert "asked again under its own version it is the same" in page_of(client, within(), by=jip)


def test_the_command_asks_every_kept_decision_again(jip, capsys):
    """An auditor proves that nobody changed what a version of the table means."""
    ask_what_if(case=within(), by=jip, now=NOON)
    ask_what_if(case=outside(tainted=True), by=jip, now=NOON)
    call_command("gate", "replay", "--json")
    assert json.loads(capsys.readouterr().out) == {"ok": True, "decisions": 2, "differ": []}
    call_command("gate", "replay")
    assert capsys.readouterr().out == "2 decisions asked again under their own version: 0 differ\n"


@pytest.mark.parametrize(
    "change",
    [{"outcome": "allow"}, {"table_version": "gone"}, {"case": {"sender": "NL", "facts": {}}}],
)
def test_a_decision_that_does_not_come_out_again_is_named(jip, capsys, change):
    """The table or the decision was changed: somebody must look."""
    _, decision_id = ask_what_if(case=within(), by=jip, now=NOON)
    kept = GateDecision.objects.get(id=decision_id)
    for name, value in change.items():
        setattr(kept, name, value)
    kept.id = uuid4()
    kept.save(force_insert=True)
    with pytest.raises(SystemExit) as caught:
        call_command("gate", "replay", "--json")
    assert caught.value.code == 1
    said = json.loads(capsys.readouterr().out)
    assert said == {"ok": False, "decisions": 2, "differ": [str(kept.id)]}


def test_every_sentence_of_the_core_stands_in_the_catalogue():
    """What the core says and the wording does not know stays English for everybody."""
    spoken = {
        *(row.title for row in table.ALL_ROWS),
        *texts.REASONS.values(),
        *texts.CONDITIONS.values(),
        *(needs for _, needs in texts.REMEDIES.values()),
        *(reason.text for reason in ALERT.reasons),
    }
    assert {str(sentence) for sentence in wording.SENTENCES} == spoken
    with translation.override("nl"):
        assert [s for s in spoken if wording.say(s) == s] == []


@pytest.mark.parametrize(
    ("sentences", "kind"),
    [
        (wording.OUTCOMES, Outcome),
        (wording.TONES, Outcome),
        (wording.WHOM, Whom),
        (wording.PURPOSES, Purpose),
        (wording.SUBJECTS, words.Subject),
        (wording.CODES, words.HandlingCode),
    ],
)
def test_every_code_has_its_words(sentences, kind):
    """A code without words would show as a code."""
    assert set(sentences) == set(kind)


def test_every_hold_has_a_remedy_and_every_remedy_a_hold():
    """The texts of the rows and what lifts them may not drift apart."""
    assert set(texts.REMEDIES) <= set(texts.REASONS)


def a_file(tmp_path, content):
    """Write a case and return its path."""
    path = tmp_path / "case.json"
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return path


CASE = {"sender": "NL", "receiver": "IT", "purpose": "crime", "evaluated": True}


def test_the_command_prints_the_answer_as_json(tmp_path, capsys):
    """Others build on these keys."""
    call_command(
        "gate", "ask", a_file(tmp_path, b"\xef\xbb\xbf" + json.dumps(CASE).encode()), "--json"
    )
    said = json.loads(capsys.readouterr().out)
    assert set(said) >= {"outcome", "reasons", "conditions", "table_version"}
    assert said["outcome"] == "hold"
    assert set(said["reasons"][0]) >= {"rule", "text", "source", "verified"}
    assert [reason["rule"] for reason in said["reasons"]] == ["3", "23"]
    assert said["conditions"][0] == {
        "code": "codes-travel",
        "text": "The handling codes travel with the data.",
    }


def test_the_command_reads_well_without_json(tmp_path, capsys):
    """A person at a prompt reads it too."""
    call_command("gate", "ask", a_file(tmp_path, CASE))
    said = capsys.readouterr().out
    assert said.startswith("hold (table ")
    assert "needed from author: Write why it is necessary" in said
    assert "condition codes-travel" in said


@pytest.mark.parametrize(
    ("content", "faults"),
    [
        ({"sender": "NL"}, ["purpose is missing.", "receiver is missing."]),
        (b"{", ["The case is not JSON"]),
        (b"\xff", ["is not UTF-8."]),
    ],
)
def test_an_unusable_case_ends_with_2_and_a_sentence_per_fault(tmp_path, capsys, content, faults):
    """A script must see the difference between no and nonsense."""
    with pytest.raises(SystemExit) as caught:
        call_command("gate", "ask", a_file(tmp_path, content), "--json")
    said = capsys.readouterr()
    assert caught.value.code == 2
    assert said.out == ""
    lines = said.err.strip().splitlines()
    assert len(lines) == len(faults)
    assert all(fault in line for fault, line in zip(faults, lines, strict=True))


def test_a_missing_file_is_unusable_input(tmp_path, capsys):
    """The name may be wrong."""
    with pytest.raises(SystemExit) as caught:
        call_command("gate", "ask", tmp_path / "nowhere.json")
    assert caught.value.code == 2
    assert "No such file" in capsys.readouterr().err


def test_the_command_works_with_no_node_and_no_database(tmp_path):
    """Somebody with nothing but the program can ask."""
    path = a_file(tmp_path, {**CASE, "necessity": "why"})
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src")}
    ran = subprocess.run(
        [sys.executable, "-m", "schakel", "gate", "ask", str(path), "--json"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        check=False,
        text=True,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert json.loads(ran.stdout)["outcome"] == "conditions"
    assert [found.name for found in tmp_path.iterdir()] == ["case.json"]


@pytest.mark.django_db
def test_the_error_of_a_closed_gate_names_rules_only():
    """Exceptions end up in logs."""
    with pytest.raises(GateClosedError, match=r"^hold: rules 3, 23$"):
        cleared(within(necessity=""))
