"""The database lets go of erased words: soon after each erasure, and wholly once a day."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection

from schakel.retention.actions import wipe_erased, wiping, write_tombstone
from schakel.shell import remains

ROOT = Path(__file__).parents[2]
WORD = "quaxolotl"
# Many rows of many sizes, so that SQLite moves them between pages; half of them are erased.
FILL = f"""
import json
from uuid import uuid4
from django.conf import settings
from django.core.management import call_command
from schakel.shell.models import SearchText
from schakel.shell.remains import rewrite, wipe_remains
from schakel.shell.search import index_text
call_command("migrate", verbosity=0)
for number in range(300):
    index_text(kind="x", object_id=uuid4(), title="t",
               body=f"{WORD}{{number % 2}} " * (1 + number % 7 * 60))
home = settings.SCHAKEL_HOME
def left():
    files = [path for path in home.iterdir() if path.name.startswith("node.sqlite3")]
    return sum(path.read_bytes().count(b"{WORD}1") for path in files)
before = left()
SearchText.objects.filter(body__startswith="{WORD}1").delete()
erased = left()
print(json.dumps([before, erased, wipe_remains(), rewrite(), left()]))
"""


@pytest.fixture
def home(settings, tmp_path):
    """Return the home of a node."""
    settings.SCHAKEL_HOME = tmp_path
    return tmp_path


def later(**given):
    """Return a moment behind now."""
    return datetime.now(UTC) + timedelta(**given)


@pytest.fixture
def asked(monkeypatch):
    """Return what was asked of the database, and what it answers."""
    said, done = {"wipe": True, "rewrite": True}, []
    for name, words in (("wipe_remains", "wipe"), ("rewrite", "rewrite")):
        monkeypatch.setattr(wiping, name, lambda words=words: done.append(words) or said[words])
    return said, done


def erased():
    """Write down that something was erased."""
    write_tombstone(uuid4(), files=[], at=datetime.now(UTC), why="recall")


def test_nothing_is_wiped_when_nothing_was_erased(home, asked):
    """A database is not written anew every day for nothing."""
    assert wipe_erased(later(hours=1)) == 0
    erased()
    assert wipe_erased(later(hours=1)) == 1
    assert wipe_erased(later(days=3)) == 0
    assert asked[1] == ["wipe", "rewrite"]


def test_it_waits_until_the_deed_is_kept(home, asked):
    """The tombstone is written first; the words still stand in the row while that is open."""
    erased()
    assert wipe_erased(later(seconds=5)) == 0
    assert wipe_erased(later(seconds=40)) == 1


def test_every_erasure_is_wiped_soon_and_the_whole_once_a_day(home, asked):
    """A hundred recalls on a day write the database anew once."""
    for hours in (1, 2, 26):
        erased()
        assert wipe_erased(later(hours=hours)) == 1
    assert asked[1] == ["wipe", "rewrite", "wipe", "wipe", "rewrite"]


def test_what_a_reader_holds_up_is_done_in_the_next_turn(home, asked):
    """Nothing is counted as done that was not."""
    said, done = asked
    erased()
    said.update(wipe=False, rewrite=False)
    assert wipe_erased(later(minutes=1)) == 0
    said.update(wipe=True)
    assert wipe_erased(later(minutes=2)) == 1
    said.update(rewrite=True)
    assert wipe_erased(later(minutes=3)) == 1
    assert done == ["wipe", "rewrite", "wipe", "rewrite", "rewrite"]


@pytest.mark.django_db
def test_inside_a_transaction_nothing_is_promised():
    """What is not kept yet cannot be wiped."""
    assert not remains.wipe_remains()
    assert not remains.rewrite()


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_busy_is_asked_again(monkeypatch):
    """A lock of somebody else is no error."""
    assert remains.rewrite()

    def busy(*given):
        raise DatabaseError("locked")

    monkeypatch.setattr(connection, "cursor", busy)
    assert not remains.rewrite()


@pytest.mark.processes
def test_no_byte_of_erased_words_stays_in_the_files_of_sqlite(tmp_path):
    """Neither in the file, nor in the log of writes beside it."""
    run = subprocess.run(
        [sys.executable, "-m", "schakel", "shell", "--no-imports", "-c", FILL],
        env={**os.environ, "SCHAKEL_HOME": str(tmp_path), "PYTHONPATH": "src:."}
        | {"DJANGO_SETTINGS_MODULE": "schakel.site.settings.base", "SCHAKEL_DATABASE_URL": ""},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr
    before, still, wiped, rewritten, after = json.loads(run.stdout)
    assert before > 0
    assert still > 0, "this test must be able to fail"
    assert (wiped, rewritten, after) == (True, True, 0)
