"""The door for whoever asks whether the node works: a load balancer, a supervisor."""

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from schakel.upkeep.core.health import is_working, judge
from schakel.upkeep.queries import state_of_node


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Answer 200 or 503, and nothing else: strangers ask here. `schakel health` says why."""
    try:
        ok = is_working(judge(state_of_node(timezone.now())))
    except (DatabaseError, OSError):
        ok = False
    answer = JsonResponse({"ok": ok}, status=200 if ok else 503)
    answer.headers["Cache-Control"] = "no-store"
    return answer
