"""The addresses by which other nodes reach this one."""

import errno
import logging
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.exchange import actions, queries
from schakel.shell.capabilities import capabilities
from schakel.wire.actions.blobs import keep_blob
from schakel.wire.actions.parts import begin_parts, keep_part
from schakel.wire.core.envelope import VERSION
from schakel.wire.core.errors import REFUSALS, EnvelopeRefusedError
from schakel.wire.core.kinds import hearers
from schakel.wire.core.parts import HASH, LARGEST_FILE, LARGEST_PART
from schakel.wire.core.sealed import SUITE
from schakel.wire.core.shapes import read_knock

log = logging.getLogger("schakel.exchange")
LARGEST_REQUEST = 9 * 1024 * 1024  # bytes
LARGEST_BLOB = 512 * 1024 * 1024  # bytes
LARGEST_STATEMENT = 64 * 1024  # bytes
MOST_ENVELOPES = 500
CHUNK = 1024 * 1024  # bytes
STATUS = {
    "exchange.too-large": 413,
    "exchange.not-handled": 500,
    "exchange.unknown-sender": 403,
    "exchange.no-room": 507,
}
Door = Callable[..., JsonResponse]


def answers_problems(door: Door) -> Door:
    """Return `door`, answering refusals, and bugs, as problem details (RFC 9457).

    A stranger gets the same form as a partner, and nothing about what went wrong inside.
    """

    @wraps(door)
    def guarded(request: HttpRequest, **where: str) -> JsonResponse:
        try:
            return door(request, **where)
        except EnvelopeRefusedError as error:
            return _problem(error.refusal)
        except Exception as error:
            if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
                return _problem("exchange.no-room")
            log.error("%s failed: %s", door.__name__, type(error).__name__)
            return _problem("exchange.not-handled")

    return guarded


@login_not_required
@require_safe
def node(request: HttpRequest) -> JsonResponse:
    """Tell who this node is and what it can do; public."""
    return JsonResponse(
        {
            "card": queries.own_card().to_json(),
            "versions": [VERSION],
            "suites": [SUITE],
            "capabilities": dict(capabilities),
            "limits": {
                "request": LARGEST_REQUEST,
                "envelopes": MOST_ENVELOPES,
                "blob": LARGEST_BLOB,
                "file": LARGEST_FILE,
                "part": LARGEST_PART,
            },
        }
    )


@csrf_exempt
@login_not_required
@require_POST
@answers_problems
def envelopes(request: HttpRequest) -> JsonResponse:
    """Take sealed envelopes in and sign for them."""
    given = _json(request)
    batch = given.get("envelopes") if isinstance(given, dict) else None
    if not isinstance(batch, list):
        raise EnvelopeRefusedError("exchange.not-an-envelope")
    if len(batch) > MOST_ENVELOPES:
        raise EnvelopeRefusedError("exchange.too-large")
    answer = actions.take_envelopes(batch, now=timezone.now())
    return JsonResponse({"results": answer.results, "missing": answer.missing})


@csrf_exempt
@login_not_required
@require_POST
@answers_problems
def calls(request: HttpRequest) -> JsonResponse:
    """Answer a sealed question."""
    return JsonResponse(actions.answer_call(_json(request), now=timezone.now()))


@csrf_exempt
@login_not_required
@require_POST
@answers_problems
def links(request: HttpRequest) -> JsonResponse:
    """Hear what a node signed about the link between it and this one."""
    given = _json(request, most=LARGEST_STATEMENT)
    hearer = hearers.find("links")
    if not isinstance(given, dict) or hearer is None:
        raise EnvelopeRefusedError("exchange.bad-shape")
    return JsonResponse({"statement": hearer(given.get("statement"), timezone.now())})


@csrf_exempt
@login_not_required
@require_http_methods(["PUT"])
@answers_problems
def blob(request: HttpRequest, digest: str) -> JsonResponse:
    """Take the ciphertext of a file in, from a linked node alone."""
    _claim_of(request, digest)
    keep_blob(_chunks(request, most=LARGEST_BLOB), digest=digest)
    return JsonResponse({"blob": digest})


@csrf_exempt
@login_not_required
@require_http_methods(["PUT"])
@answers_problems
def leaves(request: HttpRequest, digest: str) -> JsonResponse:
    """Take the hashes of the parts of a large file in; tell which parts are missing."""
    layout = _claim_of(request, digest).layout
    joined = b"".join(_chunks(request, most=layout.count * HASH))
    missing = begin_parts(root=digest, layout=layout, leaves=joined)
    return JsonResponse({"blob": digest, "missing": missing})


@csrf_exempt
@login_not_required
@require_http_methods(["PUT"])
@answers_problems
def part(request: HttpRequest, digest: str, number: str) -> JsonResponse:
    """Take one part of a large file in."""
    layout, place = _claim_of(request, digest).layout, int(number)
    content = b"".join(_chunks(request, most=layout.length(place)))
    whole = keep_part(root=digest, number=place, content=content)
    return JsonResponse({"blob": digest, "part": place, "whole": whole})


def _claim_of(request: HttpRequest, digest: str) -> actions.Claim:
    """Return the claim in the request: a linked node says that it sends this file to this node."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme != "Schakel":
        raise EnvelopeRefusedError("exchange.unknown-sender")
    return actions.check_claim(token, blob=digest, now=timezone.now())


def _chunks(request: HttpRequest, *, most: int) -> Iterator[bytes]:
    """Yield the body in pieces, and refuse as soon as it is known to be too large."""
    announced = request.headers.get("content-length") or "0"
    taken = 0
    if not announced.isdecimal() or int(announced) > most:
        raise EnvelopeRefusedError("exchange.too-large")
    while chunk := request.read(CHUNK):
        taken += len(chunk)
        if taken > most:
            raise EnvelopeRefusedError("exchange.too-large")
        yield chunk


def _json(request: HttpRequest, *, most: int = LARGEST_REQUEST) -> Any:
    try:
        return read_knock(b"".join(_chunks(request, most=most)))
    except ValueError as error:
        raise EnvelopeRefusedError("exchange.not-an-envelope") from error


def _problem(refusal: str) -> JsonResponse:
    status = STATUS.get(refusal, 400)
    return JsonResponse(
        {"type": refusal, "title": REFUSALS[refusal].text, "status": status},
        status=status,
        content_type="application/problem+json",
    )
