"""Rows that no longer count: how the table read before version 2026-11-25.4.

They are kept to ask old decisions again under their own version, and are never changed.
"""

from schakel.handling.core.barring import against_origin as _against_origin
from schakel.handling.core.barring import others as _others
from schakel.handling.core.case import Asylum, GateCase, Purpose
from schakel.handling.core.reach import list_origins_possible, list_origins_reached
from schakel.handling.core.row import Verdict, hold, refuse, row
from schakel.handling.core.versions import LITERAL, SHARPENED
from schakel.kernel.fieldnames import (
    list_fields_outside_first_form as list_fields_outside_readmission,
)
from schakel.kernel.fieldnames import list_first_asylum_fields as list_asylum_fields
from schakel.kernel.parties import is_third_country


@row(
    4,
    "Asylum information to the country of origin",
    source="Regulation (EU) 2024/1348, art. 7(2)",
    verified="V",
    since=SHARPENED,
    until=LITERAL,
)
def asylum_fields(case: GateCase) -> Verdict | None:
    """No field on asylum or persecution reaches an origin, nor what may be one."""
    if not list_asylum_fields(case.fields):
        return None
    return _against_origin(case, "4")


@row(
    6,
    "Asylum state unknown",
    source="House rule, to keep Regulation (EU) 2024/1348, art. 7(2)",
    verified="P",
    since=SHARPENED,
    until=LITERAL,
)
def asylum_unknown(case: GateCase) -> Verdict | None:
    """Before anything reaches what may be an origin, the immigration service is asked."""
    if case.asylum not in {None, Asylum.UNKNOWN}:
        return None
    stated = case.asylum is Asylum.UNKNOWN
    certain = [p for p in list_origins_reached(case) if stated or is_third_country(p)]
    possible = list_origins_possible(case) if case.leads_somewhere else ()
    reached = [*certain, *possible]
    return hold("6", *_others(case, reached)) if reached else None


@row(
    22,
    "Return: only the fields of the form",
    source="Readmission agreements, for example EU-Sri Lanka, art. 7(1)",
    verified="P",
    until=LITERAL,
)
def readmission_fields(case: GateCase) -> Verdict | None:
    """Nothing that the readmission form does not have leaves for a return."""
    if case.purpose is not Purpose.RETURN:
        return None
    outside = list_fields_outside_readmission(case.fields)
    return refuse("22", *outside) if outside else None


ROWS = (asylum_fields, asylum_unknown, readmission_fields)
