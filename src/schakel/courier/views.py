"""The courier's desk: give what waits, take in what comes, and see what came of it."""

import tempfile
from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.accounts.queries import Capability, UserRequest, require
from schakel.courier import actions, pictures, queries
from schakel.courier.core.codes import CodesRefusedError
from schakel.courier.forms import CodesForm, FileForm
from schakel.courier.wording import ENVELOPES, MEANS, REFUSALS, WAYS
from schakel.wire.actions.packing import PackageRefusedError

MOST_PICTURES = 40


@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: UserRequest) -> HttpResponse:
    """Show what waits for whom and what couriers brought lately; take a file in."""
    require(request.user, Capability.CARRY)
    form = FileForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid():
        try:
            source = form.cleaned_data["file"].file
            kept = actions.take(source, by=request.user, now=timezone.now())
            return redirect("courier:account", kept.id)
        except PackageRefusedError as error:
            return _desk(request, form, CodesForm(), refused=error.refusal)
    return _desk(request, form, CodesForm())


@require_POST
def read_codes(request: UserRequest) -> HttpResponse:
    """Take in a sheet of codes; what was read of one that is not whole stays in the field."""
    require(request.user, Capability.CARRY)
    form = CodesForm(request.POST, request.FILES)
    if not form.is_valid():
        return _desk(request, FileForm(), form)
    texts = form.cleaned_data["typed"].split()
    for picture in form.cleaned_data["pictures"][:MOST_PICTURES]:
        texts += pictures.read_picture(picture.file)
    try:
        kept = actions.take_codes(texts, by=request.user, now=timezone.now())
        return redirect("courier:account", kept.id)
    except CodesRefusedError as error:
        again = CodesForm(initial={"typed": "\n".join(dict.fromkeys(texts))})
        return _desk(request, FileForm(), again, refused=error.refusal, missing=error.missing)


@require_POST
def sheet(request: UserRequest, code: str) -> HttpResponse:
    """Show a sheet of codes with short messages for a node, to be printed."""
    require(request.user, Capability.CARRY)
    try:
        made = actions.give_codes(node=code, by=request.user, now=timezone.now())
    except CodesRefusedError as error:
        return _desk(request, FileForm(), CodesForm(), refused=error.refusal)
    shown = {"sheet": made, "pictures": [pictures.as_svg(text) for text in made.texts]}
    return render(request, "courier/sheet.html", shown)


def _desk(
    request: UserRequest,
    form: FileForm,
    codes_form: CodesForm,
    *,
    refused: str = "",
    missing: Sequence[int] = (),
) -> HttpResponse:
    shown = {
        "form": form,
        "codes_form": codes_form,
        "refused": REFUSALS.get(refused, refused),
        "missing": missing,
        "waiting": queries.list_waiting(for_user=request.user),
        "carriages": queries.list_carriages(for_user=request.user),
        "ways": WAYS,
        "means": MEANS,
    }
    return render(request, "courier/desk.html", shown, status=400 if refused else 200)


@require_POST
def write(request: UserRequest, code: str) -> HttpResponseBase:
    """Give a file with what waits for a node."""
    require(request.user, Capability.CARRY)
    now = timezone.now()
    out = tempfile.TemporaryFile(dir=settings.SCHAKEL_HOME)  # noqa: SIM115  # the answer closes it
    try:
        actions.give(out, node=code, by=request.user, now=now)
    except BaseException:
        out.close()
        raise
    out.seek(0)
    name = f"{settings.SCHAKEL_NODE.code}-{code}-{now:%Y%m%d-%H%M}.schakel"
    kind = "application/octet-stream"
    return FileResponse(out, as_attachment=True, filename=name, content_type=kind)


@require_safe
def account(request: UserRequest, carriage_id: UUID) -> HttpResponse:
    """Show what was in a file, what of it was new, and what was refused and why."""
    carriage = queries.get_carriage(carriage_id, for_user=request.user)
    shown = {"carriage": carriage, "ways": WAYS, "means": MEANS, "why": ENVELOPES | REFUSALS}
    return render(request, "courier/account.html", shown)
