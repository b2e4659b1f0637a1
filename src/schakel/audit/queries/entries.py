"""Lines of the log, and the place of a line in the tree."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from schakel.audit.models import LogEntry
from schakel.audit.queries.tree import count_leaves, frontier_at, get_node
from schakel.heads.core.merkle import inclusion_proof, is_included, leaf_hash, range_root
from schakel.kernel.errors import NotFoundError


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a line stands in the tree of `size` leaves, and the proof that it does.

    `leaf`, `path` and `root` are hexadecimal; `holds` tells whether the line as it is now gives
    that leaf and the path leads to the root.
    """

    index: int
    size: int
    leaf: str
    path: tuple[str, ...]
    root: str
    holds: bool


def list_entries(  # noqa: PLR0913  # one argument per way to narrow
    *,
    event: str = "",
    actor: str = "",
    object_id: str = "",
    unit: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> QuerySet[LogEntry]:
    """Return lines of the log, newest first; empty arguments do not narrow.

    Args:
        event: How the event begins, for example `report` or `report:open`.
        actor: Id of a person, `node`, or `node:<code>`.
        object_id: Id of what was handled.
        unit: Code of a unit.
        since: First moment, included.
        until: Moment after the last, excluded.
    """
    narrowed = {
        "event__startswith": event,
        "actor": actor,
        "object_id": object_id,
        "unit": unit,
        "at__gte": since,
        "at__lt": until,
    }
    return LogEntry.objects.filter(
        **{name: value for name, value in narrowed.items() if value}
    ).order_by("-at", "-id")


def list_sealed_after(index: int, *, most: int) -> list[LogEntry]:
    """Return sealed lines in the order of the tree.

    Args:
        index: Place of the last line that is not wanted any more; -1 for the beginning.
        most: How many at most.
    """
    return list(LogEntry.objects.filter(leaf_index__gt=index).order_by("leaf_index")[:most])


def list_about(*, object_ids: Iterable[str], subject_ids: Iterable[str]) -> QuerySet[LogEntry]:
    """Return the lines about objects (or the gate's decisions of these ids) or persons."""
    ids = [one for one in object_ids if one]
    wanted = Q(object_id__in=ids) | Q(decision_id__in=ids)
    for subject in subject_ids:
        wanted |= Q(subject_ids__icontains=subject)
    return LogEntry.objects.filter(wanted).order_by("at", "id")


def get_entry(entry_id: UUID) -> LogEntry:
    """Return one line.

    Raises:
        NotFoundError: There is none.
    """
    entry = LogEntry.objects.filter(id=entry_id).first()
    if entry is None:
        raise NotFoundError("no such line")
    return entry


def find_entry(text: str) -> LogEntry | None:
    """Return the line that `text` names by its id or by its number in the log, or None."""
    if text.isascii() and text.isdecimal():
        return LogEntry.objects.filter(leaf_index=int(text)).first()
    try:
        return LogEntry.objects.filter(id=UUID(text)).first()
    except ValueError:
        return None


def find_place(entry: LogEntry, *, size: int | None = None) -> Place | None:
    """Return the place of a line in the tree, or None while it waits for one.

    Args:
        entry: The line.
        size: Number of leaves of the tree to prove it in; as it is now by default.
    """
    if entry.leaf_index is None:
        return None
    size, index = count_leaves() if size is None else size, entry.leaf_index
    leaf, root = get_node(0, index), frontier_at(size).root()
    path = inclusion_proof(index, size, lambda start, end: range_root(start, end, get_node))
    is_whole = entry.is_erased or leaf == leaf_hash(entry.to_entry().to_bytes(bytes(entry.salt)))
    return Place(
        index=index,
        size=size,
        leaf=leaf.hex(),
        path=tuple(one.hex() for one in path),
        root=root.hex(),
        holds=is_whole and is_included(leaf=leaf, index=index, size=size, path=path, root=root),
    )
