"""Two real nodes: one rewrites its history with every power of its owner, and the other notices."""

import json
import subprocess
import sys
import time

import pytest

from schakel.site.demo.cast import NODES
from schakel.site.demo.stage import Place, Stage
from schakel.site.serving import environment_of
from tests.matching.test_wire_and_disk import free_ports

pytestmark = pytest.mark.processes
PATIENCE = 180  # seconds; on a quiet machine some ten are enough
# What the owner of a machine can do: new lines, a new tree and a new signed head, all consistent.
REWRITE = """
from datetime import UTC, datetime
from importlib import import_module
import django
django.setup()
from django.db import connection
from schakel.audit.actions import record, seal
from schakel.audit.models import Checkpoint, LogEntry, TreeNode
from schakel.audit.queries.tree import path_beside

class Editor:
    connection = connection
    def execute(self, statement, params=None):
        with connection.cursor() as cursor:
            cursor.execute(statement, params)

guard = import_module("schakel.audit.migrations.0002_append_only")
guard.unprotect(None, Editor())
count = LogEntry.objects.count()
for table in (LogEntry, TreeNode, Checkpoint):
    table.objects.all().delete()
path_beside().unlink()
guard.protect(None, Editor())
for number in range(count + 5):
    record(at=datetime.now(UTC), event="report:open", actor="node", object_id=str(number))
seal(datetime.now(UTC))
"""
# What the privacy officer of a witness does on the page.
AGREE = """
import sys
from datetime import UTC, datetime
import django
django.setup()
from schakel.audit.actions import settle_partner_log
settle_partner_log(node=sys.argv[1], actor="test", now=datetime.now(UTC))
"""
HEARD = """
import json
import django
django.setup()
from schakel.audit.queries import list_entries
print(json.dumps([line.facts["new"] for line in list_entries(event="log:hear-key")]))
"""


@pytest.fixture
def stage(tmp_path):
    """Return three nodes of the demo, running."""
    ports = free_ports(len(NODES))
    made = Stage(
        [
            Place(part=part, home=tmp_path / part.code, url=f"http://127.0.0.1:{port}")
            for part, port in zip(NODES, ports, strict=True)
        ]
    )
    made.prepare()
    made.start()
    yield made
    made.stop()


def run(stage, code, *words):
    """Run a command on a node; return its exit code and output."""
    place = next(place for place in stage.places if place.part.code == code)
    done = subprocess.run(
        [sys.executable, *words],
        env=environment_of(place.home),
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


def compare(stage, code, peer):
    """Run `schakel audit compare` on a node; return its exit code and JSON."""
    ended, text = run(stage, code, "-m", "schakel", "audit", "compare", peer, "--json")
    return ended, json.loads(text) if text else {}


def keys_heard(stage, code):
    """Return the new keys of partners' logs that a node heard of."""
    return json.loads(run(stage, code, "-c", HEARD)[1])


def wait_until(done, *, seconds=PATIENCE):
    """Return what `done` returns once it is true."""
    until = time.monotonic() + seconds
    while not (found := done()) and time.monotonic() < until:
        time.sleep(1)
    return found


def test_a_rewritten_history_is_noticed_by_the_partner_alone(stage):
    """The check at home passes: whoever owns the machine owns its keys too."""
    assert wait_until(lambda: compare(stage, "nl", "it")[0] == 0)
    assert compare(stage, "it", "nl")[0] == 0
    stage.stop_node("nl")
    assert run(stage, "nl", "-c", REWRITE)[0] == 0
    stage.start_node("nl")

    ended, found = run(stage, "nl", "-m", "schakel", "audit", "verify", "--json")
    assert (ended, json.loads(found)["ok"]) == (0, True)
    ended, found = compare(stage, "nl", "it")
    assert (ended, found["ok"]) == (1, False)
    assert "rewritten" in found["problem"]
    assert found["root_here"] != found["root_there"]
    assert wait_until(lambda: "suspicion" in compare(stage, "it", "nl")[1]["problem"])
    assert compare(stage, "it", "xz")[0] == 0

    assert run(stage, "nl", "-c", AGREE, "nl")[0] != 0
    assert run(stage, "it", "-c", AGREE, "nl")[0] != 0  # nl did not say that its log begins anew
    assert run(stage, "nl", "-m", "schakel", "audit", "begin-anew")[0] == 0
    assert wait_until(lambda: "have to agree" in compare(stage, "it", "nl")[1]["problem"])
    assert "have not agreed" in compare(stage, "nl", "it")[1]["problem"]
    assert run(stage, "it", "-c", AGREE, "nl")[0] == 0
    assert wait_until(lambda: compare(stage, "nl", "it")[0] == 0)
    assert compare(stage, "it", "nl")[0] == 0

    assert run(stage, "nl", "-m", "schakel", "audit", "change-key")[0] == 0
    assert run(stage, "nl", "-m", "schakel", "audit", "verify")[0] == 0
    stage.stop_node("nl")  # it signs its head, with the new key
    stage.start_node("nl")
    assert wait_until(lambda: len(keys_heard(stage, "it")) == 1)
    assert compare(stage, "it", "nl")[0] == 0
