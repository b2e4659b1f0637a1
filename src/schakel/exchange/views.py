"""The administrator's pages about links and deliveries; no content."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from schakel.accounts.queries import Capability, UserRequest, require
from schakel.exchange import queries
from schakel.network.queries import list_nodes
from schakel.wire.actions.keys import fingerprint, fingerprint_words


@require_safe
def links(request: UserRequest) -> HttpResponse:
    """Show who is linked, and whether the lines are open."""
    require(request.user, Capability.ADMINISTER)
    card = queries.own_card()
    shown = {
        "words": fingerprint_words(card.signing_key, card.encryption_key),
        "fingerprint": fingerprint(card.signing_key, card.encryption_key),
        "nodes": list_nodes(),
        "links": queries.list_links(),
    }
    return render(request, "exchange/links.html", shown)


@require_safe
def deliveries(request: UserRequest) -> HttpResponse:
    """Show the newest envelopes both ways: ids, kinds, states and codes."""
    require(request.user, Capability.ADMINISTER)
    shown = {"outgoing": queries.list_outgoing(), "incoming": queries.list_incoming()}
    return render(request, "exchange/deliveries.html", shown)
