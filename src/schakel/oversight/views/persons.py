"""Who got what about a person, and the inspection pack."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.accounts.queries import Capability, UserRequest, require
from schakel.custody.wording import GROUNDS
from schakel.custody.wording import OUTCOMES as HOLDERS
from schakel.handling.wording import SUBJECTS
from schakel.matching.wording import LIKENESSES
from schakel.oversight import actions, queries
from schakel.oversight.forms import NameForm
from schakel.oversight.wording import STAGES, WAYS


@require_http_methods(["GET", "HEAD", "POST"])
def persons(request: UserRequest) -> HttpResponse:
    """Find a person in the reports of all units; the name travels in the body."""
    require(request.user, Capability.OVERSEE)
    form = NameForm(request.POST or None)
    found = None
    if form.is_valid():
        found = actions.search_persons(
            name=form.cleaned_data["name"], by=request.user, now=timezone.now()
        )
    shown = {"form": form, "found": found, "roles": SUBJECTS, "likenesses": LIKENESSES}
    return render(request, "oversight/persons.html", shown)


@require_safe
def person(request: UserRequest, person_id: UUID) -> HttpResponse:
    """Show what left about a person, with the receipts."""
    found = actions.look_at_person(person_id=person_id, by=request.user, now=timezone.now())
    one = queries.get_person(person_id, for_user=request.user)
    shown = {
        "person": one,
        "role": SUBJECTS[one.role],
        "disclosures": found,
        "ways": WAYS,
        "stages": STAGES,
        "outcomes": {code: words for code, (_tone, words) in HOLDERS.items()},
        "grounds": GROUNDS,
    }
    return render(request, "oversight/person.html", shown)


@require_POST
def pack(request: UserRequest, person_id: UUID) -> HttpResponse:
    """Hand over the inspection pack."""
    content = actions.make_pack(person_ids=[person_id], by=request.user, now=timezone.now())
    answer = HttpResponse(content, content_type="application/zip")
    answer["Content-Disposition"] = 'attachment; filename="inspection-pack.zip"'
    return answer
