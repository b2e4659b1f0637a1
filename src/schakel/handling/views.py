"""The page of a decision of the gate."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from schakel.accounts.actions import record_deed
from schakel.accounts.queries import UserRequest
from schakel.handling import queries


@require_safe
def decision(request: UserRequest, decision_id: UUID) -> HttpResponse:
    """Show one decision with all reasons; looking is logged."""
    found = queries.get_decision(decision_id, for_user=request.user)
    record_deed(
        by=request.user,
        at=timezone.now(),
        event="decision:open",
        object_kind="decision",
        object_id=str(found.id),
    )
    shown = {"decision": found, "same": queries.comes_out_again(found)}
    return render(request, "handling/decision.html", shown)
