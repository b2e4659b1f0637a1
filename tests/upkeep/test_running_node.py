"""A node that writes is copied, put back elsewhere, and compared."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.processes
ROOT = Path(__file__).parents[2]
LOOK = """
import json
from schakel.audit.models import LogEntry
from schakel.shell.vault import path_of
from schakel.accounts.models import OneTimeLink, Notice
from django.contrib.sessions.models import Session
pairs = [set(LogEntry.objects.filter(event=e).values_list("object_id", flat=True))
         for e in ("report:start", "report:attach")]
print(json.dumps({
    "pairs": len(pairs[0]),
    "alone": len(pairs[0] ^ pairs[1]),
    "without_file": sum(not path_of(sha).exists() for sha in pairs[0]),
    "open_links": OneTimeLink.objects.filter(used_at=None).count(),
    "sessions": Session.objects.count(),
    "restores": LogEntry.objects.filter(event="node:restore").count(),
    "told": sorted(n.user.username for n in Notice.objects.filter(kind="node-restored")),
}))
"""


def schakel(home: Path, *words: str, fails: bool = False) -> subprocess.CompletedProcess[str]:
    """Run a command of the product on a home."""
    run = subprocess.run(
        [sys.executable, "-m", "schakel", *words],
        env={**os.environ, "SCHAKEL_HOME": str(home), "PYTHONPATH": "src:."}
        | {"DJANGO_SETTINGS_MODULE": "schakel.site.settings.base"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert bool(run.returncode) is fails, run.stdout + run.stderr
    return run


SETUP = """
from django.core.management import call_command
from tests.upkeep.people import fill
call_command("migrate", verbosity=0)
fill()
"""


@pytest.fixture
def node(tmp_path):
    """Return the home of a node with an administrator and a privacy officer."""
    home = tmp_path / "node"
    schakel(
        tmp_path,
        *["node", "init", "--home", str(home), "--code", "nl", "--name-en", "Test"],
        *["--country", "NL", "--zone", "Europe/Amsterdam", "--url", "http://127.0.0.1:1"],
    )
    schakel(home, "shell", "--no-imports", "-c", SETUP)
    return home


def begin_writing(home: Path) -> subprocess.Popen[str]:
    """Start the process that writes, and wait for its first turns."""
    writer = subprocess.Popen(
        [sys.executable, "-m", "tests.upkeep.writer"],
        env={**os.environ, "SCHAKEL_HOME": str(home), "PYTHONPATH": "src:."},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert writer.stdout
    for _ in range(30):
        assert writer.stdout.readline()
    return writer


def end_writing(writer: subprocess.Popen[str]) -> None:
    """Kill the process that writes, as a power cut would."""
    writer.kill()
    writer.wait()
    if writer.stdout:
        writer.stdout.close()


def test_a_node_that_writes_is_copied_at_one_moment_and_comes_back_whole(node, tmp_path):
    """On the day it is needed nobody can ask the node to stop first."""
    key = tmp_path / "away" / "key.txt"
    key.parent.mkdir()
    recipient = schakel(node, "backup", "--new-identity", str(key)).stdout.strip()
    writer = begin_writing(node)
    try:
        for number in range(2):
            target = tmp_path / f"data-{number}.age"
            run = schakel(node, "backup", str(target), "--recipient", recipient, "--json")
            assert json.loads(run.stdout)["parts"] > 30
        assert writer.poll() is None
    finally:
        end_writing(writer)
    schakel(node, "backup", str(tmp_path / "keys.age"), "--keys", "--recipient", recipient)
    lasts = look(node)["pairs"]

    for number in range(2):
        fresh = tmp_path / f"fresh-{number}"
        words = ["--keys", str(tmp_path / "keys.age"), "--identity", str(key), "--json"]
        run = schakel(fresh, "restore", str(tmp_path / f"data-{number}.age"), *words)
        assert json.loads(run.stdout)["node"] == "nl"
        found = look(fresh)
        assert 30 <= found["pairs"] <= lasts
        assert (found["alone"], found["without_file"]) == (0, 0)
        assert (found["open_links"], found["sessions"], found["restores"]) == (0, 0, 1)
        assert found["told"] == ["ada", "pia"]
        assert json.loads(schakel(fresh, "audit", "verify", "--json").stdout)["ok"]
        assert (
            schakel(fresh, "node", "fingerprint").stdout
            == schakel(node, "node", "fingerprint").stdout
        )
        assert {path.name for path in (fresh / "upkeep").iterdir()} == set()
    assert fresh.stat().st_mode & 0o777 == 0o700


def look(home: Path) -> dict:
    """Return what is in the database of a home."""
    return json.loads(schakel(home, "shell", "--no-imports", "-c", LOOK).stdout)


def test_a_node_that_is_not_settled_does_not_run(node, tmp_path):
    """It would serve, and send, what was ended after the archive was taken."""
    (node / "upkeep").mkdir(exist_ok=True)
    note = node / "upkeep" / "restored.json"
    note.write_text(json.dumps({"taken_at": "2026-11-25T10:00:00.000000Z"}))
    run = schakel(node, "run", fails=True)
    assert run.returncode == 2
    assert "schakel restore --finish" in run.stderr
    schakel(node, "restore", "--finish")
    assert not note.exists()
    assert look(node)["restores"] == 1


def test_a_node_on_postgresql_is_copied_and_comes_back(tmp_path):
    """The ministry's database has its own tools; the archive and its rules are the same."""
    run = subprocess.run(
        ["bash", ROOT / "tools/postgres.sh", sys.executable, "-m", "tests.upkeep.on_postgresql"],
        env={**os.environ, "PYTHONPATH": "src:.", "SCHAKEL_TEST_ROOM": str(tmp_path)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    found = json.loads(run.stdout.splitlines()[-1])
    assert found["pairs"] >= 30
    assert (found["alone"], found["without_file"], found["restores"]) == (0, 0, 1)
