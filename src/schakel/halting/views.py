"""Pages: the stops, one stop with what left before it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.accounts.queries import Capability, UserRequest, require
from schakel.exchange.wording import STATES
from schakel.halting import actions, queries
from schakel.halting.forms import LiftForm, StopForm
from schakel.halting.wording import SCOPES
from schakel.kernel.errors import ConflictError, UnusableInputError
from schakel.stopping.actions import open_stop
from schakel.stopping.queries import list_stops


@require_http_methods(["GET", "HEAD", "POST"])
def stops(request: UserRequest) -> HttpResponse:
    """Show every stop, and stop something."""
    require(request.user, Capability.STOP_EXCHANGE)
    form = StopForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            stop_id = actions.stop_exchange(
                **form.wanted(),
                language=(get_language() or "en")[:2],
                by=request.user,
                now=timezone.now(),
            )
            messages.success(request, _("Stopped. Look below what already left."))
            return redirect("halting:stop", stop_id)
        except (ConflictError, UnusableInputError) as error:
            form.add_error(None, str(error))
    found = list_stops(for_user=request.user)
    shown = {
        "stops": [(one, SCOPES[one.scope]) for one in found],
        "heard": [(one, SCOPES[one.scope]) for one in queries.list_heard(for_user=request.user)],
        "form": form,
    }
    return render(request, "halting/stops.html", shown, status=400 if form.errors else 200)


@require_safe
def stop(request: UserRequest, stop_id: UUID) -> HttpResponse:
    """Show a stop and what left before it; looking is logged."""
    require(request.user, Capability.STOP_EXCHANGE)
    return _page(request, stop_id, LiftForm())


@require_POST
def lift(request: UserRequest, stop_id: UUID) -> HttpResponse:
    """Lift the stop of somebody else."""
    require(request.user, Capability.STOP_EXCHANGE)
    form = LiftForm(request.POST)
    if not form.is_valid():
        return _page(request, stop_id, form, status=400)
    try:
        actions.lift_stop(
            stop_id=stop_id,
            reason=form.cleaned_data["reason"],
            by=request.user,
            now=timezone.now(),
        )
        messages.success(request, _("Lifted. What was laid aside goes on."))
    except (ConflictError, UnusableInputError) as error:
        messages.warning(request, str(error))
    return redirect("halting:stop", stop_id)


@require_POST
def recall(request: UserRequest, stop_id: UUID, item_id: UUID) -> HttpResponse:
    """Recall one item that left."""
    require(request.user, Capability.STOP_EXCHANGE)
    try:
        actions.recall_left(stop_id=stop_id, item_id=item_id, by=request.user, now=timezone.now())
        messages.success(request, _("Recalled. Each holder signs for what it does."))
    except ConflictError as error:
        messages.warning(request, str(error))
    return redirect("halting:stop", stop_id)


def _page(
    request: UserRequest, stop_id: UUID, form: LiftForm, *, status: int = 200
) -> HttpResponse:
    found = open_stop(stop_id=stop_id, by=request.user, now=timezone.now())
    left = queries.list_left(found)
    lines: list[dict[str, Any]] = [
        {"left": one, "state": STATES[one.state][1], "tone": STATES[one.state][0]} for one in left
    ]
    others = found.made_by_id != request.user.id
    shown = {
        "stop": found,
        "scope": SCOPES[found.scope],
        "lines": lines,
        "recallable": set(queries.list_recallable(left)),
        "form": form if found.lifted_at is None and others else None,
    }
    return render(request, "halting/stop.html", shown, status=status)
