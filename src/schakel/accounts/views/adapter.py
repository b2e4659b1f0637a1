"""Where signing in meets this node: by invitation only, and every step leaves a line in the log."""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from schakel.accounts import actions
from schakel.accounts.queries import User, UserRequest


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Nobody signs up by himself; coming in, being refused and leaving are logged."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: accounts are made by the administrator."""
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign in, and log by which means."""
        records = get_authentication_records(request, user)
        super().login(request, user)
        means = "+".join(str(record.get("type", record["method"])) for record in records)
        actions.record_entry(by=user, means=means, now=timezone.now())

    def logout(self, request: UserRequest) -> None:
        """Sign out, and log it."""
        actions.record_exit(by=request.user, now=timezone.now())
        super().logout(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Go on, or log that too many attempts were made and stop."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            self._refuse(credentials, means="too-many-attempts")
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Log that a password did not fit; the name that was tried is not kept."""
        self._refuse(credentials, means="password")

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """Log that somebody who left knows the password still, and let him in no further."""
        self._refuse({"username": user.username}, means="inactive")
        answer: HttpResponse = super().respond_user_inactive(request, user)
        return answer

    def is_reauthentication_required(self, *, app: str = "") -> bool:
        """Ask for the password again, unless it was given a few minutes ago."""
        request = context.request
        given = [record["at"] for record in get_authentication_records(request, request.user)]
        return bool(time.time() - max(given, default=0) > app_settings.REAUTHENTICATION_TIMEOUT)

    def send_notification_mail(
        self, template_prefix: str, user: User, *args: Any, **kwargs: Any
    ) -> None:
        """Log that a password or second factor was changed."""
        what = template_prefix.rpartition("/")[2].replace("_", "-")
        actions.record_change_of_access(by=user, what=what, now=timezone.now())
        super().send_notification_mail(template_prefix, user, *args, **kwargs)

    def _refuse(self, credentials: dict[str, Any], *, means: str) -> None:
        username = credentials.get("username", "")
        actions.record_refusal(username=username, means=means, now=timezone.now())


class LoggedFactors(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """The second factor; a wrong code is logged."""

    def validation_error(self, code: str, *args: Any) -> Any:
        """Return the error, and log it when it says that a code did not fit."""
        if code == "incorrect_code":
            user = context.request.user
            name = user.username if user.is_authenticated else ""
            actions.record_refusal(username=name, means="second-factor", now=timezone.now())
        return super().validation_error(code, *args)
