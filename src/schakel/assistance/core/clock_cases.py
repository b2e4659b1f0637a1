"""A question to the clocks from JSON, with every fault at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from babel.core import get_global

from schakel.assistance.core.clocks import Clock, due_at
from schakel.assistance.core.instruments import instruments
from schakel.kernel.moments import from_wire

# States with more than one zone: that of the capital, where the desks are.
CAPITALS = {"ES": "Europe/Madrid", "PT": "Europe/Lisbon", "DE": "Europe/Berlin"}
CAPITALS |= {"CY": "Asia/Nicosia", "FR": "Europe/Paris", "GR": "Europe/Athens"}
EVENTS = ("received", "decided", "hit", "interception-notified")


class UnusableClockCaseError(ValueError):
    """A case that cannot be read; `faults` has one clear sentence per fault."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockCase:
    """One event under one instrument, and what lengthens its clocks."""

    instrument: str
    event: str
    at: datetime
    zone: str
    urgent: bool
    directly_accessible: bool
    pauses: tuple[tuple[datetime, datetime], ...]
    extra_days: int


def read_clock_case(given: object) -> ClockCase:
    """Return the case in `given`, the value of a JSON document.

    Raises:
        UnusableClockCaseError: With one sentence per fault.
    """
    if not isinstance(given, Mapping):
        raise UnusableClockCaseError(["The case must be a JSON object."])
    faults: list[str] = []
    if given.get("instrument") not in instruments.names():
        faults.append(f"instrument must be one of {', '.join(instruments.names())}.")
    if given.get("event") not in EVENTS:
        faults.append(f"event must be one of {', '.join(EVENTS)}.")
    zone = _zone(str(given.get("to", "")))
    if zone is None:
        faults.append("to must be a country (two capital letters).")
    try:
        at = from_wire(str(given.get("at", "")))
        pauses = tuple((from_wire(a), from_wire(b)) for a, b in given.get("pauses", []))
        extra = sum(int(one["days"]) for one in given.get("extensions", []))
        if extra < 0 or any(end < start for start, end in pauses):
            raise ValueError("shortens")
    except (KeyError, TypeError, ValueError):
        faults.append("at, pauses and extensions must be moments with offset and whole days.")
    if faults or zone is None:
        raise UnusableClockCaseError(faults)
    return ClockCase(
        instrument=str(given["instrument"]),
        event=str(given["event"]),
        at=at,
        zone=zone,
        urgent=bool(given.get("urgent")),
        directly_accessible=bool(given.get("directly_accessible")),
        pauses=pauses,
        extra_days=extra,
    )


def clocks_of(case: ClockCase) -> list[Clock]:
    """Return the clocks that the event of `case` starts."""
    instrument = instruments.find(case.instrument)
    assert instrument is not None
    limits = instrument.limits(
        event=case.event, urgent=case.urgent, directly_accessible=case.directly_accessible
    )
    return [
        Clock(
            limit=limit,
            due=due_at(
                limit,
                started_at=case.at,
                zone=case.zone,
                pauses=case.pauses,
                extra_days=case.extra_days,
            ),
        )
        for limit in limits
    ]


def _zone(country: str) -> str | None:
    zones: Mapping[str, Any] = get_global("territory_zones")
    return CAPITALS.get(country) or next(iter(zones.get(country, ())), None)
