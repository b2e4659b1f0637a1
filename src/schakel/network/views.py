"""The directory."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from schakel.accounts.queries import Capability, UserRequest, require
from schakel.network import queries
from schakel.network.forms import DirectoryFilter
from schakel.network.wording import CHANNELS, KINDS, STATUSES, say_languages
from schakel.safeguards.wording import SOURCES


@require_safe
def directory(request: UserRequest) -> HttpResponse:
    """List authorities and desks: channel, hours, the time there, and where the entry is from."""
    require(request.user, Capability.READ_DIRECTORY)
    language = (get_language() or "en")[:2]
    countries = [(code, queries.name_of(code, language)) for code in queries.list_countries()]
    form = DirectoryFilter(request.GET, countries=countries)
    wanted = form.cleaned_data if form.is_valid() else {}
    now, names = timezone.now(), dict(countries)
    lines = [
        _line(authority, request=request, names=names, language=language, now=now)
        for authority in queries.list_authorities(**wanted)
    ]
    return render(request, "network/directory.html", {"lines": lines, "now": now, "form": form})


def _line(
    authority: queries.Authority,
    *,
    request: UserRequest,
    names: dict[str, str],
    language: str,
    now: datetime,
) -> dict[str, Any]:
    return {
        "authority": authority,
        "name": authority.name_nl if language == "nl" else authority.name_en,
        "country": names.get(authority.country, authority.country),
        "kind": KINDS[authority.kind],
        "channels": [CHANNELS[code] for code in authority.channels],
        "languages": say_languages(authority.languages),
        "source": SOURCES.get(authority.source, authority.source),
        "is_open": queries.is_open(authority, at=now),
        "is_stale": queries.is_stale(authority, at=now),
        "status": STATUSES[authority.status],
        "contacts": [
            {
                "contact": contact,
                "channel": CHANNELS[contact.channel],
                "languages": say_languages(contact.languages),
                "is_open": queries.is_open(contact, at=now),
            }
            for contact in queries.list_contacts(authority, for_user=request.user)
        ],
    }
