"""Pages that belong to no room: search, documentation, looks, errors."""

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.shell import docs
from schakel.shell.context import DENSITIES, SCHEMES, identity
from schakel.shell.search import search as find
from schakel.shell.search import search_watchers

YEAR = 365 * 24 * 3600  # seconds
LOOKS = {"scheme": SCHEMES, "density": DENSITIES}
BUNDLED = Path(__file__).parent / "static" / "shell" / "dist"


@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """Search; the words travel in the body, never in an address that logs keep."""
    query = request.POST.get("query", "")[:200]
    hits = None
    if query.strip():
        hits = find(query, user=request.user)
        for _, watch in search_watchers:
            watch(request.user, len(hits), timezone.now())
    return render(request, "shell/search.html", {"query": query, "hits": hits})


@require_safe
def doc_start(request: HttpRequest) -> HttpResponse:
    """Lead to the first page of the documentation."""
    return redirect("shell:docs", "index")


@require_safe
def doc_page(request: HttpRequest, name: str = "index") -> HttpResponse:
    """Show one page of the documentation."""
    shown = {"page": docs.read_page(name), "folders": docs.list_folders(name), "current": name}
    return render(request, "shell/docs.html", shown)


@require_safe
def doc_picture(request: HttpRequest, picture: str) -> FileResponse:
    """Send a picture of the documentation."""
    return FileResponse(docs.picture(picture).open("rb"))


@require_safe
def licence(request: HttpRequest) -> HttpResponse:
    """Show the product's licence and those of what is bundled into its pages."""
    bundled = (BUNDLED / "LICENCES.txt").read_text(encoding="utf-8")
    return render(request, "shell/licence.html", {"bundled": bundled})


@require_safe
def icon(request: HttpRequest) -> HttpResponse:
    """Lead browsers that ask by habit to the icon."""
    return redirect(static("shell/icon.svg"), permanent=True)


@require_POST
def scheme(request: HttpRequest) -> HttpResponse:
    """Keep colours and spacing in cookies and go back."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = "/"
    response = redirect(target)
    for name, allowed in LOOKS.items():
        if name in request.POST:
            wanted = request.POST[name]
            response.set_cookie(
                f"schakel_{name}",
                wanted if wanted in allowed else allowed[0],
                max_age=YEAR,
                samesite="Lax",
                httponly=True,
                secure=settings.SCHAKEL_SECURE,
            )
    return response


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Explain that a form was too old or came from elsewhere."""
    return render(request, "shell/csrf.html", status=403)


def broken_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Explain 400 without trusting anything of the request, its host least of all."""
    return HttpResponse(_bare("400.html"), status=400)


def fault(request: HttpRequest) -> HttpResponse:
    """Explain 500 without asking the database, which may be what is wrong."""
    return HttpResponse(_bare("500.html"), status=500)


def _bare(template: str) -> str:
    return render_to_string(template, {**identity(), "scheme": SCHEMES[0], "density": DENSITIES[0]})
