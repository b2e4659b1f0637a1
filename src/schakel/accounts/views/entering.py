"""The ways in that are not a password: one-time links and invitations."""

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from schakel.accounts import actions
from schakel.accounts.forms import PasswordForm
from schakel.accounts.queries import find_invited
from schakel.kernel.canonical import sha256_hex


@method_decorator([login_not_required, never_cache], name="dispatch")
class EnterView(View):
    """The one-time link: opening it only asks; the button signs in."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Show the button; a mail scanner that opens links uses nothing up."""
        return render(request, "accounts/enter.html", {"token": token})

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Sign in."""
        try:
            user = actions.enter_by_link(token=token, now=timezone.now())
        except actions.LinkNotValidError:
            return render(request, "accounts/enter.html", {"failed": True}, status=400)
        login(request, user, backend="django.contrib.auth.backends.ModelBackend")
        request.session["schakel_entered_by_link"] = True
        return redirect("site:work-queue")


@method_decorator([login_not_required, never_cache], name="dispatch")
class SetUpView(View):
    """The invitation: whoever holds it sets a password, and signs in with it afterwards."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Show the form; opening the link uses nothing up."""
        return self._answer(request, token)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Take the password and lead to the sign-in page."""
        return self._answer(request, token)

    def _answer(self, request: HttpRequest, token: str) -> HttpResponse:
        now = timezone.now()
        invited = find_invited(sha256_hex(token.encode()), now=now)
        if invited is None:
            return render(request, "accounts/set_up.html", {"failed": True}, status=400)
        form = PasswordForm(request.POST or None, user=invited)
        if not form.is_valid():
            shown = {"form": form, "token": token, "username": invited.username}
            return render(request, "accounts/set_up.html", shown)
        actions.set_up(token=token, password=form.cleaned_data["password"], now=now)
        messages.success(request, _("Your password is set. Sign in with it."))
        return redirect("account_login")
