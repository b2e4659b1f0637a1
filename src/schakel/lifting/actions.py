"""Lift a hold."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from schakel.accounts.actions import record_deed
from schakel.accounts.queries import User
from schakel.lifting import queries
from schakel.lifting.core.rules import require_lift
from schakel.lifting.models import HoldLift


def lift_hold(
    *, decision_id: UUID, reason: str, expires_at: datetime, by: User, now: datetime
) -> UUID:
    """Lift what this person may lift of a hold, until `expires_at`; return the lift.

    Nothing leaves by it: who asked tries again, and the gate is asked again. A refusal, a row that
    names another authority, and what one wrote or asked oneself stay shut.

    Raises:
        NotFoundError: No such hold, or nothing in it that this person may lift.
        UnusableInputError: No reason, or too long.
    """
    decision = queries.get_hold(decision_id, for_user=by)
    assert decision.item_id is not None
    require_lift(reason=reason, expires_at=expires_at, now=now)
    rules = queries.rules_to_lift(decision, for_user=by)
    with transaction.atomic():
        lift = HoldLift.objects.create(
            decision=decision,
            item_id=decision.item_id,
            rules=sorted(rules),
            reason=reason.strip(),
            lifted_by=by,
            unit=by.unit,
            lifted_at=now,
            expires_at=expires_at,
        )
        record_deed(
            by=by,
            at=now,
            event="hold:lift",
            object_kind=decision.item_kind,
            object_id=str(decision.item_id),
            recipient=decision.receiver,
            decision_id=str(decision.id),
            facts={"rules": lift.rules, "until": expires_at.isoformat(timespec="seconds")},
        )
    return lift.id
