"""The addresses by which other nodes reach this one."""

import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.exchange import actions, queries
from schakel.exchange.actions.receiving import find_card
from schakel.exchange.blobs import keep_blob
from schakel.exchange.core.envelope import CLOCK_SLACK
from schakel.exchange.core.errors import REFUSALS, EnvelopeRefusedError
from schakel.exchange.sealing import verify
from schakel.kernel.moments import from_wire
from schakel.shell.capabilities import capabilities

LARGEST_REQUEST = 64 * 1024 * 1024  # bytes
LARGEST_BLOB = 512 * 1024 * 1024  # bytes
MOST_ENVELOPES = 500
CHUNK = 1024 * 1024  # bytes


@login_not_required
@require_safe
def node(request: HttpRequest) -> JsonResponse:
    """Tell who this node is and what it can do; public."""
    shown = {"card": queries.own_card().to_json(), "capabilities": dict(capabilities)}
    return JsonResponse(shown)


@csrf_exempt
@login_not_required
@require_POST
def envelopes(request: HttpRequest) -> JsonResponse:
    """Take sealed envelopes in and sign for them."""
    try:
        given = _json(request)
        batch = given["envelopes"]
        if not isinstance(batch, list) or len(batch) > MOST_ENVELOPES:
            raise EnvelopeRefusedError("exchange.not-an-envelope")
    except (KeyError, TypeError) as error:
        return _problem("exchange.not-an-envelope", error)
    except EnvelopeRefusedError as error:
        return _problem(error.refusal, error)
    return JsonResponse({"results": actions.take_envelopes(batch, now=timezone.now())})


@csrf_exempt
@login_not_required
@require_POST
def calls(request: HttpRequest) -> JsonResponse:
    """Answer a sealed question."""
    try:
        return JsonResponse(actions.answer_call(_json(request), now=timezone.now()))
    except EnvelopeRefusedError as error:
        return _problem(error.refusal, error)


@csrf_exempt
@login_not_required
@require_http_methods(["PUT"])
def blob(request: HttpRequest, digest: str) -> JsonResponse:
    """Take the ciphertext of a file in, from a linked node alone."""
    try:
        _require_linked(request, digest)
        if int(request.headers.get("content-length") or 0) > LARGEST_BLOB:
            raise EnvelopeRefusedError("exchange.too-large")
        keep_blob(_chunks(request), digest=digest)
    except EnvelopeRefusedError as error:
        return _problem(error.refusal, error)
    return JsonResponse({"blob": digest})


def _chunks(request: HttpRequest) -> Iterator[bytes]:
    total = 0
    while chunk := request.read(CHUNK):
        total += len(chunk)
        if total > LARGEST_BLOB:
            raise EnvelopeRefusedError("exchange.too-large")
        yield chunk


def _require_linked(request: HttpRequest, digest: str) -> None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    try:
        claimed = json.loads(_middle(token))["from"] if scheme == "Schakel" else ""
    except (KeyError, TypeError, ValueError) as error:
        raise EnvelopeRefusedError("exchange.bad-signature") from error
    card = find_card(str(claimed))
    if card is None:
        raise EnvelopeRefusedError("exchange.unknown-sender")
    claim = verify(token, card=card)
    fresh = abs(timezone.now() - from_wire(claim["created"])) <= CLOCK_SLACK
    if claim["to"] != settings.SCHAKEL_NODE.code or claim["blob"] != digest or not fresh:
        raise EnvelopeRefusedError("exchange.bad-signature")


def _middle(token: str) -> bytes:
    from joserfc.util import urlsafe_b64decode

    return urlsafe_b64decode(token.split(".")[1].encode("ascii")) if token.count(".") == 2 else b""


def _json(request: HttpRequest) -> Any:
    if int(request.headers.get("content-length") or 0) > LARGEST_REQUEST:
        raise EnvelopeRefusedError("exchange.too-large")
    body = request.read(LARGEST_REQUEST + 1)
    if len(body) > LARGEST_REQUEST:
        raise EnvelopeRefusedError("exchange.too-large")
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise EnvelopeRefusedError("exchange.not-an-envelope") from error


def _problem(refusal: str, error: Exception) -> JsonResponse:
    """Return the refusal as problem details (RFC 9457); strangers learn nothing more."""
    return JsonResponse(
        {"type": refusal, "title": REFUSALS[refusal], "status": 400},
        status=400,
        content_type="application/problem+json",
    )
