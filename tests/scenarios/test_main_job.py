"""The main job on three real nodes, as a newcomer would check it."""

import json
import subprocess
import sys

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
