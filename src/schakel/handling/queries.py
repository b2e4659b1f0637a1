"""Questions about decisions of the gate."""

from uuid import UUID

from schakel.accounts.queries import Capability, User, may
from schakel.handling.models import GateDecision
from schakel.kernel.errors import NotFoundError


def get_decision(decision_id: UUID, *, for_user: User) -> GateDecision:
    """Return a decision that the user's unit asked for; a reader of the log sees all.

    Of the unit, only who reads content or asks the gate sees it: not the administrator.

    Raises:
        NotFoundError: No such decision for this user.
    """
    found = GateDecision.objects.select_related("asked_by").filter(id=decision_id)
    if not may(for_user, Capability.READ_LOG):
        reads = any(may(for_user, one) for one in (Capability.READ_CONTENT, Capability.ASK_GATE))
        found = found.filter(unit=for_user.unit, unit__isnull=False) if reads else found.none()
    decision = found.first()
    if decision is None:
        raise NotFoundError("no such decision")
    return decision


def list_decisions(item_id: UUID, *, for_user: User) -> list[GateDecision]:
    """Return the decisions on one item that this user's unit asked for, newest first."""
    found = GateDecision.objects.filter(item_id=item_id, unit=for_user.unit)
    return list(found.order_by("-decided_at"))
