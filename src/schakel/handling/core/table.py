"""The decision table of the gate: every row that applies is a reason, the strictest decides.

Source of the rows: docs/reference/gate.md, with the article and the verified mark of each.
"""

from schakel.handling.core import rows
from schakel.handling.core.case import GateCase
from schakel.handling.core.decision import Condition, Decision, Outcome, Reason
from schakel.handling.core.rows import Row, Verdict

VERSION = "2026-11-24.1"
NO_RULE = Reason(
    rule="no-rule",
    outcome=Outcome.HOLD,
    text="No rule says that this may leave. Ask the human-rights desk or the privacy officer.",
    source="House rule: closed by default",
    verified="V",
)


def ask(case: GateCase) -> Decision:
    """Return the answer of the gate to `case`, with all reasons.

    Pure: the same case gets the same answer under the same version of the table.

    Returns:
        The strictest outcome of the rows that apply; conditions of all of them add up. Row 15 (no
        personal data) ends rows 16 to 30. A case to which no row gives an outcome is held.
    """
    found = [(row, verdict) for row in rows.TABLE for verdict in [row.judge(case)] if verdict]
    if any(row.number == rows.NO_PERSONAL_DATA for row, _ in found):
        found = [(row, v) for row, v in found if not row.ends_with_no_personal_data]
    reasons = tuple(_reason(row, verdict) for row, verdict in found)
    if not any(verdict.decides for _, verdict in found):
        reasons = (*reasons, NO_RULE)
    outcome = max((reason.outcome for reason in reasons), key=lambda o: o.strictness)
    conditions: dict[str, Condition] = {}
    for _, verdict in found:
        for condition in verdict.conditions:
            conditions.setdefault(condition.code, condition)
    if outcome is Outcome.ALLOW and conditions:
        outcome = Outcome.CONDITIONS
    return Decision(
        outcome=outcome,
        reasons=reasons,
        conditions=tuple(conditions.values()),
        table_version=VERSION,
    )


def _reason(row: Row, verdict: Verdict) -> Reason:
    return Reason(
        rule=str(row.number),
        outcome=verdict.outcome,
        text=verdict.text,
        source=row.source,
        verified=row.verified,
    )
