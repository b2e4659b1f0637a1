"""Police information request under Directive (EU) 2023/977."""

from collections.abc import Mapping

from schakel.assistance.core.clocks import Limit
from schakel.assistance.core.instruments import Field, Ground, instruments
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


class PoliceInformation:
    """What is asked is information, never evidence; that takes consent (art. 1)."""

    name = "dir-2023-977"
    carrier = Carrier.SIENA
    carrier_source = "Directive (EU) 2023/977, art. 13"
    carrier_verified = "K"
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

    def limits(self, *, event: str, urgent: bool, directly_accessible: bool) -> tuple[Limit, ...]:
        """Return the one limit of art. 5(1), from the receipt of the request."""
        if event != "received":
            return ()
        if not urgent:
            return (_SEVEN_DAYS,)
        return (_EIGHT_HOURS,) if directly_accessible else (_THREE_DAYS,)

    def missing(self, values: Mapping[str, str]) -> tuple[Field, ...]:
        """Return what art. 4(5) wants and is not there; urgency needs its reason."""
        urgent = bool(values.get("urgency"))
        return tuple(
            field
            for field in self.fields
            if not values.get(field.name, "").strip()
            and (field.required or (urgent and field.name == "urgency_reason"))
        )


instruments.register("dir-2023-977", PoliceInformation())
