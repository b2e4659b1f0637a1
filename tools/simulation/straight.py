"""A line on which questions, statements and parts of files are answered while somebody waits."""

from collections.abc import Callable

import httpx
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import resolve

Serve = Callable[[httpx.Request], httpx.Response | None]


class Straight(httpx.BaseTransport):
    """Brings each request to `serve`, which lets a node answer it, or loses it."""

    def __init__(self, serve: Serve) -> None:
        self.serve = serve

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Return the answer of the other node.

        Raises:
            httpx.ConnectError: There is none.
        """
        request.read()
        answer = self.serve(request)
        if answer is None:
            raise httpx.ConnectError("nobody answers", request=request)
        return answer


def node_of(request: httpx.Request) -> str:
    """Return the code of the node that a request is for."""
    return request.url.host.removesuffix(".example")


def knock(request: httpx.Request) -> httpx.Response:
    """Let the node at work answer a request, at the same door as in production."""
    path = request.url.path
    made = RequestFactory().generic(
        request.method,
        path,
        request.content,
        content_type=request.headers.get("content-type", "application/octet-stream"),
        headers={"authorization": request.headers.get("authorization", "")},
    )
    view, args, kwargs = resolve(path)
    answer: HttpResponse = view(made, *args, **kwargs)
    return httpx.Response(
        answer.status_code,
        content=answer.content,
        headers={"content-type": answer.headers["content-type"]},
    )
