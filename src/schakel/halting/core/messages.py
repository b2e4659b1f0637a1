"""The body of the room's message; docs/reference/messages.md describes it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class StopTold:
    """`stop.told`: this node sends nothing for now, or goes on. A control message: never why.

    `scope` is `country`, `authority`, `link` or `case`; `thread` is set for a case; `lifted` tells
    that it goes on.
    """

    stop: UUID
    scope: str
    thread: str
    lifted: bool
    at: datetime
