"""Pages of the gate: its table, and each decision."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from schakel.accounts.actions import record_deed
from schakel.accounts.queries import UserRequest
from schakel.handling import queries
from schakel.handling.core import table, texts
from schakel.handling.wording import say


@require_safe
def decision(request: UserRequest, decision_id: UUID) -> HttpResponse:
    """Show one decision with all reasons; looking is logged."""
    found = queries.get_decision(decision_id, for_user=request.user)
    record_deed(
        by=request.user,
        at=timezone.now(),
        event="decision:open",
        object_kind="decision",
        object_id=str(found.id),
    )
    return render(request, "handling/decision.html", {"decision": found})


@require_safe
def decision_table(request: UserRequest) -> HttpResponse:
    """Show the table as a lawyer reads it."""
    lines = [
        {"row": row, "title": say(row.title), "says": [say(text) for text in _texts_of(row.number)]}
        for row in table.TABLE
    ]
    return render(request, "handling/table.html", {"lines": lines, "version": table.VERSION})


def _texts_of(number: int) -> list[str]:
    return [text for key, text in texts.REASONS.items() if key.partition("-")[0] == str(number)]
