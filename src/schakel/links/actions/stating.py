"""Sign a statement about a link, and keep it until it was heard."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings

from schakel.links.models import Statement
from schakel.shell.capabilities import capabilities
from schakel.wire.actions.keys import signing_key
from schakel.wire.actions.sealing import STATEMENT, digest_of, sign
from schakel.wire.core.links import Deed, LinkStatement


def keep_statement(
    *, node: str, deed: Deed, about: str, details: Mapping[str, Any], now: datetime
) -> Statement:
    """Sign a statement in the caller's transaction; the chore says it until it was heard.

    An older one of the same deed that was not heard yet is superseded.
    """
    token = sign_statement(node=node, deed=deed, details=details, now=now)
    if deed is not Deed.REVOKE:
        Statement.objects.filter(node=node, deed=deed, heard_at__isnull=True).delete()
    return Statement.objects.create(
        node=node,
        deed=deed,
        about=about,
        token=token,
        digest=digest_of(token),
        made_at=now,
        next_try_at=now,
    )


def sign_statement(*, node: str, deed: Deed, details: Mapping[str, Any], now: datetime) -> str:
    """Return a signed statement of this node."""
    statement = LinkStatement(
        sender=settings.SCHAKEL_NODE.code,
        to=node,
        at=now,
        deed=deed,
        details=details,
        capabilities=dict(capabilities),
    )
    return sign(statement.to_json(), key=signing_key(), typ=STATEMENT)
