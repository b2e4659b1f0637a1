"""The register of processing, and the witnesses of the log."""

from dataclasses import asdict

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from schakel.accounts.queries import Capability, UserRequest, require
from schakel.accounts.wording import ROLES
from schakel.audit import queries as log
from schakel.audit.actions import settle_partner_log
from schakel.handling.wording import PURPOSES, SUBJECTS
from schakel.oversight import queries
from schakel.oversight.wording import DATA, GROUNDS, REGIMES, SECURITY, TROUBLES


@require_safe
def register(request: UserRequest) -> HttpResponse:
    """Show the register, as the node is configured now; `?format=json` for a program."""
    found = queries.list_activities(for_user=request.user)
    if request.GET.get("format") == "json":
        return JsonResponse({"activities": [asdict(one) for one in found]})
    shown = {
        "activities": found,
        "dutch": (get_language() or "").startswith("nl"),
        "regimes": REGIMES,
        "purposes": PURPOSES,
        "subjects": SUBJECTS,
        "data": DATA,
        "grounds": GROUNDS,
        "roles": ROLES,
        "security": SECURITY,
    }
    return render(request, "oversight/register.html", shown)


@require_safe
def witnesses(request: UserRequest) -> HttpResponse:
    """Show who witnesses the log of this node, and whose logs it witnesses."""
    require(request.user, Capability.OVERSEE)
    shown = {
        "witnesses": log.list_witnesses(),
        "logs": log.list_partner_logs(),
        "troubles": TROUBLES,
    }
    return render(request, "oversight/witnesses.html", shown)


@require_POST
def settle(request: UserRequest, node: str) -> HttpResponse:
    """Take a partner's log anew, after people have looked."""
    require(request.user, Capability.OVERSEE)
    settle_partner_log(node=node, actor=str(request.user.id), now=timezone.now())
    return redirect("oversight:witnesses")
