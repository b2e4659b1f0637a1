"""A guest is in his room and nowhere else, and only while his mandate is open."""

from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from schakel.accounts.queries import Capability, may
from schakel.guests.queries import find_open_mandate
from schakel.kernel.errors import NotFoundError

Answer = Callable[[HttpRequest], HttpResponse]
# His room, his own ways in, and how pages look.
OPEN_TO_GUESTS = ("/guests/room", "/accounts/", "/static/", "/i18n/", "/scheme")


class GuestMiddleware:
    """Shut every door but those of the room, whatever a page elsewhere would let somebody do."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, or lead the guest to his room or out."""
        user = request.user
        if not user.is_authenticated or not may(user, Capability.VISIT):
            return self.get_response(request)
        request.is_confined = True  # type: ignore[attr-defined]  # the frame of the page asks
        if find_open_mandate(user, now=timezone.now()) is None:
            logout(request)
            return redirect("account_login")
        if request.path == "/":
            return redirect("guests:room")
        if request.path.startswith(OPEN_TO_GUESTS):
            return self.get_response(request)
        error = NotFoundError("no such page")
        return render(request, "shell/error.html", {"error": error}, status=error.status)
