"""Pages: the assurances of a thread, all of them for the desk, and one with its steps."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from schakel.accounts.queries import Capability, UserRequest, may, require
from schakel.assurances import actions, queries
from schakel.assurances.core.steps import Deed, State, who_may
from schakel.assurances.forms import AskForm, StepForm
from schakel.assurances.models import Assurance
from schakel.assurances.wording import DEEDS, KINDS, OVERDUE, STATES
from schakel.casework.queries import get_thread
from schakel.kernel.errors import (
    ConflictError,
    NotAllowedError,
    NotFoundError,
    UnusableInputError,
)
from schakel.safeguards.queries import name_of


@require_safe
def assurances(request: UserRequest) -> HttpResponse:
    """Show every assurance that one may see."""
    if not any(may(request.user, one) for one in (Capability.SIGN_JUDGEMENT, *_UNIT)):
        raise NotAllowedError("the role may not see assurances")
    shown = {"lines": _lines(queries.list_all(for_user=request.user), at=timezone.now())}
    return render(request, "assurances/assurances.html", shown)


@require_safe
def thread(request: UserRequest, thread_id: UUID) -> HttpResponse:
    """Show the assurances of a thread."""
    require(request.user, Capability.READ_CONTENT)
    return _thread_page(request, thread_id, AskForm())


@require_POST
def ask(request: UserRequest, thread_id: UUID) -> HttpResponse:
    """Note that an assurance was asked."""
    require(request.user, Capability.DRAFT_REQUEST)
    get_thread(thread_id, for_user=request.user)
    form = AskForm(request.POST)
    if form.is_valid():
        try:
            made = actions.ask_assurance(
                thread_id=thread_id, **form.asked(), by=request.user, now=timezone.now()
            )
            return redirect("assurances:assurance", made)
        except UnusableInputError as error:
            form.add_error(None, str(error))
    return _thread_page(request, thread_id, form, status=400)


@require_safe
def assurance(request: UserRequest, assurance_id: UUID) -> HttpResponse:
    """Show one assurance with its steps; looking is logged."""
    now = timezone.now()
    found = actions.open_assurance(assurance_id=assurance_id, by=request.user, now=now)
    deeds = queries.deeds_for(found, user=request.user)
    shown = {
        **_line(found, at=now),
        "steps": [(one, DEEDS[one.deed]) for one in queries.list_steps(found)],
        "forms": [(deed, DEEDS[deed], StepForm(deed=deed)) for deed in deeds],
    }
    return render(request, "assurances/assurance.html", shown)


@require_POST
def step(request: UserRequest, assurance_id: UUID, deed: str) -> HttpResponse:
    """Note what became of an assurance."""
    if deed not in list(Deed):
        raise NotFoundError("no such step")
    if not any(may(request.user, one) for one in who_may(Deed(deed))):
        raise NotAllowedError(f"the role may not {deed} an assurance")
    queries.get_assurance(assurance_id, for_user=request.user)
    form = StepForm(request.POST, deed=Deed(deed))
    try:
        actions.take_step(
            assurance_id=assurance_id,
            deed=Deed(deed),
            text=form.cleaned_data["text"] if form.is_valid() else "",
            by=request.user,
            now=timezone.now(),
        )
    except (ConflictError, UnusableInputError) as error:
        messages.warning(request, str(error))
    return redirect("assurances:assurance", assurance_id)


_UNIT = (Capability.READ_CONTENT,)


def _thread_page(
    request: UserRequest, thread_id: UUID, form: AskForm, *, status: int = 200
) -> HttpResponse:
    found = get_thread(thread_id, for_user=request.user)
    lines = _lines(queries.list_in_thread(found.id, for_user=request.user), at=timezone.now())
    if request.htmx and status == 200:
        return render(request, "assurances/in_thread.html", {"lines": lines, "thread": found})
    asks = may(request.user, Capability.DRAFT_REQUEST)
    shown = {"lines": lines, "thread": found, "form": form if asks else None}
    return render(request, "assurances/thread.html", shown, status=status)


def _lines(found: list[Assurance], *, at: datetime) -> list[dict[str, Any]]:
    return [_line(one, at=at) for one in found]


def _line(one: Assurance, *, at: datetime) -> dict[str, Any]:
    late = one.state == State.GIVEN and queries.holds_on(one, queries.day_of(at))
    tone, state = OVERDUE if late else STATES[one.state]
    return {
        "one": one,
        "kind": KINDS[one.kind],
        "name": name_of(one.party, (get_language() or "en")[:2]),
        "state": state,
        "tone": tone,
    }
