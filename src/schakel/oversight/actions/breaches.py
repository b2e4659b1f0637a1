"""The breach file: opened when a breach is discovered, reported within 72 hours."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from schakel.accounts.actions import record_deed
from schakel.accounts.queries import Capability, User, require
from schakel.kernel.errors import ConflictError, UnusableInputError
from schakel.oversight import queries
from schakel.oversight.actions.notices import add_notices
from schakel.oversight.core.due import breach_due
from schakel.oversight.models import Breach


def open_breach(
    *, reference: str, what: str, discovered_at: datetime, by: User, now: datetime
) -> UUID:
    """Open the file of a breach; the clock runs from its discovery.

    Raises:
        NotAllowedError: The role does not oversee.
        UnusableInputError: Nothing says what happened, or it is still to be discovered.
    """
    require(by, Capability.OVERSEE)
    if not what.strip() or not reference.strip():
        raise UnusableInputError("a breach has a reference, and says what happened")
    if discovered_at > now:
        raise UnusableInputError("a breach is not discovered at a moment that is still to come")
    with transaction.atomic():
        made = Breach.objects.create(
            reference=reference.strip(),
            what=what.strip(),
            discovered_at=discovered_at,
            made_by=by,
            made_at=now,
        )
        _log(made, "breach:open", by=by, now=now)
    return made.id


def save_breach(
    *,
    breach_id: UUID,
    consequences: str,
    measures: str,
    people: int,
    partners: Sequence[str],
    by: User,
    now: datetime,
) -> None:
    """Keep what is known by now; each partner whose data are concerned gets a notice to be told.

    Raises:
        NotFoundError: No such breach.

    Source: Directive (EU) 2016/680, art. 30(3), (6).
    """
    with transaction.atomic():
        found = queries.get_breach(breach_id, for_user=by)
        found.consequences, found.measures = consequences.strip(), measures.strip()
        found.people = people
        found.save(update_fields=["consequences", "measures", "people"])
        add_notices(partners, by=by, now=now, breach=found)
        _log(found, "breach:change", by=by, now=now)


def report_breach(
    *, breach_id: UUID, report_reference: str, late_reason: str, by: User, now: datetime
) -> None:
    """Note that the supervisor was told; after 72 hours only with the reason for the delay.

    Raises:
        NotFoundError: No such breach.
        ConflictError: Reported already.
        UnusableInputError: No reference, or late without a reason.
    """
    with transaction.atomic():
        found = queries.get_breach(breach_id, for_user=by)
        if found.reported_at:
            raise ConflictError("the breach was reported already")
        if not report_reference.strip():
            raise UnusableInputError("a report has the supervisor's reference, or says how it went")
        if now > breach_due(found.discovered_at) and not late_reason.strip():
            raise UnusableInputError("after 72 hours a report comes with the reason for the delay")
        found.reported_at, found.report_reference = now, report_reference.strip()
        found.late_reason = late_reason.strip()
        found.save(update_fields=["reported_at", "report_reference", "late_reason"])
        _log(found, "breach:report", by=by, now=now)


def _log(made: Breach, event: str, *, by: User, now: datetime) -> None:
    record_deed(by=by, at=now, event=event, object_kind="breach", object_id=str(made.id))
