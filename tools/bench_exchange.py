"""Envelopes per second between two real nodes: `python -m tools.bench_exchange [--json]`.

Once with SQLite and `synchronous=FULL`, once with PostgreSQL and its usual `fsync`. Both nodes run
here; every envelope is signed, sealed, logged, sent, checked, stored, handled and signed for, and
the receipts are verified and kept. The peer, in the same run, does the least that could be called
delivery: one plain HTTP POST per message, unsigned, and one insert with the same
`synchronous=FULL` per request.
"""

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import httpx
import psycopg

from tools.exchange_lab.nodes import LabNode, two_nodes

NOTES = 2_000
PATIENCE = 180  # seconds


def main() -> None:
    """Measure and print."""
    result = measure(name="exchange")
    if not os.environ.get("SCHAKEL_DATABASE_URL"):
        result |= on_postgresql()
    if "--json" in sys.argv:
        print(json.dumps(result))
        return
    for name, row in result.items():
        print(f"{name}: " + ", ".join(f"{key} {value}" for key, value in row.items()))


def on_postgresql() -> dict[str, dict[str, Any]]:
    """Return the same figures of two nodes on a PostgreSQL of their own that waits for the disk."""
    done = subprocess.run(
        ["tools/postgres.sh", sys.executable, "-m", "tools.bench_exchange", "--json"],
        env={**os.environ, "SCHAKEL_POSTGRES_SAFE": "1"},
        check=False,
        capture_output=True,
    )
    if done.returncode:
        return {"postgresql": {"not_measured": done.stderr.decode()[-200:]}}
    found = json.loads(done.stdout)
    return {name.replace("exchange", "postgresql", 1): row for name, row in found.items()}


def measure(notes: int = NOTES, *, name: str) -> dict[str, dict[str, Any]]:
    """Return envelopes per second waiting in the outbox, and end to end, beside the peer."""
    with tempfile.TemporaryDirectory(prefix="schakel-bench-") as folder:
        root = Path(folder)
        sender, receiver = two_nodes(root)
        try:
            result = _measure_nodes(sender, receiver, notes, name=name)
        finally:
            sender.stop()
            receiver.stop()
        peer = round(measure_peer(root / "peer.sqlite3", notes // 4), 1)
    rate = result[f"{name} end to end"]["envelopes_per_second"]
    result[f"{name} end to end"] |= {
        "peer_posts_per_second": peer,
        "times_the_peer": round(rate / peer, 2),
    }
    return result


def _measure_nodes(
    sender: LabNode, receiver: LabNode, notes: int, *, name: str
) -> dict[str, dict[str, Any]]:
    receiver.start()
    sender.start("web")
    idle = _seconds_of(lambda: sender.put("it", first=0, count=0))
    enqueuing = _seconds_of(lambda: sender.put("it", first=0, count=notes, together=50)) - idle
    sender.start("worker")
    draining = _until_delivered(sender, notes)
    begun = time.perf_counter()
    sender.put("it", first=notes, count=notes, together=50)
    _until_delivered(sender, 2 * notes)
    whole = time.perf_counter() - begun - idle
    return {
        f"{name} enqueue": _rate(notes, enqueuing),
        f"{name} drain a full outbox": _rate(notes, draining),
        f"{name} end to end": _rate(notes, whole),
    }


def _rate(notes: int, seconds: float) -> dict[str, Any]:
    return {
        "envelopes": notes,
        "seconds": round(seconds, 2),
        "envelopes_per_second": round(notes / seconds, 1),
    }


def _until_delivered(node: LabNode, count: int) -> float:
    """Return how long it took until the sender held the receipts of `count` deliveries."""
    begun = time.perf_counter()
    reader = reader_of(node)
    query = "SELECT count(*) FROM exchange_outgoing WHERE kind='lab.note' AND state='delivered'"
    while time.perf_counter() - begun < PATIENCE:
        if reader.execute(query).fetchone()[0] >= count:
            return time.perf_counter() - begun
        time.sleep(0.1)
    raise RuntimeError(f"not delivered in {PATIENCE} s; see {node.home / 'lab.log'}")


def reader_of(node: LabNode) -> Any:
    """Return a connection that looks on from outside."""
    if node.database:
        address = node.database.replace("postgres:", "postgresql:", 1)
        return psycopg.connect(address, autocommit=True)
    return sqlite3.connect(f"file:{node.home / 'node.sqlite3'}?mode=ro", uri=True)


def _seconds_of(work: Any) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


class _Quiet(WSGIRequestHandler):
    """A connection that stays open and logs nothing."""

    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Log nothing."""


def measure_peer(path: Path, notes: int) -> float:
    """Return posts per second of the peer, which runs as a process of its own."""
    run = subprocess.Popen(
        [sys.executable, "-m", "tools.bench_exchange", "--peer", str(path)], stdout=subprocess.PIPE
    )
    assert run.stdout is not None
    try:
        port = int(run.stdout.readline())
        with httpx.Client(trust_env=False) as client:
            begun = time.perf_counter()
            for number in range(notes):
                body = {"number": number, "text": "x" * 150}
                client.post(f"http://127.0.0.1:{port}/", json=body).raise_for_status()
            return notes / (time.perf_counter() - begun)
    finally:
        run.kill()
        run.wait()


def _serve_peer(path: str) -> None:
    database = sqlite3.connect(path, check_same_thread=False)
    database.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;")
    database.execute("CREATE TABLE note (body BLOB)")

    def door(environ: Any, start_response: Any) -> list[bytes]:
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        with database:
            database.execute("INSERT INTO note VALUES (?)", [body])
        start_response("200 OK", [("Content-Length", "2")])
        return [b"{}"]

    server = WSGIServer(("127.0.0.1", 0), _Quiet)
    server.set_app(door)
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    if "--peer" in sys.argv:
        _serve_peer(sys.argv[-1])
    else:
        main()
