"""After a recall or the end of a term nothing is left: at no door, in no table, in no byte."""

import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection

from schakel.accounts.core.roles import Role
from schakel.accounts.queries import find_user
from schakel.assistance.models import Answer, AnswerFile
from schakel.asylum.models import AsylumCheck
from schakel.audit.actions import seal
from schakel.audit.models import LogEntry
from schakel.casework.models import MethodCoding, Report, ReportOriginal
from schakel.custody.models import Consent, Item
from schakel.exculpation.models import Mark
from schakel.intake.actions import read_waiting, take_received
from schakel.intake.models import Finding, Original
from schakel.matching.models import Hit, Question
from schakel.retention.actions import (
    enter_period,
    note_terms,
    run_schedule,
    tombstones,
    wipe_erased,
)
from schakel.retention.models import Term
from schakel.shell import vault
from schakel.upkeep.actions import back_up, make_identity
from schakel.vetting.models import InboundCheck
from tests.custody.chain import Chain
from tests.scenarios.remains import (
    marks_in,
    marks_in_database_file,
    marks_in_files,
    marks_in_pages,
    marks_in_tables,
)
from tests.site.doors import DOORS
from tests.site.test_doors import browser, heard
from tests.site.world import UNITS, World

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).parents[2]
NODE = """code = "nl"
name_en = "Netherlands (test)"
name_nl = "Nederland (test)"
country = "NL"
time_zone = "Europe/Amsterdam"
url = "http://127.0.0.1:8001"
"""
# One invented word for each place into which an item is copied, so that a failure says from where.
TEXT, FILE, NAME = "quaxolotl", "zumbelwort", "vrekelnaam"
REASON, REMARK, NOTE = "plofgrond", "kwispelzin", "drolnotitie"
RESTRICTION, NUMBER = "hekelclausule", "31612345999"
CASES = "fantasia"  # stands in every object of the world
RECALLED = {TEXT, FILE, NAME, REASON, REMARK, NOTE, RESTRICTION, NUMBER}
LETTER = f"{FILE} sails at six with two boats, call +{NUMBER}.".encode()


class Spread:
    """An answer of Italy with a file, copied as widely as the product lets it be."""

    def __init__(self, world, chain):
        self.world, self.chain, self.now = world, chain, datetime.now(UTC)
        self.answer = chain.answer(codes=("H1",), text=f"{TEXT} has two boats")
        self._file()
        self._talk()
        self._rest()
        chain.passes_on(self.answer)
        world._ids |= {
            "answer_id": Answer.objects.get(id=self.answer).id,
            "item_id": Item.objects.get(id=self.answer).id,
            "consent_id": Consent.objects.get(item=self.answer).id,
            "original_id": self.original.id,
            "request_id": Answer.objects.get(id=self.answer).request_id,
            "report_id": self.report.id,
            "thread_id": Item.objects.get(id=self.answer).thread_id,
        }

    def _file(self):
        """Let the answer bring a file, and let it be read and searched."""
        sha256, size = vault.put([LETTER])
        answer = Answer.objects.get(id=self.answer)
        name = f"{NAME}.txt"
        original = take_received(
            name=name, sha256=sha256, size=size, unit_code="liaison", country="IT", now=self.now
        )
        AnswerFile.objects.create(
            answer=answer, original_id=original, name=name, sha256=sha256, size=size
        )
        Answer.objects.filter(id=self.answer).update(restrictions=f"{RESTRICTION} only")
        Item.objects.filter(id=self.answer).update(files=[sha256])
        read_waiting(self.now)
        self.original, self.sha256 = Original.objects.get(id=original), sha256

    def _talk(self):
        """Ask and get consent, with words about the item, and check it before use."""
        self.chain.asks(self.answer, purpose="evidence", reason=f"{REASON} in Lille")
        self.chain.consents(text=f"{REMARK} goes well")
        InboundCheck.objects.create(
            item_id=self.answer,
            answers={},
            note=f"{NOTE} fits",
            by=find_user("jip.voorbeeld"),
            at=self.now,
        )

    def _rest(self):
        """Let a report rest on the file, with a finding accepted, a method and a hit."""
        self.report = Report.objects.get(id=Answer.objects.get(id=self.answer).request.report_id)
        Report.objects.filter(id=self.report.id).update(title=f"{NAME}.txt")
        ReportOriginal.objects.create(report=self.report, original=self.original)
        MethodCoding.objects.create(
            report=self.report, code="REC.01", fragment=f"{FILE} sails at six", benefit="none"
        )
        Finding.objects.filter(part__original=self.original).update(state="accepted")
        key = f"phone:+{NUMBER}"
        Hit.objects.create(report_id=self.report.id, node="it", key=key, found_at=self.now)
        Question.objects.create(
            report_id=self.report.id,
            unit=self.report.unit,
            asked_by=self.report.author,
            node="it",
            keys=[key],
            next_try_at=self.now,
            asked_at=self.now,
        )


@pytest.fixture
def world(settings, tmp_path):
    """Return a node with one of everything, and nothing in its home that was not its own."""
    if connection.vendor == "sqlite":  # an earlier test may have left words in the index
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO shell_searchindex(shell_searchindex) VALUES ('rebuild')")
    (tmp_path / "home").mkdir()
    found = World(settings, tmp_path / "home")
    for name in ("letter.txt", "boat.jpg"):
        (tmp_path / "home" / name).unlink()
    AsylumCheck.objects.update(person_id=found._ids["person_id"])
    return found


