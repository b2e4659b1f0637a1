"""Errors that a room raised on purpose become pages; bugs stay bugs."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from schakel.kernel.errors import SchakelError


class ErrorMiddleware:
    """Answer a `SchakelError` with its status and a page that names its code."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Translate `error`, or leave it to Django when it is a bug."""
        if not isinstance(error, SchakelError):
            return None
        return render(request, "shell/error.html", {"error": error}, status=error.status)
