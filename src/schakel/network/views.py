"""The directory."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from schakel.accounts.queries import Capability, UserRequest, require
from schakel.network import queries
from schakel.network.wording import CHANNELS, KINDS


@require_safe
def directory(request: UserRequest) -> HttpResponse:
    """List authorities and desks: channel, hours, the time there, and where the entry is from."""
    require(request.user, Capability.READ_DIRECTORY)
    now, language = timezone.now(), (get_language() or "en")[:2]
    country = request.GET.get("country", "")[:2].upper()
    lines = [
        {
            "authority": authority,
            "name": authority.name_nl if language == "nl" else authority.name_en,
            "country": queries.name_of(authority.country, language),
            "kind": KINDS[authority.kind],
            "channels": [CHANNELS[code] for code in authority.channels],
            "is_open": queries.is_open(authority, at=now),
        }
        for authority in queries.list_authorities(country=country)
    ]
    return render(request, "network/directory.html", {"lines": lines, "now": now})
