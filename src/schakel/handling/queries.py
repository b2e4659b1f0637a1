"""Questions about decisions of the gate."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from uuid import UUID

from schakel.accounts.queries import Capability, User, may
from schakel.handling.core.keeping import read_kept
from schakel.handling.core.reading import UnusableCaseError
from schakel.handling.core.table import ask
from schakel.handling.core.versions import is_version
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


def comes_out_again(decision: GateDecision) -> bool:
    """Tell whether a kept decision is the same when it is asked again under its own version."""
    if not is_version(decision.table_version):
        return False
    try:
        again = ask(read_kept(decision.case), version=decision.table_version)
    except UnusableCaseError:
        return False
    kept = [decision.outcome, decision.reasons, decision.conditions]
    answered = asdict(again)
    same = [answered["outcome"], answered["reasons"], answered["conditions"]]
    return bool(json.loads(json.dumps(same)) == json.loads(json.dumps(kept)))


def replay_decisions() -> Iterator[tuple[UUID, bool]]:
    """Yield every kept decision, oldest first, and whether it comes out again."""
    for decision in GateDecision.objects.order_by("decided_at").iterator(chunk_size=500):
        yield decision.id, comes_out_again(decision)
