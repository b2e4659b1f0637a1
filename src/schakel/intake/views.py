"""Pages of the room."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from schakel.accounts.queries import UserRequest
from schakel.intake import actions, queries
from schakel.intake.core.verdicts import VerdictError
from schakel.intake.forms import PartForm, VerdictForm
from schakel.intake.showing import finding_line, findings_page, original_page, texts_page
from schakel.kernel.errors import NotFoundError, UnusableInputError
from schakel.shell import vault

_INERT = "default-src 'none'; sandbox"


@require_GET
def original(request: UserRequest, original_id: UUID) -> HttpResponse:
    """Show one part of an original: its text with findings marked, and what is nested in it."""
    opened = actions.open_original(original_id, by=request.user, now=timezone.now())
    form = PartForm(request.GET)
    order = (form.is_valid() and form.cleaned_data["part"]) or 0
    context = original_page(opened, order=order, for_user=request.user)
    return render(request, "intake/original.html", context)


@require_GET
def findings(request: UserRequest, original_id: UUID) -> HttpResponse:
    """Show what was found in an original, as a page or as a part of the page of another room."""
    opened = actions.open_original(original_id, by=request.user, now=timezone.now())
    return _findings_panel(request, findings_page(opened, for_user=request.user))


@require_GET
def text(request: UserRequest, original_id: UUID) -> HttpResponse:
    """Show all text of an original, from which the page of a report lets names be selected."""
    opened = actions.open_original(original_id, by=request.user, now=timezone.now())
    part = "#text-panel" if _is_fragment(request) else ""
    return render(request, f"intake/text.html{part}", texts_page(opened, for_user=request.user))


@require_POST
def decide(request: UserRequest, finding_id: UUID) -> HttpResponse:
    """Settle one finding; answer with its line alone, or go back to where it was settled."""
    form = VerdictForm(request.POST)
    problem = ""
    if not form.is_valid():
        raise UnusableInputError("a finding is accepted, corrected or rejected")
    settled: list[queries.Finding] = []
    try:
        settled = actions.decide_finding(
            finding_id=finding_id,
            verdict=form.cleaned_data["verdict"],
            value=form.cleaned_data["value"],
            by=request.user,
            now=timezone.now(),
        )
    except VerdictError as error:
        problem = error.code
    finding = queries.get_finding(finding_id, for_user=request.user)
    if problem or _is_fragment(request):
        here = queries.list_same(finding, for_user=request.user)
        same = [one for one in here if one.part.original_id == finding.part.original_id]
        same = [one for one in same if one.pk != finding.pk]
        line = finding_line(finding, may_decide=True, same=same, problem=problem, focus=True)
        answer = _render_line(request, {"line": line}, status=400 if problem else 200)
        # Panels of other files on the same page show what was settled with it.
        others = {one.part.original_id for one in settled} - {finding.part.original_id}
        if others:
            answer["HX-Trigger"] = ", ".join(sorted(f"settled-{one}" for one in others))
        return answer
    return redirect(f"{_back(request, form, finding)}#finding-{finding.pk}")


@require_POST
def accept_valid(request: UserRequest, original_id: UUID) -> HttpResponse:
    """Accept every open finding whose checksum holds."""
    actions.accept_valid(original_id=original_id, by=request.user, now=timezone.now())
    if _is_fragment(request):
        opened = queries.get_original(original_id, for_user=request.user)
        return _findings_panel(request, findings_page(opened, for_user=request.user))
    return redirect("intake:findings", original_id=original_id)


@require_POST
def read_again(request: UserRequest, original_id: UUID) -> HttpResponse:
    """Read an original again."""
    actions.read_again(original_id, by=request.user, now=timezone.now())
    return redirect("intake:original", original_id=original_id)


@require_GET
def picture(request: UserRequest, part_id: UUID) -> HttpResponseBase:
    """Show the copy of a picture that was drawn again; the original is never shown inline."""
    part = queries.get_part(part_id, for_user=request.user)
    if not part.shown_sha256:
        raise NotFoundError("no such picture")
    kind = "image/png" if part.media_type == "image/png" else "image/jpeg"
    return _inert(FileResponse(vault.open_original(part.shown_sha256), content_type=kind))


@require_GET
def download(request: UserRequest, part_id: UUID) -> HttpResponseBase:
    """Give the bytes of a part as a file to save; no browser opens it by itself."""
    part, stream = actions.take_out(part_id, by=request.user, now=timezone.now())
    name = part.path.rpartition("!")[2]
    return _inert(
        FileResponse(
            stream, as_attachment=True, filename=name, content_type="application/octet-stream"
        )
    )


def _inert(response: HttpResponseBase) -> HttpResponseBase:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = _INERT
    response["Cache-Control"] = "private, no-store"
    return response


def _findings_panel(request: UserRequest, context: dict[str, Any]) -> HttpResponse:

    part = "#findings-panel" if _is_fragment(request) else ""
    return render(request, f"intake/findings.html{part}", context)


def _render_line(request: UserRequest, context: dict[str, Any], *, status: int) -> HttpResponse:
    part = "#finding" if _is_fragment(request) else ""
    return render(request, f"intake/finding.html{part}", context, status=status)


def _is_fragment(request: UserRequest) -> bool:
    return bool(getattr(request, "htmx", False))


def _back(request: UserRequest, form: VerdictForm, finding: queries.Finding) -> str:
    back: str = form.cleaned_data["back"]
    if back.startswith("/") and url_has_allowed_host_and_scheme(back, {request.get_host()}):
        return back
    return reverse("intake:original", args=[finding.part.original_id])
