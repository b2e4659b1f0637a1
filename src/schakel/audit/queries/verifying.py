"""Whether the log is whole: everything is computed again and compared with what was signed."""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.db.models import Max, Q

from schakel.audit.keys import find_beginning, list_handovers
from schakel.audit.models import ERASED, Checkpoint, LogEntry, TreeNode
from schakel.audit.queries.tree import HeadBeside, count_leaves, read_note
from schakel.heads.core.acts import ActError, Handover
from schakel.heads.core.merkle import Frontier, leaf_hash
from schakel.heads.core.note import Head, NoteError

AT_ONCE = 1_000  # entries in memory


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What a full check of the log found; `problem` is empty when all is well.

    `entries` counts sealed lines, `unsealed` those of the last moment, `erased` those whose content
    ended its retention, `head` is the root (hex) over the lines that were checked.
    """

    ok: bool
    entries: int
    unsealed: int
    erased: int
    head: str
    problem: str = ""


class _FaultError(Exception):
    """The first thing that is wrong; its text is for people."""


def verify() -> Verification:
    """Compute every leaf, every node and the root again, and compare with the signed heads.

    Finds lines that were altered, removed, put in or moved, a tree or head that was rewritten, and
    a database put back in time. Streams the log in bounded memory, and may run while the node
    works: heads are read before the tree is measured, and what is sealed later is left alone.
    """
    walk, problem = _Walk(), ""
    try:
        newest = _newest_signed_size()
        size = count_leaves()
        if newest > size:
            raise _FaultError(f"the log is shorter than its signed head of {newest} entries")
        walk.follow(size)
        _look_for_strays()
    except _FaultError as fault:
        problem = str(fault)
    return Verification(
        ok=not problem,
        entries=walk.frontier.size,
        unsealed=LogEntry.objects.filter(leaf_index__isnull=True).count(),
        erased=walk.erased,
        head=walk.frontier.root().hex(),
        problem=problem,
    )


class _Walk:
    """Goes through the log from its first line, growing the tree anew."""

    def __init__(self) -> None:
        self.frontier = Frontier()
        self.erased = 0
        self._erasable = _erasable()
        self._heads: Iterator[Head] = iter(())
        self._due: Head | None = None

    def follow(self, size: int) -> None:
        """Check the first `size` lines, their tree, and the heads signed over them."""
        self._heads = _heads_up_to(size)
        self._due = next(self._heads, None)
        lines = (
            LogEntry.objects.filter(leaf_index__lt=size)
            .order_by("leaf_index")
            .iterator(chunk_size=AT_ONCE)
        )
        while chunk := list(islice(lines, AT_ONCE)):
            made: dict[tuple[int, int], bytes] = {}
            kept = _leaves(self.frontier.size, self.frontier.size + len(chunk))
            for line in chunk:
                made |= self._append(line, kept)
                self._compare_heads()
            _compare_nodes(made)
        if self.frontier.size < size:
            raise _FaultError(f"entry {self.frontier.size} is missing")

    def _compare_heads(self) -> None:
        while self._due and self._due.size == self.frontier.size:
            if self._due.root != self.frontier.root():
                raise _FaultError(
                    f"the log differs from its signed head of {self._due.size} entries"
                )
            self._due = next(self._heads, None)

    def _append(self, line: LogEntry, kept: dict[int, bytes]) -> dict[tuple[int, int], bytes]:
        index = self.frontier.size
        if line.leaf_index != index or index not in kept:
            raise _FaultError(f"entry {index} is missing")
        if line.is_erased:
            self._check_erased(line)
        elif kept[index] != _leaf_of(line):
            raise _FaultError(f"entry {index} was altered")
        return {(level, at): value for level, at, value in self.frontier.append(kept[index])}

    def _check_erased(self, line: LogEntry) -> None:
        blank = all(
            getattr(line, name) == value for name, value in ERASED.items() if name != "salt"
        )
        if self.frontier.size >= self._erasable or not blank:
            raise _FaultError(f"entry {self.frontier.size} was erased against the rule")
        self.erased += 1


def _leaf_of(line: LogEntry) -> bytes | None:
    try:
        return leaf_hash(line.to_entry().to_bytes(bytes(line.salt)))
    except (
        ValueError,
        TypeError,
        AttributeError,
    ):  # what stands there now could never have been written
        return None


def _erasable() -> int:
    """Return up to which line the log itself says that content was erased."""
    lines = LogEntry.objects.filter(event="log:erase").values_list("facts", flat=True)
    claims = [facts.get("below") for facts in lines if isinstance(facts, dict)]
    return max((claim for claim in claims if isinstance(claim, int)), default=0)


def _leaves(start: int, end: int) -> dict[int, bytes]:
    rows = TreeNode.objects.filter(level=0, index__gte=start, index__lt=end)
    return {index: bytes(value) for index, value in rows.values_list("index", "hash")}


def _compare_nodes(made: dict[tuple[int, int], bytes]) -> None:
    """Compare the nodes that became complete with the stored ones, level by level."""
    spans: dict[int, list[int]] = {}
    for level, index in made:
        spans.setdefault(level, []).append(index)
    wanted = Q()
    for level, indexes in spans.items():
        wanted |= Q(level=level, index__gte=min(indexes), index__lte=max(indexes))
    rows = TreeNode.objects.filter(wanted).values_list("level", "index", "hash")
    stored = {(level, index): bytes(value) for level, index, value in rows}
    for place, value in sorted(made.items()):
        if stored.get(place) != value:
            raise _FaultError(f"node {place[1]} of level {place[0]} of the tree was altered")


def _newest_signed_size() -> int:
    beside = HeadBeside.read()
    if beside.problem:
        raise _FaultError(beside.problem)
    newest = Checkpoint.objects.aggregate(newest=Max("size"))["newest"] or 0
    changes = [one.head.size for one in _handovers()]
    return max(newest, beside.head.size if beside.head else 0, *changes)


def _heads_up_to(size: int) -> Iterator[Head]:
    """Yield the signed heads of at most `size` leaves, smallest first."""
    beside = HeadBeside.read().head
    alone = [beside] if beside and beside.size <= size else []
    changes = sorted((one.head for one in _handovers()), key=lambda head: head.size)
    return heapq.merge(_stored_heads(size), alone, changes, key=lambda head: head.size)


def _handovers() -> tuple[Handover, ...]:
    """Return how the key of the log changed: at each change it signed a head.

    Those before the log began anew signed heads that it gave up, in the open.
    """
    try:
        anew = find_beginning()
        return list_handovers()[anew.after if anew else 0 :]
    except ActError as error:
        raise _FaultError(f"the keys of the log do not follow each other: {error}") from error


def _stored_heads(size: int) -> Iterator[Head]:
    rows = Checkpoint.objects.filter(size__lte=size).order_by("size")
    for row in rows.iterator(chunk_size=AT_ONCE):
        try:
            head = read_note(row.note)
        except NoteError as error:
            raise _FaultError(
                f"the signed head of {row.size} entries does not verify: {error}"
            ) from error
        if head.size != row.size:
            raise _FaultError(f"the signed head of {row.size} entries was moved")
        yield head


def _look_for_strays() -> None:
    """Find lines and nodes that no sealing made; lines are measured before the tree."""
    last = LogEntry.objects.aggregate(last=Max("leaf_index"))["last"]
    tops = dict(TreeNode.objects.values_list("level").annotate(top=Max("index")))
    size = count_leaves()
    if last is not None and last >= size:
        raise _FaultError(f"entry {last} has no place in the tree")
    for level, top in sorted(tops.items()):
        if top >= size >> level:
            raise _FaultError(f"node {top} of level {level} of the tree was put in")
