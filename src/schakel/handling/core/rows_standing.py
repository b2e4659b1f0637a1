"""Rows about what this node knows beside its sender: a stop, an assurance, a check not made."""

from schakel.handling.core.case import GateCase
from schakel.handling.core.reach import list_outside_reached
from schakel.handling.core.row import Verdict, hold, row
from schakel.handling.core.versions import STOPPING, VETTING


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


@row(
    36,
    "Came in, not checked",
    source="House rule, to keep the Convention against Torture, art. 15",
    verified="V",
    since=VETTING,
)
def came_in(case: GateCase) -> Verdict | None:
    """What came in from outside is not used before somebody checked how it was obtained."""
    return hold("36") if case.unchecked else None


ROWS = (stopped, assurance, came_in)
