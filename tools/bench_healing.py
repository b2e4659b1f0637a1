"""After a day apart: `python -m tools.bench_healing [--envelopes 50000] [--json]`.

One node was away for a day; the other has as many envelopes waiting for it. It comes back, and the
time runs until the sender holds the receipts of all. The pause before a sender tries a link again,
at most ten minutes, is not counted. Once with SQLite, once with PostgreSQL, both waiting for the
disk. The peer, in the same run, is that of `tools.bench_exchange`: plain posts.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tools.bench_exchange import measure_peer, reader_of
from tools.exchange_lab.nodes import LabNode, two_nodes

ENVELOPES = 50_000
PATIENCE = 3_600  # seconds
POSTS = 1_000  # of the peer


def main() -> None:
    """Measure and print."""
    count = ENVELOPES
    if "--envelopes" in sys.argv:
        count = int(sys.argv[sys.argv.index("--envelopes") + 1])
    result = {"sqlite": measure(count)}
    if not os.environ.get("SCHAKEL_DATABASE_URL"):
        result |= on_postgresql(count)
    if "--json" in sys.argv:
        print(json.dumps(result))
        return
    for name, row in result.items():
        print(f"{name}: " + ", ".join(f"{key} {value}" for key, value in row.items()))


def on_postgresql(count: int) -> dict[str, dict[str, Any]]:
    """Return the same figure of two nodes on a PostgreSQL of their own that waits for the disk."""
    module = ["-m", "tools.bench_healing", "--envelopes", str(count), "--json"]
    done = subprocess.run(
        ["tools/postgres.sh", sys.executable, *module],
        env={**os.environ, "SCHAKEL_POSTGRES_SAFE": "1"},
        check=False,
        capture_output=True,
    )
    if done.returncode:
        return {"postgresql": {"not_measured": done.stderr.decode()[-200:]}}
    return {"postgresql": json.loads(done.stdout)["sqlite"]}


def measure(count: int) -> dict[str, Any]:
    """Return how long it takes until all is signed for, once the other node is back."""
    with tempfile.TemporaryDirectory(prefix="schakel-bench-") as folder:
        root = Path(folder)
        sender, receiver = two_nodes(root)
        try:
            sender.put("it", first=0, count=count, together=100)
            receiver.start()
            sender.start()
            seconds = _until_delivered(sender, count)
            in_order = receiver.report()["effects"] == list(range(count))
            peaks = max([*sender.peaks().values(), *receiver.peaks().values()])
        finally:
            sender.stop()
            receiver.stop()
        peer = measure_peer(root / "peer.sqlite3", POSTS)
    return {
        "envelopes": count,
        "seconds": round(seconds, 1),
        "envelopes_per_second": round(count / seconds, 1),
        "in_order_and_once": in_order,
        "most_memory_mb": peaks,
        "peer_posts_per_second": round(peer, 1),
        "times_the_peer": round(count / seconds / peer, 2),
    }


def _until_delivered(node: LabNode, count: int) -> float:
    begun = time.perf_counter()
    reader = reader_of(node)
    query = "SELECT count(*) FROM exchange_outgoing WHERE kind='lab.note' AND state='delivered'"
    while time.perf_counter() - begun < PATIENCE:
        if reader.execute(query).fetchone()[0] >= count:
            return time.perf_counter() - begun
        time.sleep(0.5)
    raise RuntimeError(f"not delivered in {PATIENCE} s; see {node.home / 'lab.log'}")


if __name__ == "__main__":
    main()
