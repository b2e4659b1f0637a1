"""Pages of what speaks for an accused."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from schakel.accounts.queries import Capability, UserRequest, may, require
from schakel.exculpation import actions, forms, queries
from schakel.exculpation.core.marks import Kind, Standing
from schakel.exculpation.wording import KINDS, STATES
from schakel.kernel.errors import ConflictError, UnusableInputError


@require_safe
def overview(request: UserRequest) -> HttpResponse:
    """Show every mark of the node, what waits for a prosecutor first."""
    decides = may(request.user, Capability.DECIDE_FILE)
    lines = [
        (mark, KINDS[mark.kind], *STATES[mark.state], decides and mark.state == Standing.PROPOSED)
        for mark in queries.list_all(for_user=request.user)
    ]
    return render(request, "exculpation/overview.html", {"lines": lines})


@require_safe
def about(request: UserRequest, kind: Kind, **ids: UUID) -> HttpResponse:
    """Show what was proposed and decided about an item or a report."""
    require(request.user, Capability.READ_CONTENT)
    (object_id,) = ids.values()
    subject = queries.get_subject(kind, object_id, for_user=request.user)
    marks = queries.list_marks(kind, object_id)
    stands = any(mark.state != Standing.REJECTED for mark in marks)
    may_propose = not stands and may(request.user, Capability.WRITE_REPORT)
    shown = {
        "subject": subject,
        "kind": KINDS[kind],
        "page": f"/custody/items/{object_id}"
        if kind is Kind.ITEM
        else f"/casework/reports/{object_id}",
        "lines": [(mark, *STATES[mark.state]) for mark in marks],
        "form": forms.ProposeForm() if may_propose else None,
        "decides": may(request.user, Capability.DECIDE_FILE),
        "action": f"{request.path}/propose",
    }
    return render(request, "exculpation/about.html", shown)


@require_POST
def propose(request: UserRequest, kind: Kind, **ids: UUID) -> HttpResponse:
    """Take a proposal."""
    require(request.user, Capability.WRITE_REPORT)
    (object_id,) = ids.values()
    queries.get_subject(kind, object_id, for_user=request.user)
    try:
        actions.propose(
            kind=kind,
            object_id=object_id,
            reason=request.POST.get("reason", ""),
            by=request.user,
            now=timezone.now(),
        )
        messages.success(request, _("Kept. From now on nothing erases it."))
    except (ConflictError, UnusableInputError) as error:
        messages.warning(request, str(error))
    return redirect(f"exculpation:{kind}", object_id)


@require_POST
def decide(request: UserRequest, mark_id: UUID) -> HttpResponse:
    """Take what a prosecutor decides."""
    require(request.user, Capability.DECIDE_FILE)
    queries.get_mark(mark_id, for_user=request.user)
    try:
        actions.decide(
            mark_id=mark_id,
            confirm=request.POST.get("answer") == "yes",
            decision=request.POST.get("decision", ""),
            by=request.user,
            now=timezone.now(),
        )
    except (ConflictError, UnusableInputError) as error:
        messages.warning(request, str(error))
    return redirect("exculpation:overview")
