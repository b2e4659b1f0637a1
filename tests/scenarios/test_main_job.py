"""The main job on three real nodes, as a newcomer would check it."""

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

pytestmark = pytest.mark.processes


def test_the_thread_runs_from_hint_to_evidence(tmp_path):
    """Everything else in the product serves this one thread."""
    result = tmp_path / "check.json"
    run = subprocess.run(
        [sys.executable, "-m", "schakel", "demo", "--check", "--json", str(result)],
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )

    assert run.returncode == 0, run.stderr
    found = json.loads(result.read_text(encoding="utf-8"))
    assert found["ok"]
    assert all(step["ok"] for step in found["steps"])
    states = {
        (node, one["kind"], one["state"]) for node, many in found["nodes"].items() for one in many
    }
    assert ("nl", "answer", "evidence") in states
    assert ("nl", "consent", "given") in states
    assert ("it", "consent", "given") in states
    assert ("it", "request", "answered") in states
    assert {one["kind"] for one in found["nodes"]["xz"]} <= {"report", "thread"}


def nodes_of(folder):
    """Return the ids of the processes whose node lives in `folder`."""
    wanted = f"SCHAKEL_HOME={folder}".encode()
    found = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError):
            if entry.name.isdigit() and wanted in (entry / "environ").read_bytes():
                found.append(int(entry.name))
    return found


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_check_that_is_ended_takes_its_nodes_with_it(tmp_path, number):
    """Forgotten nodes would keep ports, memory and what is in their databases."""
    with subprocess.Popen(
        [sys.executable, "-m", "schakel", "demo", "--check"],
        env={**os.environ, "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as run:
        assert "3 nodes answer" in run.stderr.readline()
        assert nodes_of(tmp_path)
        run.send_signal(number)
        assert run.wait(120) == 128 + number
        assert "Traceback" not in run.stderr.read()

    assert nodes_of(tmp_path) == []
    assert list(tmp_path.glob("schakel-demo-*")) == []


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "example.org"])  # noqa: S104
def test_the_demo_serves_this_machine_alone(host):
    """Its people sign in without a second factor."""
    run = subprocess.run(
        [sys.executable, "-m", "schakel", "demo", "--host", host],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert run.returncode == 2
    assert "not a loopback address" in run.stderr
