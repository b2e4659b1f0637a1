"""What the room does: write a line, and seal lines into the tree."""

import os
import secrets
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction

from schakel.audit.core.entry import Entry
from schakel.audit.core.merkle import Frontier, leaf_hash
from schakel.audit.core.note import Head, sign_head
from schakel.audit.keys import log_key
from schakel.audit.models import Checkpoint, LogEntry, TreeNode

SALT_BYTES = 16
SEALED_AT_ONCE = 2_000  # entries
BETWEEN_CHECKPOINTS = timedelta(seconds=60)


def record(*, at: datetime, event: str, actor: str, **more: Any) -> UUID:
    """Write one line of the log in the caller's transaction; return its id.

    Args:
        at: When it was done, aware.
        event: `subject:verb`.
        actor: Id of a person, `node` for this node itself, or `node:<code>` for a partner.
        more: The other fields of `Entry`; `codes` in any order, `facts` ids and codes only.

    Raises:
        ValueError: The event is not `subject:verb`, or the facts are too long.
    """
    more["codes"] = tuple(sorted(more.get("codes", ())))
    more["facts"] = dict(more.get("facts") or {})
    entry = Entry(id=uuid4(), at=at, event=event, actor=actor, **more)
    salt = secrets.token_bytes(SALT_BYTES)
    entry.to_bytes(salt)
    LogEntry.objects.create(
        **{name: getattr(entry, name) for name in Entry.__slots__ if name != "codes"},
        codes=list(entry.codes),
        salt=salt,
    )
    return entry.id


def seal(now: datetime) -> int:
    """Give every line that has none its place in the tree; return how many.

    Lines are taken by having no place, never by an id above the last: ids commit out of order.
    """
    with transaction.atomic():
        waiting = list(
            LogEntry.objects.select_for_update()
            .filter(leaf_index__isnull=True)
            .order_by("at", "id")[:SEALED_AT_ONCE]
        )
        if waiting:
            _append(waiting)
        sign_checkpoint(now=now, at_once=False)
    return len(waiting)


def sign_checkpoint(*, now: datetime, at_once: bool = True) -> None:
    """Sign the head when the tree grew, at most once a minute unless `at_once`.

    The newest head is also kept beside the database, so that a database put back in time shows.
    """
    size = TreeNode.objects.filter(level=0).count()
    last = Checkpoint.objects.order_by("-size").first()
    if size == (last.size if last else 0):
        return
    if last and not at_once and now - last.signed_at < BETWEEN_CHECKPOINTS:
        return
    key = log_key()
    head = Head(origin=_origin(), size=size, root=_frontier(size).root())
    note = sign_head(head, public_key=key.public, sign=key.sign)
    Checkpoint.objects.create(size=size, note=note, signed_at=now)
    transaction.on_commit(lambda: _keep_beside(note))


def _origin() -> str:
    return f"schakel.log/{settings.SCHAKEL_NODE.code}"


def _append(entries: list[LogEntry]) -> None:
    frontier = _frontier(TreeNode.objects.filter(level=0).count())
    made: list[TreeNode] = []
    for entry in entries:
        entry.leaf_index = frontier.size
        leaf = leaf_hash(entry.to_entry().to_bytes(bytes(entry.salt)))
        made += [TreeNode(level=lv, index=ix, hash=h) for lv, ix, h in frontier.append(leaf)]
    LogEntry.objects.bulk_update(entries, ["leaf_index"], batch_size=400)
    TreeNode.objects.bulk_create(made, batch_size=300)


def _frontier(size: int) -> Frontier:
    def node(level: int, index: int) -> bytes:
        return bytes(TreeNode.objects.get(level=level, index=index).hash)

    return Frontier.resume(size, node)


def _keep_beside(note: str) -> None:
    path = Path(settings.SCHAKEL_HOME) / "log" / "checkpoint"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    with draft.open("w", encoding="utf-8") as file:
        file.write(note)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
