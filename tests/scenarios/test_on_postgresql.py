"""The main job once more, with real nodes on PostgreSQL."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.processes
ROOT = Path(__file__).parents[2]


def test_the_main_job_is_played_on_postgresql_by_one_setting(tmp_path):
    """A ministry runs its node on PostgreSQL: locks, threads and processes differ from SQLite."""
    result = tmp_path / "result.json"
    play = [sys.executable, "-m", "schakel", "demo", "--check", "--json", str(result)]
    run = subprocess.run(
        ["bash", ROOT / "tools" / "postgres.sh", *play],
        capture_output=True,
        text=True,
        check=False,
        timeout=400,
    )
    assert run.returncode == 0, run.stderr
    told = json.loads(result.read_text(encoding="utf-8"))
    assert told["ok"]
    assert len(told["steps"]) > 20
