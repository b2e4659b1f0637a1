"""A person settles what the machine proposed."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db import transaction

from schakel.accounts.actions import record_deed
from schakel.accounts.core.roles import Capability
from schakel.accounts.queries import User, require
from schakel.intake import queries
from schakel.intake.core.verdicts import Verdict, settle
from schakel.intake.models import Finding

_A_LINE = 50  # findings of one original that a line of the log names


def decide_finding(
    *, finding_id: UUID, verdict: str, value: str = "", by: User, now: datetime
) -> list[Finding]:
    """Accept, correct or reject a finding, wherever in its report the same stands settled alike.

    A later verdict takes the place of an earlier one; what was settled otherwise stays so.

    Returns:
        Every finding that was settled, the one that was named among them.

    Raises:
        NotFoundError: No such finding, for this user.
        NotAllowedError: The role may not write reports.
        VerdictError: The verdict cannot stand on this finding.
    """
    require(by, Capability.WRITE_REPORT)
    with transaction.atomic():
        finding = queries.get_finding(finding_id, for_user=by)
        queries.get_own_original(finding.part.original_id, for_user=by)
        same = queries.list_same(finding, for_user=by)
        for one in same:
            _settle(one, verdict, value, by=by, now=now)
        _log(same, by=by, now=now)
    return same


def accept_valid(*, original_id: UUID, by: User, now: datetime) -> int:
    """Accept every open finding of an original whose checksum holds; return how many.

    Raises:
        NotFoundError: No such original, for this user.
        NotAllowedError: The role may not write reports.
    """
    require(by, Capability.WRITE_REPORT)
    queries.get_own_original(original_id, for_user=by)
    with transaction.atomic():
        accepted = [
            finding
            for finding in queries.list_findings(original_id, for_user=by)
            if finding.valid and finding.value and finding.state == Verdict.PROPOSED
        ]
        for finding in accepted:
            _settle(finding, Verdict.ACCEPTED, "", by=by, now=now)
        _log(accepted, by=by, now=now)
    return len(accepted)


def _settle(finding: Finding, verdict: str, value: str, *, by: User, now: datetime) -> None:
    state, corrected = settle(verdict, proposed=finding.value, given=value)
    finding.state, finding.corrected_value = state.value, corrected
    finding.decided_by, finding.decided_at = by, now
    finding.save(update_fields=["state", "corrected_value", "decided_by", "decided_at"])


def _log(findings: Sequence[Finding], *, by: User, now: datetime) -> None:
    for _, own in groupby(findings, key=lambda finding: finding.part.original_id):
        _log_original(list(own), by=by, now=now)


def _log_original(findings: Sequence[Finding], *, by: User, now: datetime) -> None:
    for at in range(0, len(findings), _A_LINE):
        some = findings[at : at + _A_LINE]
        record_deed(
            by=by,
            at=now,
            event="finding:decide",
            object_kind="original",
            object_id=str(some[0].part.original_id),
            facts={"findings": {str(finding.pk): finding.state for finding in some}},
        )
