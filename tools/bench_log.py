"""Speed of the log, beside a peer in the same run: `python -m tools.bench_log [--json]`.

Once with SQLite and `synchronous=FULL`, once with PostgreSQL and its usual `fsync`. A line is
written in a transaction of its own, as most deeds do, and then many in one, as batches do; sealing
gives all their places in the tree and signs the head; `audit verify` computes everything again. The
peer does the least that could be called a log: it inserts the bytes of each line with the same
durability, and reads them back into one SHA-256, without a tree, a check or a signature.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tools.exchange_lab.nodes import LabNode


def main() -> None:
    """Measure and print."""
    result = measure("sqlite")
    if not os.environ.get("SCHAKEL_DATABASE_URL"):
        result |= on_postgresql()
    if "--json" in sys.argv:
        print(json.dumps(result))
        return
    for name, row in result.items():
        print(f"{name}: " + ", ".join(f"{key} {value}" for key, value in row.items()))


def on_postgresql() -> dict[str, dict[str, Any]]:
    """Return the same figures on a PostgreSQL of its own that waits for the disk."""
    done = subprocess.run(
        ["tools/postgres.sh", sys.executable, "-m", "tools.bench_log", "--json"],
        env={**os.environ, "SCHAKEL_POSTGRES_SAFE": "1"},
        check=False,
        capture_output=True,
    )
    if done.returncode:
        return {"postgresql": {"not_measured": done.stderr.decode()[-200:]}}
    found = json.loads(done.stdout)
    return {name.replace("sqlite", "postgresql", 1): row for name, row in found.items()}


def measure(name: str) -> dict[str, dict[str, Any]]:
    """Return the figures of one node with a log of its own."""
    with tempfile.TemporaryDirectory(prefix="schakel-bench-") as folder:
        node = LabNode(Path(folder), code="nl", country="NL")
        found = json.loads(node.run("tools.exchange_lab.lines"))
    return {f"{name} {part}": row for part, row in found.items()}


if __name__ == "__main__":
    main()
