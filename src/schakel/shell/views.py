"""Pages that belong to no room: search, documentation, colours."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.shell import docs
from schakel.shell.context import SCHEMES
from schakel.shell.search import search as find

YEAR = 365 * 24 * 3600  # seconds


@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """Search; the words travel in the body, never in an address that logs keep."""
    query = request.POST.get("query", "")[:200]
    hits = find(query, user=request.user) if request.method == "POST" else None
    return render(request, "shell/search.html", {"query": query, "hits": hits})


@require_safe
def doc_page(request: HttpRequest, name: str = "index") -> HttpResponse:
    """Show one page of the documentation."""
    shown = {"page": docs.read_page(name), "pages": docs.list_pages(), "current": name}
    return render(request, "shell/docs.html", shown)


@require_POST
def scheme(request: HttpRequest) -> HttpResponse:
    """Keep light or dark in a cookie and go back."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = "/"
    wanted = request.POST.get("scheme", "auto")
    response = redirect(target)
    response.set_cookie(
        "schakel_scheme",
        wanted if wanted in SCHEMES else "auto",
        max_age=YEAR,
        samesite="Lax",
        httponly=True,
    )
    return response


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Explain that a form was too old or came from elsewhere."""
    return render(request, "shell/csrf.html", status=403)
