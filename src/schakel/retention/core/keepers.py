"""What is kept where: each room that keeps something registers what it is and how it ends."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from schakel.kernel.registry import Registry


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One thing that is kept: whose, under which regime, since when and last used when.

    `article` is set where the kind of thing decides it (an informant); else the regime's usual one.
    `owner_id` is the person who is told before the day, None for the desk of the unit.
    """

    id: UUID
    unit_code: str
    regime: str
    reference: str
    first_on: date
    last_on: date
    article: str = ""
    owner_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeper:
    """How a room answers for things of one kind.

    `living` yields those that still have content, or of the given ids those that have; `files`
    tells the SHA-256 of those of their files that nothing else needs; `destroy` makes an end, and
    `put_away` takes it out of search and comparison, both inside the caller's transaction; `page`
    is where it is shown.
    """

    living: Callable[[set[UUID] | None], Iterable[Kept]]
    files: Callable[[UUID], list[str]]
    destroy: Callable[[UUID, datetime], None]
    put_away: Callable[[UUID, datetime], None]
    page: Callable[[UUID], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Why a thing may not be destroyed by the schedule, and the page where it is decided."""

    ground: str
    path: str


keepers: Registry[Keeper] = Registry("keeper of what has a term")
# A source takes a kind and ids, and returns those that must be kept, with the ground.
HoldSource = Callable[[str, set[UUID]], dict[UUID, Hold]]
holds: Registry[HoldSource] = Registry("ground for keeping beyond the term")
# Told in the transaction which thing is kept beyond its term, so that its use is restricted.
Restriction = Callable[[str, UUID, datetime], None]
restrictions: Registry[Restriction] = Registry("restriction of what is kept")
# Told in the transaction which thing of a lower room was destroyed, to forget what it knows of it.
followers: Registry[Restriction] = Registry("follower of what is destroyed")
