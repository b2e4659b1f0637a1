"""The commands of the whole node, and the settings they run on."""

import json
import os
import socket
import subprocess
import sys
import threading
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import httpx
import pytest
from django.core.management import CommandError, call_command

from schakel.kernel.errors import UnusableInputError
from schakel.shell.chores import Chore
from schakel.shell.home import NOBODY
from schakel.site.demo import walk
from schakel.site.demo.cast import NODES
from schakel.site.demo.databases import make_database
from schakel.site.demo.stage import claim_ports, places
from schakel.site.demo.visitor import StepFailedError
from schakel.site.management.commands import demo, run, worker
from schakel.site.serving import NodeProcesses, address_of, environment_of, require_free
from schakel.site.settings.database import read_database


def test_the_database_is_sqlite_or_postgresql():
    """One setting moves a node; another kind of database is refused at once."""
    home = Path("/somewhere")
    assert read_database("", home)["NAME"] == home / "node.sqlite3"
    found = read_database("postgres://u%40x:p%2F@db.example:5433/schakel?sslmode=require", home)
    assert (found["USER"], found["PASSWORD"], found["PORT"]) == ("u@x", "p/", "5433")
    assert (found["HOST"], found["NAME"]) == ("db.example", "schakel")
    assert found["OPTIONS"] == {"sslmode": "require"}
    with pytest.raises(ValueError, match="postgres://"):
        read_database("mysql://x/y", home)


@pytest.mark.django_db
def test_a_chore_that_fails_stops_nothing_and_tells_no_secrets(caplog):
    """The worker must outlive a bug, and its log must not quote what the bug had in hand."""

    def fail(now):
        raise ValueError("Rico Fantasia")

    assert worker.do_once("bad", fail) == 0
    assert worker.do_once("good", lambda now: 3) == 3
    assert "ValueError" in caplog.text
    assert "Rico" not in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_chore_is_done_again_until_told_to_stop():
    """At once while there is work, else at its own pace."""
    stop, turns = threading.Event(), []

    def run(now):
        turns.append(now)
        if len(turns) == 3:
            stop.set()
        return 1

    worker.keep_doing("quick", Chore(seconds=60, run=run), stop)
    assert len(turns) == 3
    assert all(turn.tzinfo for turn in turns)


