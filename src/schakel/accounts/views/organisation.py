"""Signing in by the organisation's identity provider, which must name a person of this node."""

from collections.abc import Mapping
from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from schakel.accounts import actions
from schakel.accounts.queries import User, find_user
from schakel.shell.identity_provider import Provider
from schakel.shell.middleware import FACTOR_ELSEWHERE

MEANS = "organisation"


class OrganisationAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Lets people in whom the administrator made, and nobody else; nothing of the token is kept."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Return False: accounts are made by the administrator."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Find the person that the provider names; the first time by user name, then by `sub`.

        Raises:
            ImmediateHttpResponse: There is none who may come in; back to the sign-in page.
        """
        claims = claims_of(sociallogin.account.extra_data)
        sociallogin.account.extra_data = {}
        if sociallogin.is_existing:
            sociallogin.account.save(update_fields=["extra_data"])
        else:
            self._connect(request, sociallogin, claims)
        request.session[FACTOR_ELSEWHERE] = has_factor(claims)

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, **given: Any
    ) -> NoReturn:
        """Log that the provider let nobody in, and lead back to the sign-in page.

        Raises:
            ImmediateHttpResponse: Always.
        """
        _refuse(request, username="")

    def get_requests_session(self) -> Any:
        """Return a session that follows no proxy of the environment, and has a time limit."""
        session = super().get_requests_session()
        session.trust_env = False
        return session

    def _connect(self, request: HttpRequest, sociallogin: Any, claims: Mapping[str, Any]) -> None:
        username = str(claims.get(provider().claim, "")).lower()
        user = find_user(username) if username else None
        if user is None or not user.is_active or _is_connected(user):
            _refuse(request, username=username)
        sociallogin.connect(request, user)


def provider() -> Provider:
    """Return the identity provider that is set."""
    found: Provider | None = settings.SCHAKEL_OIDC
    assert found is not None  # allauth comes here by a provider of the settings alone
    return found


def claims_of(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the claims of the identity token in what allauth hands over."""
    claims = data.get("id_token", data)
    return claims if isinstance(claims, Mapping) else {}


def has_factor(claims: Mapping[str, Any]) -> bool:
    """Tell whether the provider says that it asked for a second factor."""
    said = claims.get("amr", [])
    said = [*said, claims.get("acr")] if isinstance(said, list) else [claims.get("acr")]
    return any(one in provider().factors for one in said if isinstance(one, str))


def _is_connected(user: User) -> bool:
    """Tell whether this person came in as somebody else of the provider before."""
    return bool(SocialAccount.objects.filter(user=user).exists())


def _refuse(request: HttpRequest, *, username: str) -> NoReturn:
    actions.record_refusal(username=username, means=MEANS, now=timezone.now())
    messages.error(request, _("You have no account on this node. Ask your administrator."))
    raise ImmediateHttpResponse(redirect("account_login"))
