"""Police information request under Directive (EU) 2023/977."""

from collections.abc import Mapping

from schakel.clocks.core.limits import Limit
from schakel.clocks.core.timing import Rule, Timing, timings
from schakel.instruments.core.instruments import Field, Ground, instruments
from schakel.network.core.carriers import Carrier

_EIGHT_HOURS = Limit(
    name="answer",
    length=8,
    unit="hours",
    source="Directive (EU) 2023/977, art. 5(1)(a): urgent, directly accessible",
    verified="V",
)
_THREE_DAYS = Limit(
    name="answer",
    length=3,
    unit="days",
    source="Directive (EU) 2023/977, art. 5(1)(b): urgent, indirectly accessible",
    verified="V",
)
_SEVEN_DAYS = Limit(
    name="answer",
    length=7,
    unit="days",
    source="Directive (EU) 2023/977, art. 5(1)(c): all other requests",
    verified="V",
)


TIMING = Timing(
    rules=(
        Rule(limit=_EIGHT_HOURS, event="received", urgent=True, directly_accessible=True),
        Rule(limit=_THREE_DAYS, event="received", urgent=True, directly_accessible=False),
        Rule(limit=_SEVEN_DAYS, event="received", urgent=False),
    ),
    suggested_source="a date that was asked for changes no limit of Directive (EU) 2023/977",
)


class PoliceInformation:
    """What is asked is information, never evidence; that takes consent (art. 1)."""

    name = "dir-2023-977"
    carrier = Carrier.SIENA
    carrier_source = "Directive (EU) 2023/977, art. 13"
    carrier_verified = "K"
    timing = TIMING
    urgencies: tuple[str, ...] = ("threat", "life", "detention", "loss")
    fields: tuple[Field, ...] = (
        Field(name="asked", article="art. 4(5)", required=True, verified="K"),
        Field(name="purpose", article="art. 4(5)", required=True, verified="K"),
        Field(name="available_because", article="art. 4(3), 4(5)", required=True, verified="K"),
        Field(name="connection", article="art. 4(5)", required=True, verified="K"),
        Field(name="urgency", article="art. 4(4)", required=False, verified="K"),
        Field(name="urgency_reason", article="art. 4(5)", required=False, verified="K"),
        Field(name="restrictions", article="art. 4(5)", required=False, verified="K"),
    )
    grounds: tuple[Ground, ...] = tuple(
        Ground(code=code, article=f"art. 6(1)({code})", verified="K") for code in "abcdefgh"
    )

    def missing(self, values: Mapping[str, str]) -> tuple[Field, ...]:
        """Return what art. 4(5) wants and is not there; urgency needs its reason."""
        urgent = bool(values.get("urgency"))
        return tuple(
            field
            for field in self.fields
            if not values.get(field.name, "").strip()
            and (field.required or (urgent and field.name == "urgency_reason"))
        )


timings.register("dir-2023-977", TIMING)
instruments.register("dir-2023-977", PoliceInformation())
