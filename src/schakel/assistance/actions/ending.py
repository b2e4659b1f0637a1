"""Make an end of a request; its answers are items, and end by themselves."""

from datetime import datetime
from uuid import UUID

from schakel.assistance.models import Answer, Request
from schakel.custody.queries import items_here
from schakel.exchange.actions import forget_content
from schakel.shell.search import forget_text

# What somebody wrote into a request; references, states, authorities and moments stay.
WRITTEN = """asked purpose available_because connection urgency_reason restrictions
    carrier_reason dispatch_proof remark""".split()


def erase_request(request_id: UUID, now: datetime) -> None:
    """Erase what a request says, in the caller's transaction."""
    request = Request.objects.select_for_update().get(id=request_id)
    for name in WRITTEN:
        setattr(request, name, "")
    request.erased_at = now
    request.save()
    kept = items_here(request.answers.values_list("id", flat=True))
    words = list(Answer.objects.filter(id__in=kept).values_list("text", flat=True))
    request.steps.exclude(text__in=words).update(text="")
    if request.envelope_id:
        forget_content(request.envelope_id)
    forget_text(kind="request", object_id=request.id)
