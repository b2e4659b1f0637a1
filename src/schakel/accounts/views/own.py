"""Pages about oneself: my account and my notices."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.accounts import actions, queries
from schakel.accounts.core.roles import Role
from schakel.accounts.forms import DeputyForm
from schakel.accounts.queries import UserRequest, may
from schakel.accounts.wording import CAPABILITIES, NOTICES, REGIMES, ROLES

MOST_SHOWN = 200


@require_http_methods(["GET", "HEAD", "POST"])
def me(request: UserRequest) -> HttpResponse:
    """Show who I am here and what I may do; take my deputy."""
    user = request.user
    form = DeputyForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        deputy = queries.find_user(form.cleaned_data["deputy"])
        actions.set_deputy(deputy=deputy, by=user, now=timezone.now())
        return redirect("accounts:me")
    shown = {
        "form": form,
        "role": ROLES[Role(user.role)] if user.role in queries.ROLES else "",
        "regime": REGIMES.get(user.unit.regime, user.unit.regime) if user.unit else "",
        "may_do": [text for code, text in CAPABILITIES.items() if may(user, code)],
        "entered_by_link": request.session.get("schakel_entered_by_link", False),
        "waiting": queries.count_notices(user),
    }
    return render(request, "accounts/me.html", shown)


@require_safe
def notices(request: UserRequest) -> HttpResponse:
    """List what waits for me or my desk."""
    waiting = queries.list_notices(request.user)[:MOST_SHOWN]
    shown = {
        "lines": [(notice, NOTICES[notice.kind]) for notice in waiting],
        "deputy": queries.find_deputy(request.user),
    }
    return render(request, "accounts/notices.html", shown)


@require_POST
def notice_deed(request: UserRequest, notice_id: UUID, deed: str) -> HttpResponse:
    """Acknowledge a notice, or pass it to my deputy."""
    do = actions.pass_notice_on if deed == "pass-on" else actions.acknowledge_notice
    do(notice_id=notice_id, by=request.user, now=timezone.now())
    return redirect("accounts:notices")
