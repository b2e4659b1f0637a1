"""Note that an item is here, and to whom it went; inside the caller's transaction."""

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from schakel.accounts.queries import Unit
from schakel.custody.models import Copy, Item
from schakel.kernel.canonical import canonical_json
from schakel.kernel.moments import to_wire


@dataclass(frozen=True, slots=True, kw_only=True)
class NewItem:
    """What is known of an item when it is made or comes in.

    `originator` and `from_node` are node codes; without a node the first is a country, the second
    empty. `files` are the SHA-256 of each.
    """

    id: UUID
    kind: str
    thread_id: UUID
    unit: Unit
    reference: str
    originator: str
    originator_country: str
    from_node: str
    codes_mask: int
    purpose: str
    envelope_id: UUID | None = None
    text: str = ""
    restrictions: str = ""
    files: Sequence[str] = ()


def keep_item(new: NewItem, *, now: datetime) -> Item:
    """Note that an item is here since `now`."""
    return Item.objects.create(
        id=new.id,
        kind=new.kind,
        thread_id=new.thread_id,
        unit=new.unit,
        reference=new.reference[:60],
        originator=new.originator,
        originator_country=new.originator_country,
        from_node=new.from_node,
        envelope_id=new.envelope_id,
        codes_mask=new.codes_mask,
        purpose=new.purpose,
        text=new.text,
        restrictions=new.restrictions[:500],
        files=sorted(new.files),
        received_at=now,
    )


def note_copy(
    item_id: UUID,
    *,
    node: str,
    envelope_id: UUID | None,
    decision_id: UUID | None,
    now: datetime,
) -> None:
    """Note that an item went to a node, also where no older backup makes it forgotten."""
    line = canonical_json({"item": str(item_id), "node": node, "at": to_wire(now)})
    append_durably(copies(), line)
    Copy.objects.get_or_create(
        item_id=item_id,
        node=node,
        defaults={"envelope_id": envelope_id, "decision_id": decision_id, "at": now},
    )


def read_copies() -> Iterator[dict[str, str]]:
    """Yield to which node each item went; a line that a crash cut off is passed over."""
    yield from read_lines(copies())


def copies() -> Path:
    """Return the file of who has copies; a restore of the node keeps it."""
    return Path(settings.SCHAKEL_HOME) / "custody" / "copies.jsonl"


def append_durably(path: Path, line: bytes) -> None:
    """Add a line to a file of the home that outlives the database."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("ab") as stream:
        stream.write(line + b"\n")
        stream.flush()
        os.fsync(stream.fileno())


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the values in such a file; a line that a crash cut off is passed over."""
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        try:
            yield json.loads(line)
        except ValueError:
            continue
