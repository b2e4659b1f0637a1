"""Questions about holds and their lifts."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from schakel.accounts.core.roles import Role
from schakel.accounts.queries import User
from schakel.handling.queries import (
    GateDecision,
    find_decision,
    list_stopped_decisions,
    shown,
)
from schakel.kernel.errors import NotFoundError
from schakel.lifting.core.rules import list_liftable
from schakel.lifting.models import HoldLift

WAITS = timedelta(days=30)


def lifted_rules(item_id: UUID, case: Mapping[str, Any], now: datetime) -> Mapping[str, UUID]:
    """Return the rows whose hold is lifted for this item and this very case, with the lift.

    Another receiver, purpose, code or person is another case: the lift does not reach it. The day
    is no part of it: the expiry is.
    """
    found: dict[str, UUID] = {}
    lifts = HoldLift.objects.select_related("decision").filter(
        item_id=item_id, expires_at__gt=now, lifted_at__lte=now
    )
    for lift in lifts:
        if _without_day(lift.decision.case) == _without_day(case):
            found |= dict.fromkeys(lift.rules, lift.id)
    return found


def get_hold(decision_id: UUID, *, for_user: User) -> GateDecision:
    """Return a held decision of which this user may lift something; he need not be of the unit.

    Raises:
        NotFoundError: No such decision, or nothing in it for this user.
    """
    decision = find_decision(decision_id)
    if decision is None or not rules_to_lift(decision, for_user=for_user):
        raise NotFoundError("no such hold")
    return decision


def rules_to_lift(decision: GateDecision, *, for_user: User) -> tuple[str, ...]:
    """Return the rows of a decision whose hold this user may lift; never of what is his own.

    Reckoned from what he may see of it: a protected ground that he is not to know of must not show
    by a hold that is missing. It goes on standing, whatever he lifts.
    """
    if for_user.role not in {role.value for role in Role}:
        return ()
    own = for_user.id in {decision.asked_by_id, decision.author_id}
    real = decision.item_id is not None and decision.item_kind != "what-if"
    if own or not real or not for_user.is_active:
        return ()
    return list_liftable(shown(decision, for_user=for_user).reasons, role=Role(for_user.role))


def list_holds(for_user: User, *, now: datetime) -> Iterable[tuple[GateDecision, tuple[str, ...]]]:
    """Yield the holds of the last 30 days that wait for this user, newest first."""
    for decision in list_stopped_decisions(since=now - WAITS):
        wanted = rules_to_lift(decision, for_user=for_user)
        if not wanted:
            continue
        assert decision.item_id is not None
        lifted = lifted_rules(decision.item_id, decision.case, now)
        if not set(wanted) <= set(lifted):
            yield decision, wanted


def list_lifts(decision: GateDecision) -> list[HoldLift]:
    """Return the lifts of one decision, oldest first; the caller may see the decision."""
    found = HoldLift.objects.select_related("lifted_by").filter(decision=decision)
    return list(found.order_by("lifted_at"))


def _without_day(case: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in case.items() if key != "on"}
