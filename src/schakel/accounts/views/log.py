"""The log as a page, for those who may read it."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from schakel.accounts.actions import record_deed
from schakel.accounts.queries import Capability, UserRequest, require
from schakel.audit.queries import list_entries

PER_PAGE = 100
LONGEST_FILTER = 80  # characters


@require_safe
def log(request: UserRequest) -> HttpResponse:
    """Show lines of the log, newest first; reading it is a line of its own."""
    require(request.user, Capability.READ_LOG)
    names = ("event", "actor", "object_id", "unit")
    filters = {name: request.GET.get(name, "")[:LONGEST_FILTER].strip() for name in names}
    record_deed(
        by=request.user,
        at=timezone.now(),
        event="log:open",
        facts={name: value for name, value in filters.items() if value},
    )
    page = Paginator(
        list_entries(
            event=filters["event"],
            actor=filters["actor"],
            object_id=filters["object_id"],
            unit=filters["unit"],
        ),
        PER_PAGE,
    ).get_page(request.GET.get("page"))
    return render(request, "accounts/log.html", {"page": page, "filters": filters})
