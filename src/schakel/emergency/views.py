"""Pages: ask, open together, look, end, review."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.accounts.queries import (
    Capability,
    UserRequest,
    has_fresh_factor,
    has_second_factor,
    may,
    require,
)
from schakel.casework.queries import list_identifiers, list_persons, original_ids
from schakel.emergency import actions, queries
from schakel.emergency.core.access import Ground, State, Verdict, state_of
from schakel.emergency.forms import AskForm, ReviewForm
from schakel.emergency.models import EmergencyAccess
from schakel.emergency.wording import GROUNDS, STATES, TONES, VERDICTS
from schakel.handling.core.case import Subject
from schakel.handling.wording import SUBJECTS
from schakel.intake.queries import list_texts_beyond_walls
from schakel.kernel.errors import ConflictError

View = Callable[..., HttpResponse]


def with_fresh_factor(view: View) -> View:
    """Let nobody through who did not show a second factor in the last ten minutes."""

    @wraps(view)
    def guarded(request: UserRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if has_fresh_factor(request, now=timezone.now()):
            return view(request, *args, **kwargs)
        if not has_second_factor(request.user):
            raise ConflictError("sign out, and sign in again with a second factor; then come back")
        back = request.path if request.method == "GET" else reverse("emergency:accesses")
        return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': back})}")

    return guarded


@require_safe
def accesses(request: UserRequest) -> HttpResponse:
    """List the accesses that one may know of."""
    _require_any(request)
    now = timezone.now()
    lines = [(one, *_state(one, now)) for one in queries.list_accesses(request.user)]
    may_ask = may(request.user, Capability.ASK_EMERGENCY)
    return render(request, "emergency/accesses.html", {"lines": lines, "may_ask": may_ask})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: UserRequest) -> HttpResponse:
    """Ask for an access."""
    require(request.user, Capability.ASK_EMERGENCY)
    return _new(request)


@with_fresh_factor
def _new(request: UserRequest) -> HttpResponse:
    form = AskForm(
        request.POST or None,
        units=queries.list_scopes(request.user),
        seconds=queries.list_seconds(request.user),
    )
    if request.method == "POST" and form.is_valid():
        made = actions.ask_emergency(asked=form.to_asked(), by=request.user, now=timezone.now())
        messages.success(request, _("Asked. It opens when the second person agrees."))
        return redirect("emergency:access", made)
    return render(request, "emergency/new.html", {"form": form})


@require_safe
def access(request: UserRequest, access_id: UUID) -> HttpResponse:
    """Show who asked what, why, and what was seen under it."""
    found = queries.get_access(access_id, for_user=request.user)
    return _card(request, found, ReviewForm())


@require_POST
def answer(request: UserRequest, access_id: UUID) -> HttpResponse:
    """Open it as the second of two, or decline."""
    require(request.user, Capability.AGREE_EMERGENCY)
    queries.get_access(access_id, for_user=request.user)
    if request.POST.get("answer") == "open":
        return _open(request, access_id)
    actions.decline_emergency(access_id=access_id, by=request.user, now=timezone.now())
    return redirect("emergency:access", access_id)


@with_fresh_factor
def _open(request: UserRequest, access_id: UUID) -> HttpResponse:
    actions.open_emergency(access_id=access_id, by=request.user, now=timezone.now())
    messages.success(request, _("Open. The privacy officer was told."))
    return redirect("emergency:access", access_id)


@require_POST
def end(request: UserRequest, access_id: UUID) -> HttpResponse:
    """End it before its time."""
    actions.end_emergency(access_id=access_id, by=request.user, now=timezone.now())
    return redirect("emergency:access", access_id)


@require_POST
def review(request: UserRequest, access_id: UUID) -> HttpResponse:
    """Write the review."""
    require(request.user, Capability.OVERSEE)
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return _card(request, queries.get_access(access_id, for_user=request.user), form)
    actions.review_emergency(
        access_id=access_id,
        verdict=form.found(),
        note=form.cleaned_data["note"],
        by=request.user,
        now=timezone.now(),
    )
    return redirect("emergency:access", access_id)


@require_safe
def reports(request: UserRequest, access_id: UUID) -> HttpResponse:
    """List the reports under an open access."""
    found, lines = actions.list_opened(access_id=access_id, by=request.user, now=timezone.now())
    return render(request, "emergency/reports.html", {"access": found, "reports": lines})


@require_safe
def report(request: UserRequest, access_id: UUID, report_id: UUID) -> HttpResponse:
    """Show one report under an open access, to be read and nothing else."""
    found, shown = actions.open_report(
        access_id=access_id, report_id=report_id, by=request.user, now=timezone.now()
    )
    persons = [(one, SUBJECTS[Subject(one.role)]) for one in list_persons(shown.id)]
    context = {
        "access": found,
        "report": shown,
        "persons": persons,
        "identifiers": list_identifiers(shown.id),
        "texts": list_texts_beyond_walls(original_ids(shown.id)),
    }
    return render(request, "emergency/report.html", context)


def _card(request: UserRequest, found: EmergencyAccess, form: ReviewForm) -> HttpResponse:
    now = timezone.now()
    state = state_of(found.course, now=now)
    named = queries.is_named(found, request.user)
    oversees = may(request.user, Capability.OVERSEE)
    shown = {
        "access": found,
        "ground": GROUNDS[Ground(found.ground)],
        "state": STATES[state],
        "tone": TONES[state],
        "may_look": named and state is State.OPEN,
        "may_end": (named or oversees) and state is State.OPEN,
        "may_answer": found.second_id == request.user.id and state is State.ASKED,
        "due_at": queries.review_due_at(found),
        "verdict": VERDICTS[Verdict(found.verdict)] if found.verdict else "",
        "form": form if _may_review(found, state, oversees=oversees, named=named) else None,
        "seen": queries.list_seen(found) if oversees else (),
    }
    return render(request, "emergency/access.html", shown)


def _may_review(found: EmergencyAccess, state: State, *, oversees: bool, named: bool) -> bool:
    waits = state is State.ENDED and found.reviewed_at is None
    return waits and oversees and not named


def _state(one: EmergencyAccess, now: Any) -> tuple[object, str]:
    state = state_of(one.course, now=now)
    return STATES[state], TONES[state]


def _require_any(request: UserRequest) -> None:
    if not queries.may_agree(request.user) and not may(request.user, Capability.OVERSEE):
        require(request.user, Capability.ASK_EMERGENCY)
