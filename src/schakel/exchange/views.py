"""The administrator's page about links; no content."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from schakel.accounts.queries import Capability, UserRequest, require
from schakel.exchange import queries
from schakel.exchange.keys import fingerprint
from schakel.network.queries import list_nodes


@require_safe
def links(request: UserRequest) -> HttpResponse:
    """Show links, their counters, and what waits."""
    require(request.user, Capability.ADMINISTER)
    card = queries.own_card()
    shown = {
        "fingerprint": fingerprint(card.signing_key, card.encryption_key),
        "nodes": [(n, fingerprint(n.signing_key, n.encryption_key)) for n in list_nodes()],
        "links": queries.list_links(),
        "outgoing": queries.list_outgoing(),
    }
    return render(request, "exchange/links.html", shown)
