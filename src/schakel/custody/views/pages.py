"""The page of an item."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from schakel.accounts.actions import record_deed
from schakel.accounts.queries import UserRequest
from schakel.custody import queries
from schakel.custody.showing import shown
from schakel.exchange.actions import mark_read
from schakel.intake.queries import list_originals


@require_safe
def item(request: UserRequest, item_id: UUID) -> HttpResponse:
    """Show whose an item is, who holds it, what was asked, and what may be done with it."""
    now = timezone.now()
    found = queries.get_item(item_id, for_user=request.user)
    record_deed(
        by=request.user, at=now, event="item:open", object_kind="item", object_id=str(found.id)
    )
    if request.user.unit_id == found.unit_id:
        mark_read(about=found.id, by=request.user, now=now)
    data = shown(found, now=now, for_user=request.user)
    originals = set(data["content"].originals) if data["content"] else set()
    data["originals"] = list_originals(originals, for_user=request.user)
    return render(request, "custody/item.html", data)
