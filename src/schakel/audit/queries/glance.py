"""The state of the log at a glance, for whoever keeps the node running."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min

from schakel.audit.models import LogEntry
from schakel.audit.queries.tree import HeadBeside, count_leaves, frontier_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """How long the log is, what waits to be sealed, and whether it continues its signed head."""

    entries: int
    unsealed: int
    oldest_unsealed_at: datetime | None
    continues_head: bool


def glance() -> Glance:
    """Return the state of the log; quick, and no substitute for `verify`."""
    waiting = LogEntry.objects.filter(leaf_index__isnull=True)
    found = waiting.aggregate(n=Count("id"), first=Min("at"))
    size, beside = count_leaves(), HeadBeside.read()
    head = beside.head
    continues = not beside.problem and (
        head is None or (head.size <= size and frontier_at(head.size).root() == head.root)
    )
    return Glance(
        entries=size,
        unsealed=found["n"],
        oldest_unsealed_at=found["first"],
        continues_head=continues,
    )


def count_events() -> dict[str, int]:
    """Return how often each event stands in the log."""
    return dict(LogEntry.objects.values_list("event").annotate(n=Count("id")).order_by("event"))
