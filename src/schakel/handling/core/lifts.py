"""Holds that somebody lifted: a room above keeps them and tells the gate."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from schakel.kernel.registry import Registry

# Takes the item, the kept case and the moment; returns each lifted row with the id of its lift.
LiftSource = Callable[[UUID, Mapping[str, Any], datetime], Mapping[str, UUID]]
lift_sources: Registry[LiftSource] = Registry("lift source")


def find_lifts(item_id: UUID, case: Mapping[str, Any], now: datetime) -> dict[str, UUID]:
    """Return every row whose hold is lifted for this very case, with its lift."""
    found: dict[str, UUID] = {}
    for _, source in lift_sources:
        found |= source(item_id, case, now)
    return found
