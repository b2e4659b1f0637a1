"""Rows of earlier versions of the table: they judge as they did."""

from schakel.handling.core.case import Asylum, GateCase, Purpose
from schakel.handling.core.decision import Outcome
from schakel.handling.core.rows_past import asylum_fields, asylum_open


def test_what_is_pending_never_went_to_the_origin():
    """An old decision comes out again under its own version, refusals first of all."""
    case = GateCase(
        sender="NL",
        receiver="XZ",
        purpose=Purpose.CRIME,
        asylum=Asylum.PENDING,
        receiver_is_origin=True,
    )
    verdict = asylum_open.judge(case)
    assert verdict is not None
    assert verdict.outcome is Outcome.REFUSE


def test_asylum_fields_never_went_to_the_origin():
    """A field on asylum was refused in every version."""
    case = GateCase(
        sender="NL",
        receiver="XZ",
        purpose=Purpose.CRIME,
        fields=frozenset({"asylum_state"}),
        receiver_is_origin=True,
    )
    verdict = asylum_fields.judge(case)
    assert verdict is not None
    assert verdict.outcome is Outcome.REFUSE
