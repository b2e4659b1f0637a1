"""A person settles what the machine proposed."""

from collections.abc import Sequence
from datetime import datetime
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
) -> Finding:
    """Accept, correct or reject one finding; a later verdict takes the place of an earlier one.

    Raises:
        NotFoundError: No such finding, for this user.
        NotAllowedError: The role may not write reports.
        VerdictError: The verdict cannot stand on this finding.
    """
    require(by, Capability.WRITE_REPORT)
    with transaction.atomic():
        finding = queries.get_finding(finding_id, for_user=by)
        queries.get_own_original(finding.part.original_id, for_user=by)
        _settle(finding, verdict, value, by=by, now=now)
        _log([finding], by=by, now=now)
    return finding


def accept_valid(*, original_id: UUID, by: User, now: datetime) -> int:
    """Accept every open finding whose checksum holds; return how many.

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
