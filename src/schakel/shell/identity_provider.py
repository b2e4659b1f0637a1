"""Sign-in by the identity provider of the organisation (OpenID Connect), when it is set."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """The identity provider.

    `claim` holds the user name; `factors` are the values of `acr` and `amr` by which the provider
    says that it asked for a second factor. Without one of them, the node asks for its own.
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    name: str
    claim: str
    factors: frozenset[str]

    @property
    def origin(self) -> str:
        """Return scheme and host of the provider, for the content security policy."""
        parts = urlsplit(self.issuer)
        return f"{parts.scheme}://{parts.netloc}"

    def to_allauth(self) -> dict[str, Any]:
        """Return the provider as django-allauth takes it."""
        settings = {
            "server_url": self.issuer,
            "oauth_pkce_enabled": True,
            "fetch_userinfo": False,  # what the signed token says is enough
        }
        app = {
            "provider_id": "organisation",
            "name": self.name,
            "client_id": self.client_id,
            "secret": self.client_secret,
            "settings": settings,
        }
        return {"openid_connect": {"APPS": [app], "SCOPE": ["openid", "profile"]}}


def read_provider(environment: Mapping[str, str]) -> Provider | None:
    """Return the provider that `SCHAKEL_OIDC_*` names, or None when none is set.

    Raises:
        ValueError: It is not usable; the text says which variable.
    """
    issuer = environment.get("SCHAKEL_OIDC_ISSUER", "").rstrip("/")
    if not issuer:
        return None
    parts = urlsplit(issuer)
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise ValueError("SCHAKEL_OIDC_ISSUER must begin with https://")
    client_id = environment.get("SCHAKEL_OIDC_CLIENT_ID", "")
    secret = environment.get("SCHAKEL_OIDC_CLIENT_SECRET_FILE", "")
    if not client_id or not secret:
        raise ValueError(
            "SCHAKEL_OIDC_ISSUER needs SCHAKEL_OIDC_CLIENT_ID and SCHAKEL_OIDC_CLIENT_SECRET_FILE"
        )
    factors = environment.get("SCHAKEL_OIDC_FACTORS", "mfa")
    return Provider(
        issuer=issuer,
        client_id=client_id,
        client_secret=Path(secret).read_text("utf-8").strip(),
        name=environment.get("SCHAKEL_OIDC_NAME", parts.hostname or ""),
        claim=environment.get("SCHAKEL_OIDC_CLAIM", "preferred_username"),
        factors=frozenset(factors.replace(",", " ").split()),
    )
