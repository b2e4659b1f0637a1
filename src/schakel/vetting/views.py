"""The page of the check on something that came in."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from schakel.accounts.queries import Capability, UserRequest, may, require
from schakel.custody.queries import get_item
from schakel.vetting import actions, queries
from schakel.vetting.forms import CheckForm
from schakel.vetting.wording import ANSWERS, QUESTIONS, VERDICTS


@require_safe
def item(request: UserRequest, item_id: UUID) -> HttpResponse:
    """Show what was answered about an item, and what the gate makes of it."""
    require(request.user, Capability.READ_CONTENT)
    return _page(request, item_id, CheckForm())


@require_POST
def check(request: UserRequest, item_id: UUID) -> HttpResponse:
    """Take the answers of one reader."""
    require(request.user, Capability.DRAFT_REQUEST)
    get_item(item_id, for_user=request.user)
    form = CheckForm(request.POST)
    if not form.is_valid():
        return _page(request, item_id, form, status=400)
    actions.check_item(
        item_id=item_id,
        answers=form.answers(),
        note=form.cleaned_data["note"],
        by=request.user,
        now=timezone.now(),
    )
    messages.success(request, _("Kept. The gate takes it into account from now on."))
    return redirect("vetting:item", item_id)


def _page(
    request: UserRequest, item_id: UUID, form: CheckForm, *, status: int = 200
) -> HttpResponse:
    found = actions.open_checks(item_id=item_id, by=request.user, now=timezone.now())
    wanted = queries.wants_check(found)
    shown = {
        "item": found,
        "wanted": wanted,
        "verdict": VERDICTS[queries.verdict_on(found.id)],
        "checks": [
            (one, [(QUESTIONS[key], ANSWERS[value]) for key, value in one.answers.items()])
            for one in queries.list_checks(found.id)
        ],
        "asked": [(QUESTIONS[one.question], one) for one in queries.list_questions()],
        "form": form if wanted and may(request.user, Capability.DRAFT_REQUEST) else None,
    }
    return render(request, "vetting/item.html", shown, status=status)
