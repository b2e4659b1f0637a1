"""The decision table of the gate: every row that applies is a reason, the strictest decides.

Described for lawyers in docs/reference/gate.md; the rows stand in the modules `rows_*`.
"""

from collections.abc import Iterable

from schakel.handling.core import (
    organisations,
    rows_information,
    rows_past,
    rows_past_sharpened,
    rows_person,
    rows_receiver,
    rows_standing,
    texts,
)
from schakel.handling.core.case import GateCase
from schakel.handling.core.decision import Condition, Decision, Outcome, Reason, Whom
from schakel.handling.core.row import NO_PERSONAL_DATA, Row, Verdict
from schakel.handling.core.versions import CURRENT, VERSIONS, counts_in

VERSION = CURRENT
# Every row that ever counted, by number and then by age.
ALL_ROWS: tuple[Row, ...] = tuple(
    sorted(
        (
            *rows_past.ROWS,
            *rows_past_sharpened.ROWS,
            *rows_information.ROWS,
            *rows_person.ROWS,
            *rows_receiver.ROWS,
            *rows_standing.ROWS,
        ),
        key=lambda one: (one.number, one.since),
    )
)
TABLES: dict[str, tuple[Row, ...]] = {
    version.id: tuple(
        one for one in ALL_ROWS if counts_in(version.id, since=one.since, until=one.until)
    )
    for version in VERSIONS
}
TABLE = TABLES[VERSION]
# Where a line of an organisation speaks, its own law is the source.
SOURCES_BY_KEY = {line.key: (line.source, line.verified) for line in organisations.LINES}
NO_RULE = Reason(
    rule="no-rule",
    outcome=Outcome.HOLD,
    text=texts.REASONS["no-rule"],
    source="House rule: closed by default",
    verified="V",
    needs=texts.REMEDIES["no-rule"][1],
    whom=Whom.PRIVACY_OFFICER,
)


def ask(case: GateCase, *, version: str = VERSION, table: Iterable[Row] | None = None) -> Decision:
    """Return the answer of the gate to `case`, with all reasons.

    Pure: the same case gets the same answer under the same version of the table.

    Args:
        case: The exchange as it would happen.
        version: The version of the table to ask under.
        table: The rows, in any order; the table of `version` when not given.

    Returns:
        The strictest outcome of the rows that apply; the conditions of all of them add up. Row 15
        (no personal data) ends rows 16 to 30. A case to which no row gives an outcome is held with
        the reason `no-rule`.
    """
    found = _verdicts(case, TABLES[version] if table is None else table)
    reasons = tuple(_reason(one, verdict) for one, verdict in found)
    if not any(verdict.decides for _, verdict in found):
        reasons = (*reasons, NO_RULE)
    return Decision(
        outcome=max((reason.outcome for reason in reasons), key=lambda o: o.strictness),
        reasons=reasons,
        conditions=_add_up(verdict for _, verdict in found),
        table_version=version,
    )


def _verdicts(case: GateCase, table: Iterable[Row]) -> list[tuple[Row, Verdict]]:
    judged = ((one, one.judge(case)) for one in sorted(table, key=lambda one: one.number))
    found = [(one, verdict) for one, verdict in judged if verdict]
    if any(one.number == NO_PERSONAL_DATA for one, _ in found):
        return [(one, v) for one, v in found if not one.is_ended_by_no_personal_data]
    return found


def _add_up(verdicts: Iterable[Verdict]) -> tuple[Condition, ...]:
    bound = {condition.code: condition for v in verdicts for condition in v.bound()}
    return tuple(bound.values())


def _reason(one: Row, verdict: Verdict) -> Reason:
    whom, needs = texts.REMEDIES.get(verdict.key, ("", ""))
    source, verified = SOURCES_BY_KEY.get(verdict.key, (one.source, one.verified))
    return Reason(
        rule=str(one.number),
        outcome=verdict.outcome,
        text=verdict.text,
        source=source,
        verified=verified,
        needs=needs,
        whom=whom,
    )
