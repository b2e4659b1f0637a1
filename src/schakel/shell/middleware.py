"""What happens around every page."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from schakel.kernel.errors import SchakelError

Answer = Callable[[HttpRequest], HttpResponse]
FACTOR_ELSEWHERE = "schakel_factor_elsewhere"  # in a session: the identity provider asked for one
WITHOUT_SECOND_FACTOR = ("/accounts/", "/static/", "/i18n/", "/scheme")
ON_EVERY_ANSWER = {
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}


class HeadersMiddleware:
    """Add what Django's own middleware leaves out; pages of signed-in people are kept nowhere."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on and dress the answer."""
        response = self.get_response(request)
        for name, value in ON_EVERY_ANSWER.items():
            response.headers.setdefault(name, value)
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            response.headers["Cache-Control"] = "no-store"
        return response


class ErrorMiddleware:
    """Answer a `SchakelError` with its status and a page that names its code; bugs stay bugs."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Translate `error`, or leave it to Django when it is a bug."""
        if not isinstance(error, SchakelError):
            return None
        return render(request, "shell/error.html", {"error": error}, status=error.status)


class SecondFactorMiddleware:
    """Send people without a second factor to set one up before anything else.

    The practice environment's one-time links stand in for it, and so does an identity provider that
    says it asked for one; the session says so.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, or lead to the set-up of a second factor."""
        if self._lacks_factor(request):
            return redirect("mfa_index")
        return self.get_response(request)

    def _lacks_factor(self, request: HttpRequest) -> bool:
        user = request.user
        if not user.is_authenticated or request.path.startswith(WITHOUT_SECOND_FACTOR):
            return False
        session = request.session
        if session.get("schakel_entered_by_link") or session.get(FACTOR_ELSEWHERE):
            return False
        return not is_mfa_enabled(user)
