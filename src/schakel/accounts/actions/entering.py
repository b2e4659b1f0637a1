"""One-time links: the practice environment's stand-in for the second factor."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from schakel.accounts.models import OneTimeLink, User
from schakel.accounts.queries import find_user
from schakel.audit.actions import record
from schakel.kernel.errors import NotAllowedError, NotFoundError, SchakelError

LINK_LASTS = timedelta(hours=24)


class LinkNotValidError(SchakelError):
    """Unknown, used or expired: the three look the same on purpose."""

    code = "accounts.link_not_valid"


def make_one_time_link(*, username: str, now: datetime) -> str:
    """Return the path of a link that signs this person in once, within a day.

    Raises:
        NotAllowedError: This is no practice environment.
        NotFoundError: No such person.
    """
    if not settings.SCHAKEL_NODE.practice:
        raise NotAllowedError("one-time links exist in a practice environment only")
    user = find_user(username)
    if user is None:
        raise NotFoundError("no such person")
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        OneTimeLink.objects.create(digest=_digest(token), user=user, expires_at=now + LINK_LASTS)
        record(
            at=now, event="link:make", actor="node", object_kind="person", object_id=str(user.id)
        )
    return reverse("accounts:enter", args=[token])


def enter_by_link(*, token: str, now: datetime) -> User:
    """Use up the link and return whom it lets in.

    Raises:
        LinkNotValidError: Unknown, used or expired link, or a person who may not come in.
    """
    with transaction.atomic():
        used = OneTimeLink.objects.filter(
            digest=_digest(token),
            used_at__isnull=True,
            expires_at__gt=now,
            user__is_active=True,
        ).update(used_at=now)
        if not settings.SCHAKEL_NODE.practice or not used:
            raise LinkNotValidError("this link is not valid (any more)")
        user = OneTimeLink.objects.select_related("user__unit").get(digest=_digest(token)).user
        record(
            at=now,
            event="person:enter",
            actor=str(user.id),
            actor_role=user.role,
            unit=user.unit.code if user.unit else "",
            facts={"by": "one-time-link"},
        )
    return user


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
