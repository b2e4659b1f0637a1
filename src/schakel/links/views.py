"""The administrator's pages about one link, and about the keys of this node."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.accounts.queries import Capability, UserRequest, require
from schakel.exchange.actions import CallFailedError
from schakel.exchange.queries import own_card
from schakel.kernel.errors import NotFoundError, UnusableInputError
from schakel.links import actions, forms, queries
from schakel.links.wording import DEEDS, STATES
from schakel.network import actions as network
from schakel.network.core.cards import read_card
from schakel.network.queries import Node, get_known_node
from schakel.wire.actions.keys import find_next_keys, fingerprint, fingerprint_words


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: UserRequest) -> HttpResponse:
    """Take the card of a partner's node, from its address or as text."""
    require(request.user, Capability.ADMINISTER)
    form = forms.NodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            card = read_card(given["card"]) if given["card"] else None
            card = card or actions.fetch_card(given["address"])
            found = actions.propose(card=card, by=request.user, now=timezone.now())
            return redirect("links:node", found.code)
        except UnusableInputError:
            form.add_error(None, _("There is no usable card; look at the address, or ask again."))
    return render(request, "links/new.html", {"form": form})


@require_safe
def node(request: UserRequest, code: str) -> HttpResponse:
    """Show a link: the words of both sides, who confirmed, and what was said."""
    require(request.user, Capability.ADMINISTER)
    return render(request, "links/node.html", _shown(get_known_node(code), forms.SinceForm()))


@require_http_methods(["GET", "HEAD", "POST"])
def own(request: UserRequest) -> HttpResponse:
    """Show the keys of this node; change them, or revoke them."""
    require(request.user, Capability.ADMINISTER)
    if request.method == "POST":
        now = timezone.now()
        if request.POST.get("deed") == "revoke":
            actions.revoke_own(by=request.user, now=now)
            messages.warning(request, _("The key is revoked; every partner has to compare anew."))
        elif request.POST.get("deed") == "rotate":
            actions.begin_rotation(by=request.user, now=now)
            messages.info(request, _("The new keys are announced."))
        return redirect("links:own")
    return render(request, "links/own.html", {**_own(), "next": find_next_keys() is not None})


@require_POST
def compare(request: UserRequest, code: str) -> HttpResponse:
    """Compare both ledgers of a link with those of the partner."""
    require(request.user, Capability.ADMINISTER)
    found = get_known_node(code)
    shown: dict[str, Any] = {"compared": (), "problem": ""}
    try:
        shown["compared"] = actions.compare_ledgers(node=code, now=timezone.now())
    except CallFailedError as error:
        shown["problem"] = error.problem
    return render(request, "links/compared.html", {"node": found, **shown})


@require_POST
def deed(request: UserRequest, code: str, deed: str) -> HttpResponse:
    """Confirm, suspend or resume a link, or revoke the partner's key."""
    require(request.user, Capability.ADMINISTER)
    found = get_known_node(code)
    if deed == "revoke":
        form = forms.SinceForm(request.POST)
        if not form.is_valid():
            return render(request, "links/node.html", _shown(found, form), status=400)
        since, now = form.cleaned_data["since"], timezone.now()
        actions.revoke_theirs(code=code, since=since, by=request.user, now=now)
    elif deed in DOERS:
        DOERS[deed](request, code)
    else:
        raise NotFoundError("no such deed")
    return redirect("links:node", code)


def _confirm(request: UserRequest, code: str) -> None:
    kid = str(request.POST.get("kid", ""))
    actions.confirm(code=code, kid=kid, by=request.user, now=timezone.now())


def _suspend(request: UserRequest, code: str) -> None:
    network.suspend_node(code=code, by=request.user, now=timezone.now())


def _resume(request: UserRequest, code: str) -> None:
    network.resume_node(code=code, by=request.user, now=timezone.now())


DOERS: dict[str, Callable[[UserRequest, str], None]] = {
    "confirm": _confirm,
    "suspend": _suspend,
    "resume": _resume,
}


def _shown(found: Node, form: forms.SinceForm) -> dict[str, Any]:
    tone, state = STATES[found.state]
    keys = (found.signing_key, found.encryption_key)
    return {
        **_own(),
        "node": found,
        "tone": tone,
        "state": state,
        "their_words": fingerprint_words(*keys) if found.signing_key else "",
        "their_digits": fingerprint(*keys) if found.signing_key else "",
        "older_keys": found.older_keys,
        "statements": [(one, DEEDS[one.deed]) for one in queries.list_statements(found.code)],
        "capabilities": sorted(found.capabilities.items()),
        "form": form,
    }


def _own() -> dict[str, str]:
    card = own_card()
    keys = (card.signing_key, card.encryption_key)
    return {"our_words": fingerprint_words(*keys), "our_digits": fingerprint(*keys)}