@pytest.fixture
def spread(world, settings, tmp_path):
    """Return an answer that was copied widely."""
    return Spread(world, Chain(settings, tmp_path / "home", office=world.office))


def marks_at_doors(world, marks, *, units=UNITS):
    """Open every page as every role, at home; return (role, door, mark) of what shows."""
    found = set()
    for role in Role:
        clients = {unit: browser(find_user(f"{unit}.{role}")) for unit in units}
        for name, door in DOORS.items():
            if door.get and door.home in units:
                answer = heard(clients[door.home].get(world.path(name)))
                text = answer.words.encode("latin-1")
                found |= {(str(role), name, mark) for mark in marks_in(text, marks)}
    return found


def left_over(world, marks, home):
    """Return every place in which a mark is still found."""
    return {
        *marks_in_tables(marks),
        *(("pages", mark) for mark in marks_in_pages(marks)),
        *marks_in_files(home, marks),
        *marks_at_doors(world, marks),
    }


def test_the_search_for_marks_finds_them_all_before(spread, tmp_path):
    """A search that finds nothing after an erasure must find everything before it."""
    there = {one[-1] for one in marks_in_tables(RECALLED)}
    assert there == RECALLED
    if connection.vendor == "sqlite":
        assert marks_in_pages(RECALLED) >= {TEXT, NAME, REASON, NOTE}
    shown = {one[-1] for one in marks_at_doors(spread.world, RECALLED, units=("liaison",))}
    assert shown >= {TEXT, FILE, NAME, REASON, REMARK, NOTE}


def test_a_recall_leaves_nothing_at_any_door_in_any_table_or_byte(spread, tmp_path):
    """And the log still proves that it was here, and when; an older archive brings nothing back."""
    archives = archived(tmp_path)
    spread.chain.wants("recall", spread.answer)
    assert wipe_erased(datetime.now(UTC) + timedelta(minutes=1)) == 1
    left = left_over(spread.world, RECALLED, tmp_path / "home")
    assert not left, "\n".join(map(str, sorted(left)))
    lines = LogEntry.objects.filter(object_id=spread.answer)
    assert lines.filter(event="item:erase").get().facts["files"] == [spread.sha256]
    if connection.vendor == "sqlite":
        left = left_after_restore(archives, RECALLED, tmp_path)
        assert not left, "\n".join(map(str, sorted(left)))


def test_the_end_of_every_term_leaves_nothing_of_any_case(world, tmp_path):
    """What anybody wrote about a case is gone when the last term has ended, wherever it stood."""
    archives = archived(tmp_path)
    end_every_term()
    wipe_erased(datetime.now(UTC) + timedelta(minutes=1))
    left = left_over(world, {CASES}, tmp_path / "home")
    assert not left, "\n".join(map(str, sorted(left)))
    if connection.vendor == "sqlite":
        left = left_after_restore(archives, {CASES}, tmp_path)
        assert not left, "\n".join(map(str, sorted(left)))


def end_every_term():
    """Enter the periods that no law gives, and let years go by until nothing is kept."""
    now, by = datetime.now(UTC), find_user("liaison.privacy-officer")
    Term.objects.update(held_ground="", held_at=None)
    Mark.objects.update(state="rejected", decided_at=now)
    for article in ("wjsg", "avg"):
        enter_period(
            article=article, months=1, source="invented", is_verified=False, by=by, now=now
        )
    for years in (0, 6, 12, 18):
        later = now + timedelta(days=366 * years)
        note_terms(later)
        while run_schedule(later):
            pass
    assert not Term.objects.filter(destroyed_at__isnull=True).exists()


def archived(tmp_path):
    """Return archives of data and keys, as they were before, and the identity that opens them."""
    secret = tmp_path / "away.txt"
    recipient = make_identity(secret)
    (tmp_path / "home" / "node.toml").write_text(NODE)
    seal(datetime.now(UTC))
    found = {"identity": secret}
    for kind in ("data", "keys"):
        found[kind] = tmp_path / f"{kind}.age"
        back_up(target=found[kind], recipients=[recipient], kind=kind, now=datetime.now(UTC))
    return found


def left_after_restore(archives, marks, tmp_path):
    """Put old archives back beside the tombstones; return every place in which a mark is found."""
    fresh = tmp_path / "fresh"
    (fresh / "custody").mkdir(parents=True)
    shutil.copy(tombstones(), fresh / "custody")
    run = subprocess.run(
        [sys.executable, "-m", "schakel", "restore", str(archives["data"])]
        + ["--keys", str(archives["keys"]), "--identity", str(archives["identity"]), "--json"],
        env={**os.environ, "SCHAKEL_HOME": str(fresh), "PYTHONPATH": "src:."}
        | {"DJANGO_SETTINGS_MODULE": "schakel.site.settings.base"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert json.loads(run.stdout)["node"] == "nl"
    return marks_in_database_file(fresh / "node.sqlite3", marks) | marks_in_files(fresh, marks)
