"""Questions to the log."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from schakel.audit.core.merkle import Frontier, leaf_hash
from schakel.audit.core.note import Head, NoteError, read_head
from schakel.audit.keys import log_key
from schakel.audit.models import Checkpoint, LogEntry, TreeNode


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What a full check of the log found; `problem` is empty when all is well.

    `entries` counts sealed lines, `unsealed` those of the last moment, `head` is the root (hex).
    """

    ok: bool
    entries: int
    unsealed: int
    head: str
    problem: str = ""


def verify() -> Verification:
    """Compute every leaf and the root again, and compare with the tree and the signed heads.

    Finds lines that were altered, removed, put in or moved, and a database put back in time.
    Reads the log in a stream, in bounded memory.
    """
    frontier, problem = Frontier(), ""
    roots: dict[int, str] = {}
    wanted = set(Checkpoint.objects.values_list("size", flat=True)) | _size_beside()
    leaves = TreeNode.objects.filter(level=0).order_by("index").iterator(chunk_size=1_000)
    sealed = LogEntry.objects.filter(leaf_index__isnull=False).order_by("leaf_index")
    for entry in sealed.iterator(chunk_size=1_000):
        leaf = leaf_hash(entry.to_entry().to_bytes(bytes(entry.salt)))
        kept = next(leaves, None)
        if entry.leaf_index != frontier.size:
            problem = problem or f"entry {frontier.size} is missing"
        elif kept is None or bytes(kept.hash) != leaf:
            problem = problem or f"entry {entry.leaf_index} was altered"
        frontier.append(leaf)
        if frontier.size in wanted:
            roots[frontier.size] = frontier.root().hex()
    if next(leaves, None) is not None:
        problem = problem or f"entry {frontier.size} is missing"
    return Verification(
        ok=not (problem := problem or _problem_of_heads(roots, frontier.size)),
        entries=frontier.size,
        unsealed=LogEntry.objects.filter(leaf_index__isnull=True).count(),
        head=frontier.root().hex(),
        problem=problem,
    )


def list_entries(
    *, event: str = "", actor: str = "", object_id: str = "", unit: str = ""
) -> QuerySet[LogEntry]:
    """Return lines of the log, newest first; empty arguments do not narrow."""
    found = LogEntry.objects.order_by("-at", "-id")
    if event:
        found = found.filter(event__startswith=event)
    if actor:
        found = found.filter(actor=actor)
    if object_id:
        found = found.filter(object_id=object_id)
    if unit:
        found = found.filter(unit=unit)
    return found


def _problem_of_heads(roots: dict[int, str], size: int) -> str:
    notes = list(Checkpoint.objects.order_by("size").values_list("note", flat=True))
    beside = _path_beside()
    if beside.exists():
        notes.append(beside.read_text(encoding="utf-8"))
    for note in notes:
        try:
            head = _read(note)
        except NoteError:
            return "a signed head does not verify"
        if head.size > size:
            return f"the log is shorter than its signed head of {head.size} entries"
        if roots.get(head.size) != head.root.hex():
            return f"the log differs from its signed head of {head.size} entries"
    return ""


def _read(note: str) -> Head:
    key = log_key()
    return read_head(note, public_key=key.public, verify=key.verify)


def _size_beside() -> set[int]:
    path = _path_beside()
    if not path.exists():
        return set()
    try:
        return {_read(path.read_text(encoding="utf-8")).size}
    except NoteError:
        return set()


def _path_beside() -> Path:
    return Path(settings.SCHAKEL_HOME) / "log" / "checkpoint"
