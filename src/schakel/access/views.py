"""The page that says who may see an object and why, and draws circles around it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from schakel.access import actions, queries
from schakel.access.forms import AssignmentForm, CircleForm
from schakel.access.wording import GROUNDS
from schakel.accounts.actions import record_deed
from schakel.accounts.queries import Capability, UserRequest, may


@require_safe
def who(request: UserRequest, kind: str, object_id: UUID) -> HttpResponse:
    """Show who may see it, and on which grounds; looking is logged."""
    record = {"object_kind": kind, "object_id": str(object_id)}
    sight, row = actions.get_seen(kind=kind, object_id=object_id, by=request.user)
    record_deed(by=request.user, at=timezone.now(), event="access:look", **record)
    return _page(request, sight, row)


@require_POST
def close(request: UserRequest, kind: str, object_id: UUID) -> HttpResponse:
    """Let only named people see it."""
    sight, row = actions.get_seen(kind=kind, object_id=object_id, by=request.user)
    form = CircleForm(request.POST)
    if not form.is_valid():
        return _page(request, sight, row, circle_form=form, status=400)
    reason = form.cleaned_data["reason"]
    now = timezone.now()
    actions.draw_circle(kind=kind, object_id=object_id, reason=reason, by=request.user, now=now)
    return redirect("access:who", kind, object_id)


@require_POST
def open_up(request: UserRequest, kind: str, object_id: UUID) -> HttpResponse:
    """Let the unit see it again."""
    now = timezone.now()
    actions.open_circle(kind=kind, object_id=object_id, by=request.user, now=now)
    return redirect("access:who", kind, object_id)


@require_POST
def assign(request: UserRequest, kind: str, object_id: UUID) -> HttpResponse:
    """Let somebody work on it by name."""
    sight, row = actions.get_seen(kind=kind, object_id=object_id, by=request.user)
    form = AssignmentForm(request.POST, people=queries.list_assignable(row))
    if not form.is_valid():
        return _page(request, sight, row, assignment_form=form, status=400)
    actions.assign(
        kind=kind,
        object_id=object_id,
        user_id=UUID(form.cleaned_data["user"]),
        reason=form.cleaned_data["reason"],
        by=request.user,
        now=timezone.now(),
    )
    return redirect("access:who", kind, object_id)


@require_POST
def end(request: UserRequest, *, kind: str, object_id: UUID, user_id: UUID) -> HttpResponse:
    """Take a name off it."""
    now = timezone.now()
    actions.end_assignment(
        kind=kind, object_id=object_id, user_id=user_id, by=request.user, now=now
    )
    if user_id == request.user.id:
        return redirect("site:work-queue")
    return redirect("access:who", kind, object_id)


def _page(
    request: UserRequest, sight: queries.Sight, row: Any, *, status: int = 200, **given: Any
) -> HttpResponse:
    writes = may(request.user, Capability.WRITE_REPORT)
    named = queries.list_assignments(row.id)
    people = [
        one
        for one in queries.list_assignable(row)
        if one.id not in {assignment.user_id for assignment in named}
    ]
    shown = {
        "kind": sight.shape.kind.value,
        "row": row,
        "name": sight.name(row),
        "back": sight.page(row.id),
        "circle": queries.find_circle(row.id, unit=row.unit.code),
        "named": named,
        "who": [
            (user, [GROUNDS[ground] for ground in grounds])
            for user, grounds in queries.list_who(row, sight.shape)
        ],
        "writes": writes,
        "circle_form": CircleForm(),
        "assignment_form": AssignmentForm(people=people),
        **given,
    }
    return render(request, "access/who.html", shown, status=status)
