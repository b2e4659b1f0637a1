"""The page that works without a line, its service worker, and where it hands over."""

import hashlib
import json
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from schakel.accounts.queries import Capability, UserRequest, require
from schakel.kernel.errors import SchakelError
from schakel.offline import actions
from schakel.offline.core.errors import NotAReportError
from schakel.offline.core.report import LONGEST
from schakel.wire.actions.keys import encryption_key, public_part
from schakel.wire.core.shapes import fields_of, id_of, read_json

HANDED = frozenset({"id", "jwe"})


@require_safe
def page(request: UserRequest) -> HttpResponse:
    """Show the page; nothing in it names the person, for the browser keeps it."""
    require(request.user, Capability.WRITE_REPORT)
    shown = {"key": json.dumps(_key()), "author": request.user.id, "longest": LONGEST}
    return render(request, "offline/page.html", shown)


@require_safe
def worker(request: UserRequest) -> HttpResponse:
    """Give the service worker, which keeps this one page and its style and script."""
    require(request.user, Capability.WRITE_REPORT)
    assets = [static(f"shell/{name}") for name in ("dist/schakel.css", "dist/offline.js")]
    version = hashlib.sha256("".join(assets).encode()).hexdigest()[:12]
    shown = {"page": reverse("offline:page"), "assets": json.dumps(assets), "version": version}
    return render(
        request, "offline/worker.js", shown, content_type="text/javascript; charset=utf-8"
    )


@require_safe
def now(request: UserRequest) -> JsonResponse:
    """Say who is signed in, to which key to seal, and the token of forms."""
    require(request.user, Capability.WRITE_REPORT)
    token = get_token(request)
    return JsonResponse({"author": str(request.user.id), "key": _key(), "token": token})


@require_POST
def hand_over(request: UserRequest) -> JsonResponse:
    """Take a sealed report over as a draft of the person; again is the same draft."""
    try:
        require(request.user, Capability.WRITE_REPORT)
        handed_id, sealed = _read(request.body)
        report_id = actions.take_over(
            handed_id=handed_id, sealed=sealed, by=request.user, now=timezone.now()
        )
        return JsonResponse({"report": reverse("casework:report", args=[report_id])})
    except SchakelError as error:
        return JsonResponse({"code": error.code}, status=error.status)


def _read(body: bytes) -> tuple[UUID, str]:
    try:
        given = fields_of(read_json(body), HANDED)
        if not isinstance(given["jwe"], str):
            raise ValueError("no text")
        return id_of(given["id"]), given["jwe"]
    except ValueError as error:
        raise NotAReportError("not a sealed report") from error


def _key() -> dict[str, str]:
    return public_part(encryption_key())
