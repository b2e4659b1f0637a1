"""A running node prints, counts and streams nothing of what people typed, also when it fails."""

import http.client
import os
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from schakel.site.serving import NodeProcesses

pytestmark = pytest.mark.processes
ROOT = Path(__file__).parents[2]
WORD = "quaxolotl"
SETUP = """
from django.core.management import call_command
from tests.upkeep.people import fill
call_command("migrate", verbosity=0)
fill()
"""


def schakel(home, *words):
    """Run a command of the product on a home; return what it printed."""
    run = subprocess.run(
        [sys.executable, "-m", "schakel", *words],
        env={**os.environ, "SCHAKEL_HOME": str(home), "PYTHONPATH": "src:."}
        | {"DJANGO_SETTINGS_MODULE": "schakel.site.settings.base"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return run.stdout + run.stderr


@pytest.fixture
def node(tmp_path):
    """Yield a node that runs."""
    home = tmp_path / "node"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    words = ["--code", "nl", "--name-en", "Test", "--country", "NL", "--zone", "Europe/Amsterdam"]
    schakel(tmp_path, "node", "init", "--home", str(home), *words, "--url", url)
    schakel(home, "shell", "--no-imports", "-c", SETUP)
    running = NodeProcesses(home=home, url=url, threads=1)
    running.start()
    try:
        running.wait_until_ready()
        yield running
    finally:
        running.stop()


def call(node, method, path, *, body="", **headers):
    """Send a request; return the status of the answer and what it says."""
    with closing(http.client.HTTPConnection(node.host, node.port, timeout=60)) as line:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        line.request(method, path, body=body, headers=given)
        answer = line.getresponse()
        return answer.status, answer.read().decode()


def test_nothing_that_people_type_is_printed_counted_or_streamed(node, tmp_path):
    """A wrong host, a wrong address, a wrong name, and a page that fails."""
    form = {"Content_Type": "application/x-www-form-urlencoded"}
    login = "/accounts/login/"
    assert call(node, "GET", "/", Host=f"{WORD}.example")[0] == 400
    assert call(node, "GET", f"/{WORD}?q={WORD}")[0] in (302, 404)
    assert call(node, "POST", login, body=f"login={WORD}&password={WORD}", **form)[0] == 403
    assert call(node, "POST", "/exchange/v1/envelopes", body=f'{{"{WORD}": 1}}')[0] >= 400
    with closing(sqlite3.connect(node.home / "node.sqlite3", timeout=60)) as database:
        database.execute("ALTER TABLE django_session RENAME TO gone")
    status, said = call(node, "GET", f"/search?q={WORD}", Cookie=f"schakel_nl={WORD * 4}")
    assert status == 500
    assert WORD not in said
    with closing(sqlite3.connect(node.home / "node.sqlite3", timeout=60)) as database:
        database.execute("ALTER TABLE gone RENAME TO django_session")
    time.sleep(1)
    printed = node.log_path.read_text()
    assert "OperationalError" in printed, "what failed must be told"
    assert WORD not in printed
    assert WORD not in schakel(node.home, "metrics")
    assert WORD not in schakel(node.home, "stream")
