"""Questions about decisions of the gate."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from schakel.access.core.policy import Kind
from schakel.access.queries import Shape, visible
from schakel.accounts.queries import Capability, User, may
from schakel.handling.core.alerts import ALERT, RULE
from schakel.handling.core.audience import Ground, shown_to
from schakel.handling.core.decision import Condition, Decision, Outcome, Reason
from schakel.handling.core.keeping import read_kept
from schakel.handling.core.reading import UnusableCaseError
from schakel.handling.core.table import ask
from schakel.handling.core.versions import is_version
from schakel.handling.models import GateDecision
from schakel.kernel.errors import NotFoundError

__all__ = ["GateDecision"]
DECISION = Shape(kind=Kind.DECISION, facts={"unit": "unit__code"})

_STOPS = frozenset({Outcome.HOLD.value, Outcome.REFUSE.value})
_CLEARANCE = {
    Ground.ASYLUM: Capability.READ_ASYLUM_GROUND,
    Ground.INFORMANT: Capability.READ_SOURCE_GROUND,
    Ground.PROTECTED_WITNESS: Capability.READ_SOURCE_GROUND,
}


def get_decision(decision_id: UUID, *, for_user: User) -> GateDecision:
    """Return a decision that the user's unit asked for; a reader of the log sees all.

    Of the unit, only who reads content or asks the gate sees it: not the administrator.

    Raises:
        NotFoundError: No such decision for this user.
    """
    rows = GateDecision.objects.select_related("asked_by").filter(id=decision_id)
    decision = visible(rows, DECISION, for_user=for_user).first()
    if decision is None:
        raise NotFoundError("no such decision")
    return decision


def list_decisions(item_id: UUID, *, for_user: User) -> list[GateDecision]:
    """Return the decisions on one item that this user's unit asked for, newest first."""
    found = visible(GateDecision.objects.filter(item_id=item_id), DECISION, for_user=for_user)
    return list(found.order_by("-decided_at"))


def count_what_ifs(*, by: User, since: datetime, person_id: UUID | None = None) -> int:
    """Return how often somebody asked "what if" about real persons, or one, since a moment."""
    asked = GateDecision.objects.filter(item_kind="what-if", asked_by=by, decided_at__gt=since)
    return (asked.filter(item_id=person_id) if person_id else asked.exclude(item_id=None)).count()


def find_decision(decision_id: UUID) -> GateDecision | None:
    """Return a decision, for rooms that judge by rules of their own who may see it."""
    found = GateDecision.objects.select_related("asked_by", "author")
    return found.filter(id=decision_id).first()


def list_stopped_decisions(*, since: datetime) -> Iterator[GateDecision]:
    """Yield the newest decision on each item that was decided since, when it stopped.

    For rooms that show nobody more of it than he may see.
    """
    found = GateDecision.objects.filter(decided_at__gte=since, item_id__isnull=False)
    seen: set[UUID | None] = set()
    for decision in found.order_by("-decided_at").iterator(chunk_size=200):
        if decision.item_id not in seen and decision.outcome in _STOPS:
            yield decision
        seen.add(decision.item_id)


def reasons_of(decision: GateDecision) -> tuple[Reason, ...]:
    """Return the reasons of a kept decision; who shows them to somebody asks `shown` instead."""
    return tuple(
        Reason(**{**reason, "outcome": Outcome(reason["outcome"])}) for reason in decision.reasons
    )


def shown(decision: GateDecision, *, for_user: User) -> Decision:
    """Return a kept decision as this user may read it: protected grounds look alike."""
    grounds = {ground for ground, capability in _CLEARANCE.items() if may(for_user, capability)}
    whole = Decision(
        outcome=Outcome(decision.outcome),
        reasons=reasons_of(decision),
        conditions=tuple(Condition(**one) for one in decision.conditions),
        table_version=decision.table_version,
    )
    return shown_to(whole, grounds=frozenset(grounds))


def comes_out_again(decision: GateDecision) -> bool:
    """Tell whether a kept decision is the same when it is asked again under its own version."""
    if not is_version(decision.table_version):
        return False
    try:
        again = (
            ALERT
            if _is_alert(decision)
            else ask(read_kept(decision.case), version=decision.table_version)
        )
    except UnusableCaseError:
        return False
    kept = [decision.outcome, decision.reasons, decision.conditions]
    answered = asdict(again)
    same = [answered["outcome"], answered["reasons"], answered["conditions"]]
    return bool(json.loads(json.dumps(same)) == json.loads(json.dumps(kept)))


def _is_alert(decision: GateDecision) -> bool:
    return [reason["rule"] for reason in decision.reasons] == [RULE]


def replay_decisions() -> Iterator[tuple[UUID, bool]]:
    """Yield every kept decision, oldest first, and whether it comes out again."""
    for decision in GateDecision.objects.order_by("decided_at").iterator(chunk_size=500):
        yield decision.id, comes_out_again(decision)
