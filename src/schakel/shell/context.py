"""What every page knows: which node it is on, who reads, and where one can go."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language

from schakel.shell.navigation import NavItem, navigation, person_lines, person_links

SCHEMES = ("auto", "light", "dark")
DENSITIES = ("dense", "wide")


def node(request: HttpRequest) -> dict[str, object]:
    """Return `node`, `node_name`, the looks, where we are and where one can go."""
    return {
        **identity(),
        "scheme": chosen(request, "scheme", SCHEMES),
        "density": chosen(request, "density", DENSITIES),
        "here": here(request),
        **_lines(request),
    }


def identity() -> dict[str, object]:
    """Return what a page says about the node, whoever reads."""
    known = settings.SCHAKEL_NODE
    dutch = (get_language() or "").startswith("nl")
    return {
        "node": known,
        "node_name": known.name_nl if dutch else known.name_en,
        "organisation": settings.SCHAKEL_OIDC,
    }


def chosen(request: HttpRequest, name: str, allowed: tuple[str, ...]) -> str:
    """Return what the reader's cookie says about the looks, or the first of `allowed`."""
    value = request.COOKIES.get(f"schakel_{name}", "")
    return value if value in allowed else allowed[0]


def here(request: HttpRequest) -> str:
    """Return the address to come back to: this page, or the one whose form was sent."""
    if request.method == "GET":
        return request.get_full_path()
    came_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()}):
        return "/"
    parts = urlsplit(came_from)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _lines(request: HttpRequest) -> dict[str, list[dict[str, object]] | list[object]]:
    user = getattr(request, "user", None)
    confined = getattr(request, "is_confined", False)
    if user is None or not user.is_authenticated or confined:
        return {"navigation_lines": [], "key_lines": [], "person_links": [], "person_lines": []}
    items = [item for item in _in_order(navigation) if item.shown_to(user)]
    addresses = {item.url_name: reverse(item.url_name) for item in items}
    bar = [item for item in items if item.in_bar]
    now_at = _deepest(request.path, {addresses[item.url_name] for item in bar})
    return {
        "navigation_lines": [
            {
                "label": item.label,
                "url": addresses[item.url_name],
                "current": addresses[item.url_name] == now_at,
            }
            for item in bar
        ],
        "key_lines": [
            {"label": item.label, "url": addresses[item.url_name], "keys": item.keys.split()}
            for item in items
            if item.keys
        ],
        "person_links": [
            {"label": item.label, "url": reverse(item.url_name)}
            for item in _in_order(person_links)
            if item.shown_to(user)
        ],
        "person_lines": [line for _, tell in person_lines if (line := tell(user))],
    }


def _in_order(lines: Iterable[tuple[str, NavItem]]) -> list[NavItem]:
    return sorted((item for _, item in lines), key=lambda item: item.order)


def _deepest(path: str, addresses: set[str]) -> str:
    """Return the longest of `addresses` that `path` lies at or under; the root only itself."""
    under = [
        a for a in addresses if path == a or (a != "/" and path.startswith(f"{a.rstrip('/')}/"))
    ]
    return max(under, key=len, default="")
