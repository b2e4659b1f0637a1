"""The page of notices that partners gave us."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from schakel.accounts.queries import UserRequest
from schakel.kernel.errors import ConflictError, UnusableInputError
from schakel.rectification import actions, queries
from schakel.rectification.core.notices import Outcome
from schakel.rectification.wording import ABOUT, OUTCOMES


@require_safe
def heard(request: UserRequest) -> HttpResponse:
    """Show the notices of partners, what is open first."""
    lines = [
        (one, ABOUT[one.about], *OUTCOMES[one.outcome], references)
        for one, references in queries.list_heard(for_user=request.user)
    ]
    return render(request, "rectification/heard.html", {"lines": lines})


@require_POST
def settle(request: UserRequest, heard_id: UUID) -> HttpResponse:
    """Take what was done about one."""
    queries.get_heard(heard_id, for_user=request.user)
    given = request.POST.get("outcome", "")
    try:
        outcome = Outcome(given) if given in list(Outcome) else Outcome.RECEIVED
        actions.settle_heard(
            heard_id=heard_id, outcome=outcome, by=request.user, now=timezone.now()
        )
    except (ConflictError, UnusableInputError) as error:
        messages.warning(request, str(error))
    return redirect("rectification:heard")
