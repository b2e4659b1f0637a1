"""The work queue as values: every room's lines, sorted into lanes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from schakel.accounts.queries import User
from schakel.shell.work import Lane, ObjectState, WorkItem, object_sources, work_sources

NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What one person finds on the desk: each lane sorted by what is due first."""

    mine: tuple[WorkItem, ...]
    unit: tuple[WorkItem, ...]
    waiting: tuple[WorkItem, ...]
    overdue: tuple[WorkItem, ...]

    @property
    def due_first(self) -> WorkItem | None:
        """Return what this person or the unit must do first, when anything has a clock."""
        ours = _sorted(item for item in (*self.mine, *self.unit) if item.due_at)
        return ours[0] if ours else None

    @property
    def empty(self) -> bool:
        """Tell whether nothing is there at all, as on the first day."""
        return not (self.mine or self.unit or self.waiting)


def desk_of(user: User, *, now: datetime) -> Desk:
    """Return the work queue of `user` at `now`."""
    items = [item for _, source in work_sources for item in source(user, now)]
    return Desk(
        mine=_lane(items, Lane.MINE),
        unit=_lane(items, Lane.UNIT),
        waiting=_lane(items, Lane.WAITING),
        overdue=tuple(item for item in _sorted(items) if item.due_at and item.due_at < now),
    )


def objects_of(user: User) -> list[ObjectState]:
    """Return kind, id and state of every object that `user` may see, sorted."""
    found = {state for _, source in object_sources for state in source(user)}
    return sorted(found, key=lambda state: (state.kind, state.id))


def _lane(items: Iterable[WorkItem], lane: Lane) -> tuple[WorkItem, ...]:
    return tuple(_sorted(item for item in items if item.lane is lane))


def _sorted(items: Iterable[WorkItem]) -> list[WorkItem]:
    return sorted(items, key=lambda item: (item.due_at or NEVER, -item.changed_at.timestamp()))
