"""Where the content of items is: each room that keeps some registers how to show and erase it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from schakel.kernel.registry import Registry


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What an item says, and the originals that belong to it."""

    text: str
    restrictions: str
    originals: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """How a room answers for items of one kind.

    `visible` takes a user and ids, and returns those that this user may see; `read` returns the
    content; `erase` makes an end of it, inside the caller's transaction; `page` is the address at
    which it is shown.
    """

    visible: Callable[[Any, set[UUID]], set[UUID]]
    read: Callable[[UUID], Content]
    erase: Callable[[UUID, datetime], None]
    page: Callable[[UUID], str]


holders: Registry[Holder] = Registry("holder of items")
