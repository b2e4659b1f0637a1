"""The work queue as rooms fill it: what is mine, what is due, what waits for whom."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from schakel.kernel.registry import Registry


class Lane(StrEnum):
    """Where an item stands in the queue of the person who looks."""

    MINE = "mine"
    UNIT = "unit"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItem:
    """One line of the work queue; `title` and `state` are translated and name no person.

    `due_at` is the legal or suggested end of the clock, shown on the clock of this node and of
    `due_zone`, that of the other side; `waits_for` says who must act when
    `lane` is waiting; `reference` is our own reference; `partner` names the other side; `tone` one
    of neutral, info, positive, warning, negative.
    """

    lane: Lane
    kind: str
    title: str
    url: str
    state: str
    changed_at: datetime
    reference: str = ""
    partner: str = ""
    due_at: datetime | None = None
    due_zone: str = ""
    waits_for: str = ""
    tone: str = "neutral"


# A source takes the user (accounts.User) and the moment; what it returns that user may see.
WorkSource = Callable[[Any, datetime], Iterable[WorkItem]]
work_sources: Registry[WorkSource] = Registry("work source")


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectState:
    """The kind, identity and state of one object, without content."""

    kind: str
    id: str
    state: str


# A source takes the user; it returns every object of the room that this user may see.
ObjectSource = Callable[[Any], Iterable[ObjectState]]
object_sources: Registry[ObjectSource] = Registry("object source")
