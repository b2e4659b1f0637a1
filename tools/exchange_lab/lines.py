"""`python -m tools.exchange_lab.lines`: how fast the log of one node is, in its environment."""

import hashlib
import json
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tools.exchange_lab.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402

from schakel.audit.actions import finish_sealing, record  # noqa: E402
from schakel.audit.queries import verify  # noqa: E402

ALONE = 2_000  # lines in a transaction each
MANY = 100_000  # lines in all
TOGETHER = 100  # lines in one transaction
BEGINNING = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def measure() -> dict[str, dict[str, Any]]:
    """Return lines per second: written, sealed, verified."""
    peer = Peer()
    rows = {
        "append, one a transaction": rates(ALONE, alone, lambda: peer.append(ALONE, 1)),
        f"append, {TOGETHER} a transaction": rates(
            MANY - ALONE, many, lambda: peer.append(MANY - ALONE, TOGETHER)
        ),
        "seal": rates(MANY, lambda: finish_sealing(BEGINNING)),
        "verify": rates(MANY, check, peer.read),
    }
    rows["verify"]["most_memory_mb"] = peak()
    return rows


def alone() -> None:
    """Write lines, each in a transaction of its own."""
    for number in range(ALONE):
        write(number)


def many() -> None:
    """Write lines, many in a transaction."""
    for start in range(ALONE, MANY, TOGETHER):
        with transaction.atomic():
            for number in range(start, start + TOGETHER):
                write(number)


def write(number: int) -> None:
    """Write one line."""
    record(
        at=BEGINNING,
        event="report:open",
        actor=str(UUID(int=number)),
        actor_role="analyst",
        object_kind="report",
        object_id=str(UUID(int=number)),
        purpose="crime",
        facts={"number": number},
    )


def check() -> None:
    """Compute the whole log again."""
    found = verify()
    if not found.ok or found.entries < MANY:
        raise RuntimeError(found.problem or "lines are missing")


class Peer:
    """A table of bytes in the same database."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            kind = "BYTEA" if connection.vendor == "postgresql" else "BLOB"
            cursor.execute(f"CREATE TABLE peer_line (id INTEGER PRIMARY KEY, line {kind})")
        self.last = 0

    def append(self, count: int, together: int) -> None:
        """Insert so many lines, some in one transaction."""
        for _ in range(0, count, together):
            with transaction.atomic(), connection.cursor() as cursor:
                for _ in range(together):
                    self.last += 1
                    line = b"%08d" % self.last * 60
                    cursor.execute("INSERT INTO peer_line VALUES (%s, %s)", [self.last, line])

    def read(self) -> None:
        """Read all lines into one digest."""
        digest = hashlib.sha256()
        with connection.cursor() as cursor:
            cursor.execute("SELECT line FROM peer_line ORDER BY id")
            for (line,) in cursor.fetchall():
                digest.update(line)


def rates(
    lines: int, work: Callable[[], object], peer: Callable[[], None] | None = None
) -> dict[str, Any]:
    """Return the speed of some work, beside that of the peer."""
    seconds = seconds_of(work)
    row: dict[str, Any] = {"lines": lines, "lines_per_second": round(lines / seconds, 1)}
    if peer:
        other = seconds_of(peer)
        row |= {
            "peer_per_second": round(lines / other, 1),
            "times_the_peer": round(other / seconds, 3),
        }
    return row


def seconds_of(work: Callable[[], object]) -> float:
    """Return how long some work takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def peak() -> int:
    """Return the most memory that this process held (MB)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) // 1024


if __name__ == "__main__":
    print(json.dumps(measure()))
