"""Make an end of an item: content, files, index and message go; the log keeps that it was here."""

import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from schakel.custody import queries
from schakel.custody.models import Item
from schakel.exchange.actions import forget_content
from schakel.kernel.canonical import canonical_json
from schakel.kernel.moments import to_wire


def erase_item(item: Item, *, now: datetime, why: str) -> None:
    """Erase the content of an item, in the caller's transaction; a tombstone outlives every backup.

    Args:
        item: Locked.
        now: The moment.
        why: A code: the deed or the law.
    """
    if item.state == Item.State.ERASED:
        return
    write_tombstone(item.id, files=item.files, at=now, why=why)
    queries.holder_of(item).erase(item.id, now)
    if item.envelope_id:
        forget_content(item.envelope_id)
    item.state, item.erased_at = Item.State.ERASED, now
    item.text = item.restrictions = ""
    item.save(update_fields=["state", "erased_at", "text", "restrictions"])


def write_tombstone(item_id: UUID, *, files: list[str], at: datetime, why: str) -> None:
    """Write down durably, outside the database, that an item must never come back."""
    line = canonical_json({"item": str(item_id), "files": files, "at": to_wire(at), "why": why})
    path = tombstones()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("ab") as stream:
        stream.write(line + b"\n")
        stream.flush()
        os.fsync(stream.fileno())


def read_tombstones() -> Iterator[dict[str, Any]]:
    """Yield every tombstone; a line that a crash cut off is passed over."""
    path = tombstones()
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        try:
            yield json.loads(line)
        except ValueError:
            continue


def tombstones() -> Path:
    """Return the file of tombstones; a restore of the node keeps it, and applies it."""
    return Path(settings.SCHAKEL_HOME) / "custody" / "erased.jsonl"
