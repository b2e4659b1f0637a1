"""The time of Regulation (EU) 2024/982 (Prüm II)."""

from schakel.clocks.core.limits import Limit
from schakel.clocks.core.timing import Rule, Timing, timings

_CORE_DATA = Limit(
    name="core-data",
    length=48,
    unit="hours",
    source="Regulation (EU) 2024/982, art. 47: core data within 48 hours of a confirmed match",
    verified="V",
)

timings.register(
    "prum",
    Timing(
        rules=(Rule(limit=_CORE_DATA, event="hit"),),
        suggested_source="a date that was asked for changes no limit of Regulation (EU) 2024/982",
    ),
)
