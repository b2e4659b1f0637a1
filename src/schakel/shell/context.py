"""What every page knows: which node it is on, who reads, and where one can go."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from schakel.shell.navigation import navigation

SCHEMES = ("auto", "light", "dark")


def node(request: HttpRequest) -> dict[str, object]:
    """Return `node`, `node_name`, `navigation_lines` and `scheme` for templates."""
    dutch = (get_language() or "").startswith("nl")
    identity = settings.SCHAKEL_NODE
    scheme = request.COOKIES.get("schakel_scheme", "auto")
    return {
        "node": identity,
        "node_name": identity.name_nl if dutch else identity.name_en,
        "navigation_lines": _lines(request),
        "scheme": scheme if scheme in SCHEMES else "auto",
    }


def _lines(request: HttpRequest) -> list[dict[str, object]]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    lines = []
    for _, item in sorted(navigation, key=lambda pair: pair[1].order):
        if item.shown_to(user):
            url = reverse(item.url_name)
            here = request.path == url or (url != "/" and request.path.startswith(url))
            lines.append({"label": item.label, "url": url, "current": here})
    return lines
