"""The people of the node, for its administrator."""

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.accounts import actions, queries
from schakel.accounts.core.roles import Capability, Role
from schakel.accounts.forms import ChangeForm, PersonForm
from schakel.accounts.queries import UserRequest, require
from schakel.accounts.wording import ROLES


@require_safe
def people(request: UserRequest) -> HttpResponse:
    """List the people of the node."""
    require(request.user, Capability.ADMINISTER)
    shown = {"lines": queries.list_people(), "roles": ROLES}
    return render(request, "accounts/people.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: UserRequest) -> HttpResponse:
    """Add a person; the page of the person, with the invitation, follows."""
    require(request.user, Capability.ADMINISTER)
    form = PersonForm(request.POST or None)
    if not form.is_valid():
        return render(request, "accounts/new_person.html", {"form": form})
    given = form.cleaned_data
    user = actions.make_user(
        username=given["username"],
        name=given["name"],
        role=Role(given["role"]),
        unit_code=given["unit"],
        email=given["email"],
        now=timezone.now(),
        by=request.user,
    )
    return redirect("accounts:person", user.id)


@require_http_methods(["GET", "HEAD", "POST"])
def person(request: UserRequest, user_id: UUID) -> HttpResponse:
    """Show one person; take another role, unit or e-mail address, or the end of the work here."""
    require(request.user, Capability.ADMINISTER)
    user = queries.get_user(user_id)
    form = ChangeForm(request.POST or None, user=user, by=request.user)
    if not form.is_valid():
        return _show(request, user_id, form=form)
    given = form.cleaned_data
    actions.change_user(
        user_id=user_id,
        role=Role(given["role"]),
        unit_code=given["unit"],
        is_active=given["is_active"],
        email=given["email"],
        now=timezone.now(),
        by=request.user,
    )
    return redirect("accounts:people")


@require_POST
def invite(request: UserRequest, user_id: UUID) -> HttpResponse:
    """Show, this once, the link by which a person sets a password."""
    require(request.user, Capability.ADMINISTER)
    path = actions.invite(
        username=queries.get_user(user_id).username, now=timezone.now(), by=request.user
    )
    return _show(request, user_id, link=settings.SCHAKEL_NODE.url + path)


def _show(
    request: UserRequest, user_id: UUID, *, form: ChangeForm | None = None, link: str = ""
) -> HttpResponse:
    user = queries.get_user(user_id)
    shown = {
        "person": user,
        "form": form or ChangeForm(None, user=user, by=request.user),
        "link": link,
        "has_password": user.has_usable_password(),
        "has_second_factor": queries.has_second_factor(user),
        "sessions": queries.count_sessions(user),
    }
    return render(request, "accounts/person.html", shown)
