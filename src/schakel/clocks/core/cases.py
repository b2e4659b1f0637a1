"""A question to the clocks from JSON, with every fault at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from schakel.clocks.core.limits import END_OF_DAY, UTC, Clock, Limit, Span, due_at
from schakel.clocks.core.timing import Occasion, Timing, timings
from schakel.clocks.core.workdays import holidays_between
from schakel.clocks.core.zones import zone_of
from schakel.kernel.moments import from_wire

Value = TypeVar("Value")
NEVER = datetime.max.replace(tzinfo=UTC)
EVENTS = ("received", "decided", "hit", "interception-notified")


class UnusableClockCaseError(ValueError):
    """A case that cannot be read; `faults` has one clear sentence per fault."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockCase:
    """One event under one instrument, and what lengthens its clocks.

    `suggested` is a moment, on the clock of the State that must act, or None.
    """

    instrument: str
    occasion: Occasion
    at: datetime
    to_country: str
    from_country: str
    suggested: datetime | None
    pauses: tuple[Span, ...]
    extra_days: int

    @property
    def zone(self) -> str:
        """Return the zone of the State that must act."""
        return zone_of(self.to_country) or "UTC"

    @property
    def timing(self) -> Timing:
        """Return what time the instrument gives."""
        return timings.find(self.instrument) or Timing()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockAnswer:
    """A clock, and the holidays between the event and its end: there, and at the asking side."""

    clock: Clock
    holidays_there: Mapping[date, str]
    holidays_here: Mapping[date, str]


def read_clock_case(given: object) -> ClockCase:
    """Return the case in `given`, the value of a JSON document.

    Raises:
        UnusableClockCaseError: With one sentence per fault.
    """
    if not isinstance(given, Mapping):
        raise UnusableClockCaseError(["The case must be a JSON object."])
    reader = _Reader(given)
    case = ClockCase(
        instrument=reader.one_of("instrument", timings.names()),
        occasion=Occasion(
            event=reader.one_of("event", EVENTS),
            urgent=reader.flag("urgent"),
            directly_accessible=reader.flag("directly_accessible"),
            measure=reader.text("measure"),
        ),
        to_country=reader.country("to", required=True),
        from_country=reader.country("from", required=False),
        at=reader.moment(),
        suggested=reader.suggested(),
        pauses=reader.pauses(),
        extra_days=reader.extra_days(),
    )
    if not reader.faults:
        _compare(case, reader.faults)
    if reader.faults:
        raise UnusableClockCaseError(reader.faults)
    return case


def clocks_of(case: ClockCase) -> list[ClockAnswer]:
    """Return the clocks that the event of `case` starts, in the order of the law."""
    clocks = [_legal(case, limit) for limit in case.timing.limits(case.occasion)]
    if case.timing.suggested and case.suggested is not None:
        clocks.append(_suggested(case, case.suggested))
    return [_answer(case, clock) for clock in clocks]


def _legal(case: ClockCase, limit: Limit) -> Clock:
    due = due_at(
        limit,
        started_at=case.at,
        zone=case.zone,
        country=case.to_country,
        pauses=case.pauses,
        extra_days=0 if limit.longest_extension == 0 else case.extra_days,
    )
    return Clock(limit=limit, due=due)


def _suggested(case: ClockCase, due: datetime) -> Clock:
    limit = Limit(
        name=case.timing.suggested,
        length=1,
        unit="date",
        source=f"Suggested date. {case.timing.suggested_source}",
        verified=case.timing.suggested_verified,
    )
    return Clock(limit=limit, due=due)


def _answer(case: ClockCase, clock: Clock) -> ClockAnswer:
    first, last = case.at.astimezone(ZoneInfo(case.zone)).date(), clock.due.date()
    here = holidays_between(case.from_country, first, last) if case.from_country else {}
    return ClockAnswer(
        clock=clock,
        holidays_there=holidays_between(case.to_country, first, last),
        holidays_here=here,
    )


def _compare(case: ClockCase, faults: list[str]) -> None:
    """Add what the law of the instrument does not allow."""
    if case.to_country in case.timing.unbound:
        faults.append(f"{case.instrument} does not bind {case.to_country}; it has no clock there.")
    longest = max(
        (limit.longest_extension or 0 for limit in case.timing.limits(case.occasion)), default=0
    )
    if longest and case.extra_days > longest:
        faults.append(f"extensions under {case.instrument} are at most {longest} days together.")


class _Reader:
    """Reads values, and collects a sentence for each that is unusable."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self.given = given
        self.faults: list[str] = []

    def one_of(self, name: str, values: Sequence[str]) -> str:
        found = self.given.get(name)
        if found not in values:
            self.faults.append(f"{name} must be one of {', '.join(values)}.")
        return str(found)

    def country(self, name: str, *, required: bool) -> str:
        found = self.given.get(name)
        if found is None and not required:
            return ""
        if not isinstance(found, str) or zone_of(found) is None:
            self.faults.append(f"{name} must be a country (ISO 3166, two capital letters).")
        return str(found)

    def flag(self, name: str) -> bool:
        found = self.given.get(name)
        if found not in (None, True, False):
            self.faults.append(f"{name} must be true or false.")
        return bool(found)

    def text(self, name: str) -> str:
        found = self.given.get(name)
        if not isinstance(found, str | None):
            self.faults.append(f"{name} must be text.")
        return str(found or "")

    def moment(self) -> datetime:
        says = "at must be a moment with offset, for example 2026-11-24T10:00:00+01:00."
        return self._read(says, NEVER, lambda: from_wire(self.given["at"]))

    def suggested(self) -> datetime | None:
        says = "suggested must be a date or a moment with offset."
        return self._read(says, None, self._suggested)

    def pauses(self) -> tuple[Span, ...]:
        says = "pauses must be pairs of moments with offset, the end not before the begin."
        return self._read(says, (), self._pauses)

    def extra_days(self) -> int:
        says = "extensions must be objects with days, a whole number from 0."
        return self._read(says, 0, self._extra_days)

    def _suggested(self) -> datetime | None:
        given = self.given.get("suggested")
        if given is None:
            return None
        there = ZoneInfo(zone_of(str(self.given.get("to"))) or "UTC")
        if len(given) == len("2026-11-24"):
            return datetime.combine(date.fromisoformat(given), END_OF_DAY, tzinfo=there)
        return from_wire(given).astimezone(there)

    def _pauses(self) -> tuple[Span, ...]:
        spans = tuple(
            (from_wire(begin), from_wire(end)) for begin, end in self.given.get("pauses") or ()
        )
        if any(end < begin for begin, end in spans):
            raise ValueError("a pause ends before it begins")
        return spans

    def _extra_days(self) -> int:
        days = [one["days"] for one in self.given.get("extensions") or ()]
        if any(type(one) is not int or one < 0 for one in days):
            raise ValueError("no whole number of days")
        return sum(days)

    def _read(self, says: str, otherwise: Value, read: Callable[[], Value]) -> Value:
        try:
            return read()
        except (KeyError, TypeError, ValueError, AttributeError):
            self.faults.append(says)
            return otherwise
