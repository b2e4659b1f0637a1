"""The log as a page, for those who may read it."""

import re

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from schakel.accounts.actions import record_deed
from schakel.accounts.core.codes import is_id
from schakel.accounts.forms import LogForm
from schakel.accounts.queries import (
    Capability,
    UserRequest,
    find_unit,
    find_user,
    name_people,
    name_units,
    require,
)
from schakel.accounts.wording import ACTORS, ROLES
from schakel.audit.queries import list_entries
from schakel.audit.wording import EVENTS, KIND_OF, OBJECTS, PROCESSING

PER_PAGE = 100
EVENT_BEGINS = re.compile(r"[a-z:-]+")
NODE = re.compile(r"node(?::[a-z0-9-]+)?")
LONGEST_FILTER = 80  # characters
FILTERS = ("event", "actor", "object_id", "unit")
NOBODY = "nobody"  # did nothing: what was typed is no person, id or code


@require_http_methods(["GET", "HEAD", "POST"])
def log(request: UserRequest) -> HttpResponse:
    """Show lines of the log, newest first; reading it is a line of its own.

    Whom one looks for travels in the body: an address is kept by browsers and servers. A kind of
    event, which names nobody, may stand in the address too.
    """
    require(request.user, Capability.READ_LOG)
    typed = {name: request.POST.get(name, "")[:LONGEST_FILTER].strip() for name in FILTERS}
    typed["event"] = typed["event"] or request.GET.get("event", "")[:LONGEST_FILTER]
    wanted = {name: _to_code(name, text) for name, text in typed.items() if text}
    record_deed(by=request.user, at=timezone.now(), event="log:open", facts=wanted)
    found = list_entries(
        event=wanted.get("event", ""),
        actor=wanted.get("actor", ""),
        object_id=wanted.get("object_id", ""),
        unit=wanted.get("unit", ""),
    )
    page = Paginator(found, PER_PAGE).get_page(request.POST.get("page"))
    shown = {
        "page": page,
        "filters": typed,
        "form": LogForm(typed),
        "events": EVENTS,
        "kinds": {event: PROCESSING[kind] for event, kind in KIND_OF.items()},
        "names": ACTORS | name_people({one for e in page for one in (e.actor, e.object_id)}),
        "roles": ROLES,
        "units": name_units(),
        "objects": OBJECTS,
    }
    return render(request, "accounts/log.html", shown)


def _to_code(name: str, text: str) -> str:
    """Return what is looked for as an id or code; what was typed may be a name, and is not kept."""
    person = find_user(text) if name == "actor" else None
    if person:
        return str(person.id)
    fits = {
        "event": EVENT_BEGINS.fullmatch(text),
        "actor": is_id(text) or text == "stranger" or NODE.fullmatch(text),
        "object_id": is_id(text),
        "unit": find_unit(text),
    }
    return text if fits[name] else NOBODY
