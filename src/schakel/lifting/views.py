"""The page of a hold, for who may lift it."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from schakel.accounts.actions import record_deed
from schakel.accounts.queries import UserRequest
from schakel.lifting import actions, queries
from schakel.lifting.forms import LiftForm


@require_http_methods(["GET", "HEAD", "POST"])
def hold(request: UserRequest, decision_id: UUID) -> HttpResponse:
    """Show what holds, as codes and never the content, and lift what one may."""
    found = queries.get_hold(decision_id, for_user=request.user)
    form = LiftForm(request.POST or None)
    now = timezone.now()
    if request.method == "POST" and form.is_valid():
        actions.lift_hold(
            decision_id=decision_id,
            reason=form.cleaned_data["reason"],
            expires_at=now + timedelta(days=form.cleaned_data["days"]),
            by=request.user,
            now=now,
        )
        messages.success(
            request, _("Lifted. Whoever asked can try again; the gate is asked again.")
        )
        return redirect("lifting:hold", decision_id)
    record_deed(
        by=request.user,
        at=now,
        event="hold:open",
        object_kind="decision",
        object_id=str(found.id),
    )
    shown = {
        "decision": found,
        "rules": queries.rules_to_lift(found, for_user=request.user),
        "lifts": queries.list_lifts(found),
        "form": form,
    }
    return render(request, "lifting/hold.html", shown)
