"""The log as a page, for those who may read it."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from schakel.accounts.actions import record_deed
from schakel.accounts.queries import Capability, UserRequest, require
from schakel.audit.queries import list_entries

PER_PAGE = 100
LONGEST_FILTER = 80  # characters
FILTERS = ("event", "actor", "object_id", "unit")


@require_http_methods(["GET", "HEAD", "POST"])
def log(request: UserRequest) -> HttpResponse:
    """Show lines of the log, newest first; reading it is a line of its own.

    Whom one looks for travels in the body: an address is kept by browsers and servers. A kind of
    event, which names nobody, may stand in the address too.
    """
    require(request.user, Capability.READ_LOG)
    filters = {name: request.POST.get(name, "")[:LONGEST_FILTER].strip() for name in FILTERS}
    filters["event"] = filters["event"] or request.GET.get("event", "")[:LONGEST_FILTER]
    record_deed(
        by=request.user,
        at=timezone.now(),
        event="log:open",
        facts={name: value for name, value in filters.items() if value},
    )
    found = list_entries(
        event=filters["event"],
        actor=filters["actor"],
        object_id=filters["object_id"],
        unit=filters["unit"],
    )
    pages = Paginator(found, PER_PAGE)
    shown = {"page": pages.get_page(request.POST.get("page")), "filters": filters}
    return render(request, "accounts/log.html", shown)
