"""Pages about oneself, one's notices, and the people of the node."""

from uuid import UUID

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from schakel.accounts import actions, queries
from schakel.accounts.actions.entering import LinkNotValidError
from schakel.accounts.core.roles import Capability, Role
from schakel.accounts.forms import DeputyForm, PersonForm
from schakel.accounts.queries import UserRequest, may, require
from schakel.accounts.wording import CAPABILITIES, NOTICES, ROLES


@method_decorator([login_not_required, never_cache], name="dispatch")
class EnterView(View):
    """The one-time link: opening it only asks; the button signs in."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Show the button; a mail scanner that opens links uses nothing up."""
        return render(request, "accounts/enter.html", {"token": token})

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Sign in."""
        try:
            user = actions.enter_by_link(token=token, now=timezone.now())
        except LinkNotValidError:
            return render(request, "accounts/enter.html", {"failed": True}, status=400)
        login(request, user, backend="django.contrib.auth.backends.ModelBackend")
        request.session["schakel_entered_by_link"] = True
        return redirect("site:work-queue")


def me(request: UserRequest) -> HttpResponse:
    """Show who I am here and what I may do; take my deputy."""
    form = DeputyForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        actions.set_deputy(
            deputy=queries.find_user(form.cleaned_data["deputy"]),
            by=request.user,
            now=timezone.now(),
        )
        return redirect("accounts:me")
    shown = {
        "form": form,
        "role": ROLES[Role(request.user.role)],
        "may_do": [text for code, text in CAPABILITIES.items() if may(request.user, code)],
        "entered_by_link": request.session.get("schakel_entered_by_link", False),
    }
    return render(request, "accounts/me.html", shown)


@require_safe
def notices(request: UserRequest) -> HttpResponse:
    """List what waits for me or my desk."""
    lines = [(notice, NOTICES[notice.kind]) for notice in queries.list_notices(request.user)[:200]]
    return render(request, "accounts/notices.html", {"lines": lines})


@require_POST
def notice_deed(request: UserRequest, notice_id: UUID, deed: str) -> HttpResponse:
    """Acknowledge a notice, or pass it to my deputy."""
    do = actions.pass_notice_on if deed == "pass-on" else actions.acknowledge_notice
    do(notice_id=notice_id, by=request.user, now=timezone.now())
    return redirect("accounts:notices")


def people(request: UserRequest) -> HttpResponse:
    """List the people of the node and add one; for the administrator."""
    require(request.user, Capability.ADMINISTER)
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.make_user(
            username=given["username"],
            name=given["name"],
            role=Role(given["role"]),
            unit_code=given["unit"],
            email=given["email"],
            now=timezone.now(),
            by=request.user,
        )
        return redirect("accounts:people")
    lines = [
        (user, ROLES.get(Role(user.role)) if user.role else "") for user in queries.list_users()
    ]
    return render(request, "accounts/people.html", {"form": form, "lines": lines})
