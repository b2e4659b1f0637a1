"""The time of the European Investigation Order, Directive 2014/41/EU."""

from schakel.clocks.core.limits import Limit
from schakel.clocks.core.timing import Rule, Timing, timings

_ACKNOWLEDGE = Limit(
    name="acknowledge",
    length=7,
    unit="days",
    source="Directive 2014/41/EU, art. 16(1): receipt acknowledged within a week (Annex B)",
    verified="V",
    rolls=True,
    longest_extension=0,
)
_DECIDE = Limit(
    name="decide",
    length=30,
    unit="days",
    source="Directive 2014/41/EU, art. 12(3): recognition or execution decided within 30 days",
    verified="V",
    rolls=True,
    longest_extension=30,
)
_EXECUTE = Limit(
    name="execute",
    length=90,
    unit="days",
    source="Directive 2014/41/EU, art. 12(4): measure carried out within 90 days of the decision",
    verified="V",
    rolls=True,
)
_PROVISIONAL = Limit(
    name="provisional",
    length=24,
    unit="hours",
    source="Directive 2014/41/EU, art. 32(2): where practicable within 24 hours of receipt",
    verified="V",
    longest_extension=0,
)
_OBJECT = Limit(
    name="object",
    length=96,
    unit="hours",
    source="Directive 2014/41/EU, art. 31(3): objection within 96 hours of the notice (Annex C)",
    verified="V",
    longest_extension=0,
)

timings.register(
    "eio",
    Timing(
        rules=(
            Rule(limit=_ACKNOWLEDGE, event="received"),
            Rule(limit=_PROVISIONAL, event="received", measure="provisional"),
            Rule(limit=_DECIDE, event="received"),
            Rule(limit=_EXECUTE, event="decided"),
            Rule(limit=_OBJECT, event="interception-notified"),
        ),
        suggested_source="Directive 2014/41/EU, art. 12(2): taken into account as far as possible",
        suggested_verified="V",
        unbound=frozenset({"DK", "IE"}),
    ),
)
