"""Pages of the host, and the room of the guest."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.accounts.queries import Capability, User, UserRequest, may, require
from schakel.guests import actions, queries
from schakel.guests.core.mandates import State
from schakel.guests.forms import AskForm, ReleaseForm
from schakel.guests.wording import STATES
from schakel.handling.actions import GateClosedError
from schakel.handling.core.case import Purpose
from schakel.handling.queries import find_decision
from schakel.handling.queries import shown as shown_decision
from schakel.handling.wording import PURPOSES, say
from schakel.kernel.errors import ConflictError, UnusableInputError
from schakel.network.queries import list_countries

KEEPERS = (Capability.HOST_GUEST, Capability.ADMINISTER, Capability.OVERSEE)


@require_safe
def mandates(request: UserRequest) -> HttpResponse:
    """List the mandates."""
    if not any(may(request.user, one) for one in KEEPERS):
        require(request.user, Capability.HOST_GUEST)
    now = timezone.now()
    found = queries.list_mandates(for_user=request.user)
    lines = [(one, *STATES[queries.standing_of(one, now=now)]) for one in found]
    shown = {"lines": lines, "hosts": may(request.user, Capability.HOST_GUEST)}
    return render(request, "guests/mandates.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: UserRequest) -> HttpResponse:
    """Ask for a mandate."""
    require(request.user, Capability.HOST_GUEST)
    own = settings.SCHAKEL_NODE.country
    countries = [code for code in list_countries() if code != own]
    form = AskForm(request.POST or None, countries=countries)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.ask_mandate(wanted=form.to_wanted(), by=request.user, now=timezone.now())
        except UnusableInputError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Asked. The administrator opens it."))
            return redirect("guests:mandate", made)
    return render(request, "guests/new.html", {"form": form})


@require_safe
def mandate(request: UserRequest, mandate_id: UUID) -> HttpResponse:
    """Show a mandate and what was released under it."""
    return _card(request, mandate_id, ReleaseForm())


@require_POST
def open_mandate(request: UserRequest, mandate_id: UUID) -> HttpResponse:
    """Open a mandate; the page of the account, from where it is invited, follows."""
    require(request.user, Capability.ADMINISTER)
    guest = actions.open_mandate(mandate_id=mandate_id, by=request.user, now=timezone.now())
    messages.success(request, _("Open. Invite the guest from this page."))
    return redirect("accounts:person", guest.id)


@require_POST
def end(request: UserRequest, mandate_id: UUID) -> HttpResponse:
    """End a mandate now."""
    actions.end_mandate(mandate_id=mandate_id, by=request.user, now=timezone.now())
    return redirect("guests:mandate", mandate_id)


@require_POST
def release(request: UserRequest, mandate_id: UUID) -> HttpResponse:
    """Release an item to the state of a mandate."""
    require(request.user, Capability.HOST_GUEST)
    queries.get_mandate(mandate_id, for_user=request.user)
    form = ReleaseForm(request.POST)
    if not form.is_valid():
        return _card(request, mandate_id, form, status=400)
    try:
        actions.release(
            mandate_id=mandate_id, by=request.user, now=timezone.now(), **form.to_release()
        )
    except GateClosedError as error:
        messages.warning(request, _("The gate is shut; nothing was released."))
        return redirect("handling:decision", error.decision_id)
    except ConflictError as error:
        messages.warning(request, str(error))
    return redirect("guests:mandate", mandate_id)


@require_POST
def withdraw(request: UserRequest, release_id: UUID) -> HttpResponse:
    """Take a release back."""
    found = actions.withdraw(release_id=release_id, by=request.user, now=timezone.now())
    return redirect("guests:mandate", found.id)


@require_safe
def room(request: UserRequest) -> HttpResponse:
    """Show a guest what was released to his state: numbers and days, nothing of what it says."""
    require(request.user, Capability.VISIT)
    found = queries.find_open_mandate(request.user, now=timezone.now())
    releases = queries.list_releases(found, for_user=request.user) if found else []
    lines = [(one, PURPOSES[Purpose(one.purpose)]) for one in releases]
    return render(request, "guests/room.html", {"mandate": found, "lines": lines})


@require_safe
def view(request: UserRequest, release_id: UUID) -> HttpResponse:
    """Show a guest one release, when the gate lets it go to his state now."""
    seen = actions.view_release(release_id=release_id, by=request.user, now=timezone.now())
    shown = {
        "seen": seen,
        "codes": sorted(seen.cleared.codes),
        "conditions": conditions_of(seen.cleared.decision_id, for_user=request.user),
    }
    return render(request, "guests/view.html", shown)


def conditions_of(decision_id: UUID, *, for_user: User) -> list[str]:
    """Return on which conditions the gate let it go, in the reader's language."""
    decision = find_decision(decision_id)
    assert decision is not None
    return [say(one.text) for one in shown_decision(decision, for_user=for_user).conditions]


def _card(
    request: UserRequest, mandate_id: UUID, form: ReleaseForm, *, status: int = 200
) -> HttpResponse:
    user, now = request.user, timezone.now()
    found = queries.get_mandate(mandate_id, for_user=user)
    state = queries.standing_of(found, now=now)
    hosts, administers = may(user, Capability.HOST_GUEST), may(user, Capability.ADMINISTER)
    tone, words = STATES[state]
    shown: dict[str, Any] = {
        "mandate": found,
        "tone": tone,
        "state": words,
        "may_open": administers and state is State.ASKED,
        "may_end": (hosts or administers) and found.ended_at is None,
        "releases": queries.list_releases(found, for_user=user),
        "hosts": hosts,
        "form": form if hosts and state is State.OPEN else None,
    }
    return render(request, "guests/mandate.html", shown, status=status)
