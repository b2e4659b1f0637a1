"""What was destroyed is written down outside the database, so that no backup brings it back."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from schakel.kernel.canonical import canonical_json
from schakel.kernel.moments import to_wire

ITEM = "item"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grave:
    """That a thing must never come back; `files` are the SHA-256 of those that went with it."""

    kind: str
    id: UUID
    files: tuple[str, ...]
    why: str


def write_tombstone(
    object_id: UUID, *, kind: str = ITEM, files: list[str], at: datetime, why: str
) -> None:
    """Write down durably, outside the database, that a thing must never come back."""
    line = canonical_json({kind: str(object_id), "files": files, "at": to_wire(at), "why": why})
    path = tombstones()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("ab") as stream:
        stream.write(line + b"\n")
        stream.flush()
        os.fsync(stream.fileno())


def read_tombstones() -> Iterator[Grave]:
    """Yield every tombstone; a line that a crash cut off is passed over."""
    path = tombstones()
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        try:
            read = json.loads(line)
            kind = next(iter(read.keys() - {"files", "at", "why"}))
            files = tuple(read["files"])
            yield Grave(kind=kind, id=UUID(read[kind]), files=files, why=str(read["why"]))
        except (ValueError, KeyError, StopIteration, AttributeError):
            continue


def tombstones() -> Path:
    """Return the file of tombstones; a restore of the node keeps it, and applies it."""
    return Path(settings.SCHAKEL_HOME) / "custody" / "erased.jsonl"
