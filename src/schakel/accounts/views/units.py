"""The units of the node and the notices that did not go out, for its administrator."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from schakel.accounts import actions, queries
from schakel.accounts.core.roles import Capability
from schakel.accounts.forms import UnitForm
from schakel.accounts.queries import UserRequest, require
from schakel.accounts.wording import NOTICES, REGIMES, UNIT_KINDS

MOST_SHOWN = 200


@require_safe
def units(request: UserRequest) -> HttpResponse:
    """List the units of the node."""
    require(request.user, Capability.ADMINISTER)
    shown = {"units": queries.list_units(), "regimes": REGIMES, "kinds": UNIT_KINDS}
    return render(request, "accounts/units.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def unit(request: UserRequest, code: str = "") -> HttpResponse:
    """Take a new unit, or what changed in the one with `code`."""
    require(request.user, Capability.ADMINISTER)
    known = queries.get_unit(code) if code else None
    form = UnitForm(request.POST or None, unit=known)
    if not form.is_valid():
        return render(request, "accounts/unit.html", {"form": form, "unit": known})
    actions.make_unit(now=timezone.now(), by=request.user, **form.cleaned_data)
    return redirect("accounts:units")


@require_http_methods(["GET", "HEAD", "POST"])
def unsent(request: UserRequest) -> HttpResponse:
    """List the notices that could not be sent; try them again at once."""
    require(request.user, Capability.ADMINISTER)
    if request.method == "POST":
        count = actions.retry_notices(by=request.user, now=timezone.now())
        text = ngettext(
            "%(count)s notice is tried again.", "%(count)s notices are tried again.", count
        )
        messages.info(request, text % {"count": count})
        return redirect("accounts:unsent")
    waiting = queries.list_unsent_notices()
    shown = {
        "lines": [(notice, NOTICES[notice.kind]) for notice in waiting[:MOST_SHOWN]],
        "count": waiting.count(),
    }
    return render(request, "accounts/unsent.html", shown)
