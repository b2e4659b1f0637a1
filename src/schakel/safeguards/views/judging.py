"""Pages of the human-rights desk: what counts, what waits for a signature, writing, signing."""

from datetime import timedelta
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
from schakel.kernel.errors import ConflictError, NotFoundError, UnusableInputError
from schakel.safeguards import actions, queries
from schakel.safeguards.forms import DraftForm, WithdrawForm
from schakel.safeguards.forms.judging import PartyForm
from schakel.safeguards.models import RightsJudgement
from schakel.safeguards.showing import show_indices, show_judgement

USUAL = timedelta(days=365)


@require_safe
def judgements(request: UserRequest) -> HttpResponse:
    """Show every judgement that counts, what ends soon and what waits for a signature."""
    require(request.user, Capability.SIGN_JUDGEMENT)
    form = PartyForm(request.GET or None)
    if form.is_valid():
        return redirect("safeguards:write", form.cleaned_data["party"])
    now = timezone.now()
    shown = {
        "counting": [_line(one) for one in queries.list_counting(at=now)],
        "renew": [_line(one) for one in queries.list_to_renew(at=now)],
        "drafts": [_line(one) for one in queries.list_drafts(for_user=request.user)],
        "form": form,
    }
    return render(request, "safeguards/judgements.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: UserRequest, code: str) -> HttpResponse:
    """Write a judgement, from nothing or from the one before it."""
    require(request.user, Capability.SIGN_JUDGEMENT)
    language = (get_language() or "en")[:2]
    if code not in dict(queries.list_receivers(language)):
        raise NotFoundError("no such party")
    posted = request.POST if request.method == "POST" else None
    form = DraftForm(posted, party=code, initial=_initial(request, code))
    if request.method == "POST" and form.is_valid():
        try:
            draft_id = actions.draft_judgement(
                judged=form.judged(), by=request.user, now=timezone.now()
            )
            return redirect("safeguards:draft", draft_id)
        except UnusableInputError as error:
            form.add_error(None, str(error))
    shown = {
        "code": code,
        "name": queries.name_of(code, language),
        "form": form,
        "indices": show_indices(code),
    }
    status = 400 if form.errors else 200
    return render(request, "safeguards/write.html", shown, status=status)


@require_safe
def draft(request: UserRequest, draft_id: UUID) -> HttpResponse:
    """Show a draft to who may sign it; looking is logged."""
    require(request.user, Capability.SIGN_JUDGEMENT)
    found = actions.open_draft(draft_id=draft_id, by=request.user, now=timezone.now())
    waits = found.state == found.State.WAITING
    shown = {
        **_line(found),
        "draft": found,
        "waits": waits,
        "may_sign": waits and found.written_by_id != request.user.id,
        "indices": show_indices(found.party),
    }
    return render(request, "safeguards/draft.html", shown)


@require_POST
def sign(request: UserRequest, draft_id: UUID) -> HttpResponse:
    """Sign a draft of somebody else."""
    require(request.user, Capability.SIGN_JUDGEMENT)
    found = queries.get_draft(draft_id, for_user=request.user)
    try:
        actions.sign_judgement(draft_id=draft_id, by=request.user, now=timezone.now())
    except (ConflictError, UnusableInputError) as error:
        messages.warning(request, str(error))
        return redirect("safeguards:draft", draft_id)
    messages.success(request, _("Signed. The gate uses it from its first day on."))
    return redirect("safeguards:party", found.party)


@require_POST
def discard(request: UserRequest, draft_id: UUID) -> HttpResponse:
    """Put a draft aside."""
    require(request.user, Capability.SIGN_JUDGEMENT)
    try:
        actions.discard_draft(draft_id=draft_id, by=request.user, now=timezone.now())
    except ConflictError as error:
        messages.warning(request, str(error))
    return redirect("safeguards:judgements")


@require_POST
def withdraw(request: UserRequest, judgement_id: UUID) -> HttpResponse:
    """Let a judgement count no more, at once."""
    require(request.user, Capability.SIGN_JUDGEMENT)
    found = queries.get_judgement(judgement_id, for_user=request.user)
    form = WithdrawForm(request.POST)
    try:
        actions.withdraw_judgement(
            judgement_id=judgement_id,
            reason=form.cleaned_data["reason"] if form.is_valid() else "",
            by=request.user,
            now=timezone.now(),
        )
        messages.success(request, _("Withdrawn. From now on the gate holds what rested on it."))
    except (ConflictError, UnusableInputError) as error:
        messages.warning(request, str(error))
    return redirect("safeguards:party", found.party)


def _initial(request: UserRequest, party: str) -> dict[str, Any]:
    """Return what the form begins with: a year from today, and the words of the one before."""
    today = timezone.localdate()
    start: dict[str, Any] = {"valid_from": today, "valid_until": today + USUAL}
    for one in queries.list_judgements(party):
        if str(one.id) == request.GET.get("after", ""):
            return {**_words(one), **start}
    return start


def _words(one: RightsJudgement) -> dict[str, Any]:
    names = "authority measure text sources conditions dissent explanation".split()
    return {**{name: getattr(one, name) for name in names}, "positive": str(one.positive)}


def _line(one: Any) -> dict[str, Any]:
    return show_judgement(one, at=timezone.now())
