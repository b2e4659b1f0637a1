"""The page of a question to the immigration service."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from schakel.accounts.queries import Capability, UserRequest, may, require
from schakel.asylum import actions, queries
from schakel.asylum.forms import AnswerForm
from schakel.asylum.wording import ANSWERS
from schakel.handling.core.case import Asylum
from schakel.kernel.errors import ConflictError, UnusableInputError


@require_safe
def check(request: UserRequest, check_id: UUID) -> HttpResponse:
    """Show a question and, to who may, its answer; looking is logged."""
    return _page(request, check_id, AnswerForm())


@require_POST
def answer(request: UserRequest, check_id: UUID) -> HttpResponse:
    """Take one of the five answers and its date."""
    require(request.user, Capability.ANSWER_ASYLUM_CHECK)
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            actions.answer_check(
                check_id=check_id,
                answer=Asylum(form.cleaned_data["answer"]),
                answer_date=form.cleaned_data["answer_date"],
                by=request.user,
                now=timezone.now(),
            )
        except (ConflictError, UnusableInputError) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Answered. The name was erased here."))
            return redirect("asylum:check", check_id)
    return _page(request, check_id, form, status=400)


def _page(
    request: UserRequest, check_id: UUID, form: AnswerForm, *, status: int = 200
) -> HttpResponse:
    found = actions.open_check(check_id=check_id, by=request.user, now=timezone.now())
    answers = may(request.user, Capability.ANSWER_ASYLUM_CHECK) and not found.answer
    code = queries.answer_shown(found, for_user=request.user)
    shown = {
        "check": found,
        "answer": ANSWERS.get(code, ""),
        "form": form if answers and found.asked_by_id != request.user.id else None,
    }
    return render(request, "asylum/check.html", shown, status=status)
