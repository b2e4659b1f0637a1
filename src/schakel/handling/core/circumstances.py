"""What rooms above know of an exchange that its sender cannot state: they tell the gate."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from schakel.handling.core.case import GateCase
from schakel.kernel.registry import Registry


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One question to the gate: the case, and what it is about; `item_id` None is no object."""

    case: GateCase
    item_kind: str
    item_id: UUID | None
    at: datetime


# Takes the exchange; returns keys of the case with what is true of them.
CircumstanceSource = Callable[[Exchange], Mapping[str, Any]]
circumstances: Registry[CircumstanceSource] = Registry("source of circumstances")


def complete(exchange: Exchange) -> GateCase:
    """Return the case with everything that rooms above know of it."""
    case = exchange.case
    for _, source in circumstances:
        case = replace(case, **source(exchange))
    return case
