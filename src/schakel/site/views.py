"""Pages above the rooms: the work queue, and the states of what one may see."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from schakel.accounts.queries import Capability, UserRequest, may
from schakel.site import desk


@require_safe
def work_queue(request: UserRequest) -> HttpResponse:
    """Show what is mine, what my unit has, and what waits for whom."""
    now = timezone.now()
    shown = {
        "desk": desk.desk_of(request.user, now=now),
        "now": now,
        "may_report": may(request.user, Capability.WRITE_REPORT),
    }
    return render(request, "site/work_queue.html", shown)


@require_safe
def object_states(request: UserRequest) -> JsonResponse:
    """Answer kind, id and state of every object that I may see, without content."""
    states = desk.objects_of(request.user)
    return JsonResponse(
        {"objects": [{"kind": s.kind, "id": s.id, "state": s.state} for s in states]}
    )
