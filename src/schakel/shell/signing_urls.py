"""Addresses of signing in: what of allauth is open. What is not in `OPEN` does not exist."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount.providers.openid_connect import views as organisation
from allauth.usersessions import views as usersessions
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path


@login_not_required
def closed(request: HttpRequest, **kwargs: str) -> HttpResponse:
    """Say that there is no such page: people are made by the administrator alone.

    Raises:
        Http404: Always.
    """
    raise Http404


OPEN = [
    # Answer 404 unless an identity provider is set: allauth knows that of the settings alone.
    path("by/<str:provider_id>/", organisation.login, name="openid_connect_login"),
    path("by/<str:provider_id>/back/", organisation.callback, name="openid_connect_callback"),
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("sessions/", usersessions.list_usersessions, name="usersessions_list"),
    path("2fa/", mfa.index, name="mfa_index"),
    path("2fa/authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("2fa/totp/activate/", totp.activate_totp, name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("2fa/codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "2fa/codes/generate/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"
    ),
    path(
        "2fa/codes/download/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"
    ),
    path("2fa/keys/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("2fa/keys/add/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path(
        "2fa/keys/reauthenticate/",
        webauthn.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("2fa/keys/login/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("2fa/keys/<int:pk>/remove/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path("2fa/keys/<int:pk>/edit/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
]
# allauth asks for these names; nobody gets a page there.
CLOSED = [
    path("social/signup/", closed, name="socialaccount_signup"),
    path("social/cancelled/", closed, name="socialaccount_login_cancelled"),
    path("social/error/", closed, name="socialaccount_login_error"),
    path("social/", closed, name="socialaccount_connections"),
    path("signup/", closed, name="account_signup"),
    path("signup/passkey/", closed, name="account_signup_by_passkey"),
    path("email/", closed, name="account_email"),
    path("confirm-email/", closed, name="account_email_verification_sent"),
    path("confirm-email/<str:key>/", closed, name="account_confirm_email"),
    path("password/set/", closed, name="account_set_password"),
    path("password/reset/", closed, name="account_reset_password"),
    path("password/reset/done/", closed, name="account_reset_password_done"),
    path(
        "password/reset/key/<str:uidb36>-<str:key>/", closed, name="account_reset_password_from_key"
    ),
    path("password/reset/key/done/", closed, name="account_reset_password_from_key_done"),
    path("login/code/", closed, name="account_request_login_code"),
    path("login/code/confirm/", closed, name="account_confirm_login_code"),
]
urlpatterns = [*OPEN, *CLOSED]