def test_a_taken_address_is_noticed():
    """Granian would share the port with a forgotten process."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(UnusableInputError, match="in use"):
            require_free("127.0.0.1", port)
    require_free("127.0.0.1", port)
    assert address_of("https://node.example") == ("node.example", 443)
    assert address_of("http://127.0.0.1:8101") == ("127.0.0.1", 8101)


@pytest.mark.processes
def test_a_process_that_ends_is_started_again_and_a_stubborn_one_is_ended(tmp_path):
    """A node mends itself, and Ctrl-C always ends it."""
    node = NodeProcesses(home=tmp_path, url="http://127.0.0.1:1")
    node._commands = {
        "web": [sys.executable, "-c", "pass"],
        "worker": [
            sys.executable,
            "-c",
            "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)",
        ],
    }
    node.start()
    node._running["web"].wait()
    with pytest.raises(UnusableInputError, match="did not start"):
        node.wait_until_ready(2)
    assert node.mend() == ("web",)
    running = node._running["worker"]
    node.stop()
    assert running.poll() is not None
    node.stop()


def test_the_demo_stays_on_this_machine():
    """Its people sign in without a second factor."""
    where = places(root=Path("/x"), host="127.0.0.1", first_port=9000)
    assert [place.url for place in where] == [f"http://127.0.0.1:{9000 + n}" for n in range(3)]
    assert places(root=Path("/x"), host="::1", first_port=1)[0].url == "http://[::1]:1"
    assert places(root=Path("/x"), host="localhost", first_port=1)
    for host in ("0.0.0.0", "192.0.2.7", "node.example"):  # noqa: S104
        with pytest.raises(UnusableInputError, match="loopback"):
            places(root=Path("/x"), host=host, first_port=1)


def test_commands_that_need_a_node_say_so(settings):
    """A clear sentence and exit code 2."""
    settings.SCHAKEL_NODE = NOBODY
    with pytest.raises(CommandError, match="names no node") as caught:
        call_command("run")
    assert caught.value.returncode == 2
    with pytest.raises(CommandError, match="practice"):
        call_command("seed_demo", "cards.json")


class Nowhere:
    """A stage whose nodes cannot be set up."""

    places = ()

    def prepare(self):
        """Fail."""
        raise UnusableInputError("no disk")

    def stop(self):
        """Do nothing."""


def test_two_demos_that_start_together_get_ports_of_their_own():
    """Neither listens yet when the other looks; the second must not take what the first chose."""
    first, second = claim_ports(), claim_ports()
    assert abs(first - second) >= 3


def test_a_line_that_breaks_is_a_step_that_failed(monkeypatch):
    """A traceback would tell a newcomer nothing, and the nodes would not be read back."""

    def broken(self):
        raise httpx.ReadTimeout("no answer")

    monkeypatch.setattr(walk.Walk, "nodes", broken)
    said = []
    result = walk.play(Nowhere(), say=said.append)
    assert result["steps"][0]["detail"] == "ReadTimeout: no answer"
    assert said[0].startswith("FAIL")


def test_a_step_that_fails_ends_the_play_and_is_told(tmp_path, monkeypatch):
    """`demo --check` exits non-zero, with the reason on its line."""
    said = []
    result = walk.play(Nowhere(), say=said.append)
    assert not result["ok"]
    assert result["steps"][0]["detail"] == "UnusableInputError: no disk"
    assert said[0].startswith("FAIL")
    monkeypatch.setattr(demo, "Stage", lambda where: Nowhere())
    out = tmp_path / "result.json"
    for target in (["--json"], ["--json", str(out)], []):
        printed = StringIO()
        with pytest.raises(SystemExit):
            call_command("demo", "--check", *target, stdout=printed, stderr=StringIO())
        kept = json.loads(printed.getvalue() or out.read_text())
        assert kept["ok"] is False
    assert not json.loads(out.read_text())["ok"]
    for words in (["--json", str(out)], ["--check", "--json", str(tmp_path / "no" / "x.json")]):
        with pytest.raises(CommandError, match="--check|folder") as refused:
            call_command("demo", *words, stdout=StringIO(), stderr=StringIO())
        assert refused.value.returncode == 2
    with pytest.raises(CommandError, match="no disk"):
        call_command("demo", "--home", str(tmp_path), stderr=StringIO())
    assert StepFailedError.code == "demo.step_failed"
    assert datetime.now(UTC).tzinfo


def test_each_node_of_the_demo_has_a_database_of_its_own():
    """Three nodes in one database would be one node with three doors."""
    server = "postgres://u:p@db.example:5433/schakel?sslmode=require"
    where = places(root=Path("/x"), host="127.0.0.1", first_port=9000, database=server)
    assert {place.database for place in where} == {
        f"postgres://u:p@db.example:5433/schakel_{code}?sslmode=require"
        for code in (part.code for part in NODES)
    }
    assert environment_of(Path("/x"), "postgres://y")["SCHAKEL_DATABASE_URL"] == "postgres://y"
    assert {place.database for place in places(root=Path("/x"), host="::1", first_port=1)} == {""}


def test_a_database_server_that_does_not_answer_is_told():
    """The demo says what it could not do, and quotes no password."""
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        address = f"postgres://u:secret@127.0.0.1:{nobody.getsockname()[1]}/x_nl"
        with pytest.raises(UnusableInputError, match="made no database") as caught:
            make_database(address)
    assert "secret" not in str(caught.value)


def test_a_program_does_not_run_on_tables_of_a_newer_one(tmp_path, settings, monkeypatch):
    """After a roll-back it would write what the newer one no longer understands."""
    settings.SCHAKEL_HOME = tmp_path
    monkeypatch.setattr(run, "unknown_migrations", lambda: ["audit.0099_later"])
    with pytest.raises(CommandError, match="audit.0099_later") as caught:
        call_command("run")
    assert caught.value.returncode == 2


BEHIND_A_PROXY = """
import json
from django.conf import settings as s
print(json.dumps([s.SCHAKEL_LISTEN, s.ALLOWED_HOSTS, s.CSRF_TRUSTED_ORIGINS,
                  s.SECURE_PROXY_SSL_HEADER, s.SESSION_COOKIE_SECURE]))
"""


def test_a_node_behind_a_proxy_believes_it_as_far_as_told(tmp_path):
    """Else every form is refused there, or a stranger may pretend to come over https."""
    where = ["--country", "NL", "--zone", "Europe/Amsterdam", "--url", "https://node.example"]
    call_command("node", "init", "--home", str(tmp_path), "--code", "nl", "--name-en", "T", *where)
    found = []
    for told in ({}, {"SCHAKEL_TRUSTED_PROXIES": "1", "SCHAKEL_LISTEN": "http://127.0.0.1:8000"}):
        given = {**os.environ, **environment_of(tmp_path), **told}
        words = [sys.executable, "-m", "schakel", "shell", "--no-imports", "-c", BEHIND_A_PROXY]
        out = subprocess.run(words, env=given, capture_output=True, text=True, check=True).stdout
        found.append(json.loads(out))
    hosts = ["127.0.0.1", "localhost", "node.example"]
    assert found[0] == ["https://node.example", hosts, ["https://node.example"], None, True]
    assert found[1][0] == "http://127.0.0.1:8000"
    assert found[1][3] == ["HTTP_X_FORWARDED_PROTO", "https"]
