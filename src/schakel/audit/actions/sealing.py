"""Give lines their place in the tree, and sign the tree's head."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from schakel.audit.keys import log_key
from schakel.audit.models import Checkpoint, LogEntry, TreeNode
from schakel.audit.queries.tree import HeadBeside, count_leaves, frontier_at, path_beside
from schakel.heads.core.merkle import leaf_hash
from schakel.heads.core.note import Head, sign_head
from schakel.heads.core.shown import origin_of
from schakel.shell import disk

log = logging.getLogger("schakel.audit")
SEALED_AT_ONCE = 2_000  # entries
BETWEEN_CHECKPOINTS = timedelta(seconds=60)


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


def finish_sealing(now: datetime) -> int:
    """Seal what waits and sign the head, as the node stops; return how many lines it sealed."""
    count = 0
    while sealed := seal(now):
        count += sealed
    sign_checkpoint(now=now)
    return count


def sign_checkpoint(*, now: datetime, at_once: bool = True) -> None:
    """Sign the head when the tree grew, at most once a minute unless `at_once`.

    The newest head is also kept beside the database, so that a database put back in time shows.
    A tree that does not continue that head is not signed: the proof would be overwritten.
    """
    with transaction.atomic():
        size = count_leaves()
        last = Checkpoint.objects.select_for_update().order_by("-size").first()
        if size == (last.size if last else 0):
            return
        if last and not at_once and now - last.signed_at < BETWEEN_CHECKPOINTS:
            return
        if not _continues_head_beside(size):
            log.error("the log does not continue its signed head; run: schakel audit verify")
            return
        key = log_key()
        head = Head(
            origin=origin_of(settings.SCHAKEL_NODE.code), size=size, root=frontier_at(size).root()
        )
        note = sign_head(head, public_key=key.public, sign=key.sign)
        Checkpoint.objects.create(size=size, note=note, signed_at=now)
        transaction.on_commit(lambda: _keep_beside(note))


def sign_pack(manifest: bytes) -> str:
    """Return the log's signature (hexadecimal) under the manifest of an inspection pack."""
    return log_key().sign(b"schakel-inspection-pack/1\n" + manifest).hex()


def _continues_head_beside(size: int) -> bool:
    beside = HeadBeside.read()
    if beside.problem:
        return False
    head = beside.head
    return head is None or (head.size <= size and frontier_at(head.size).root() == head.root)


def _append(entries: list[LogEntry]) -> None:
    frontier = frontier_at(count_leaves())
    made: list[TreeNode] = []
    for entry in entries:
        entry.leaf_index = frontier.size
        leaf = leaf_hash(entry.to_entry().to_bytes(bytes(entry.salt)))
        made += [TreeNode(level=lv, index=ix, hash=h) for lv, ix, h in frontier.append(leaf)]
    LogEntry.objects.bulk_update(entries, ["leaf_index"], batch_size=400)
    TreeNode.objects.bulk_create(made, batch_size=300)


def _keep_beside(note: str) -> None:
    path = path_beside()
    disk.make_folder(path.parent)
    draft = path.with_suffix(".new")
    with draft.open("w", encoding="utf-8") as file:
        file.write(note)
    disk.settle(draft, path)
