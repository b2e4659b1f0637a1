"""What time an instrument gives; each instrument registers its own."""

from dataclasses import dataclass

from schakel.clocks.core.limits import Limit
from schakel.kernel.registry import Registry


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What happened, and what is known of the request.

    Attributes:
        event: received, decided, hit or interception-notified.
        urgent: The asking side says so, with a reason.
        directly_accessible: The asked side reaches the information without asking another.
        measure: Code of the investigative measure, or empty.
    """

    event: str
    urgent: bool = False
    directly_accessible: bool = False
    measure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A limit, and the occasion on which it begins; None leaves a condition open."""

    limit: Limit
    event: str
    urgent: bool | None = None
    directly_accessible: bool | None = None
    measure: str = ""

    def applies(self, occasion: Occasion) -> bool:
        """Tell whether the limit begins on this occasion."""
        return (
            self.event == occasion.event
            and self.urgent in {None, occasion.urgent}
            and self.directly_accessible in {None, occasion.directly_accessible}
            and occasion.measure.startswith(self.measure)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """The limits of an instrument, and what a date means that the asking side suggests.

    Attributes:
        rules: Its legal limits; empty when the law gives none.
        suggested: Name of the clock that a suggested date makes; empty when the law only takes such
            a date into account beside its own limits.
        suggested_source: The article, or what the date rests on.
        suggested_verified: V, P or K.
        unbound: ISO codes of States in which the instrument has no force.
    """

    rules: tuple[Rule, ...] = ()
    suggested: str = ""
    suggested_source: str = ""
    suggested_verified: str = "K"
    unbound: frozenset[str] = frozenset()

    def limits(self, occasion: Occasion) -> tuple[Limit, ...]:
        """Return the limits that begin on an occasion, in the order of the law."""
        return tuple(rule.limit for rule in self.rules if rule.applies(occasion))


timings: Registry[Timing] = Registry("timing of an instrument")
