"""Rows about what people of this node put in the way: a stop, an assurance that was not kept."""

from schakel.handling.core.case import GateCase
from schakel.handling.core.reach import list_outside_reached
from schakel.handling.core.row import Verdict, hold, row
from schakel.handling.core.versions import STOPPING


@row(
    34,
    "Stop",
    source="House rule, to keep LED, art. 4(1), and ECHR, arts 2, 3",
    verified="V",
    since=STOPPING,
)
def stopped(case: GateCase) -> Verdict | None:
    """What the privacy officer or the human-rights desk stopped stays, until another lifts it."""
    return hold("34", *sorted(case.stopped)) if case.stopped else None


@row(
    35,
    "Assurance not kept",
    source="House rule, after ECHR, art. 3: an assurance counts as far as it is kept",
    verified="V",
    since=STOPPING,
)
def assurance(case: GateCase) -> Verdict | None:
    """Who broke an assurance, or let it lapse, gets nothing that leads to somebody."""
    concerned = case.assurance_broken and case.leads_somewhere and list_outside_reached(case)
    return hold("35") if concerned else None


ROWS = (stopped, assurance)
