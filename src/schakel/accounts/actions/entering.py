"""Ways in: the practice environment's links, invitations, and what the log keeps of them."""

import secrets
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.urls import reverse

from schakel.accounts.actions.people import record_deed
from schakel.accounts.actions.telling import notify
from schakel.accounts.core.roles import Capability
from schakel.accounts.models import OneTimeLink, User
from schakel.accounts.queries import ENTER, SET_UP, find_invited, find_user, require
from schakel.audit.actions import Line, record
from schakel.kernel.canonical import sha256_hex
from schakel.kernel.errors import NotAllowedError, NotFoundError, SchakelError

LINK_LASTS = timedelta(hours=24)
INVITATION_LASTS = timedelta(hours=72)
STRANGER = "stranger"  # in the log: somebody who did not come in


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
    return _make_link(ENTER, username=username, by=None, now=now)


def invite(*, username: str, now: datetime, by: User | None = None) -> str:
    """Return the path of a link by which a person sets a password once, within three days.

    It serves a first sign-in and a lost password or second factor. Earlier invitations of this
    person end.

    Raises:
        NotAllowedError: `by` may not administer.
        NotFoundError: No such person who may come in.
    """
    if by is not None:
        require(by, Capability.ADMINISTER)
    return _make_link(SET_UP, username=username, by=by, now=now)


def enter_by_link(*, token: str, now: datetime) -> User:
    """Use up the link and return whom it lets in.

    Raises:
        LinkNotValidError: Unknown, used or expired link, or a person who may not come in.
    """
    digest = sha256_hex(token.encode())
    with transaction.atomic():
        used = settings.SCHAKEL_NODE.practice and OneTimeLink.objects.filter(
            digest=digest,
            kind=ENTER,
            used_at__isnull=True,
            expires_at__gt=now,
            user__is_active=True,
        ).update(used_at=now)
        if used:
            user = OneTimeLink.objects.select_related("user__unit").get(digest=digest).user
            record_entry(by=user, means="one-time-link", now=now)
    if not used:
        record_refusal(username="", means="one-time-link", now=now)
        raise LinkNotValidError("this link is not valid (any more)")
    return user


def set_up(*, token: str, password: str, now: datetime) -> User:
    """Take the password of an invited person, who sets up a second factor at the first sign-in.

    An older second factor ends: whoever lost it is invited again. The person is told.

    Raises:
        LinkNotValidError: Unknown, used or expired invitation, or a person who may not come in.
    """
    digest = sha256_hex(token.encode())
    with transaction.atomic():
        user = find_invited(digest, now=now)
        if user and OneTimeLink.objects.filter(digest=digest, used_at=None).update(used_at=now):
            user.set_password(password)
            user.save(update_fields=["password"])
            ended, _ = Authenticator.objects.filter(user=user).delete()
            record_deed(
                by=user,
                at=now,
                event="person:set-up",
                object_kind="person",
                object_id=str(user.id),
                facts={"second-factors-ended": ended},
            )
            _tell(user, now=now)
            return user
    record_refusal(username="", means="set-up", now=now)
    raise LinkNotValidError("this link is not valid (any more)")


def end_entries(taken_at: datetime, now: datetime) -> int:
    """End every session and every unused link, for the node came back from an archive.

    Whoever was signed in when the archive was taken may have left since.

    Args:
        taken_at: When the archive was taken.
        now: The moment.

    Returns:
        How many sessions and links ended.
    """
    with transaction.atomic():
        links = OneTimeLink.objects.filter(used_at=None).update(used_at=now)
        UserSession.objects.all().delete()
        sessions, _ = Session.objects.all().delete()
        return links + sessions


def record_entry(*, by: User, means: str, now: datetime) -> None:
    """Log that somebody came in, and by which means."""
    record_deed(by=by, at=now, event="person:enter", facts={"by": means})


def record_exit(*, by: User, now: datetime) -> None:
    """Log that somebody signed out."""
    record_deed(by=by, at=now, event="person:leave")


def record_change_of_access(*, by: User, what: str, now: datetime) -> None:
    """Log that somebody changed a password or a second factor, and tell the person.

    Args:
        by: Whose it is.
        what: A code, for example `totp-activated`.
        now: The moment.
    """
    with transaction.atomic():
        record_deed(by=by, at=now, event="person:change-access", facts={"what": what})
        _tell(by, now=now)


def record_refusal(*, username: str, means: str, now: datetime) -> None:
    """Log that somebody did not come in; the name that was tried is kept only as whose it is."""
    user = find_user(username) if username else None
    record(
        at=now,
        event="person:refuse",
        actor=STRANGER,
        object_kind="person" if user else "",
        object_id=str(user.id) if user else "",
        facts={"by": means},
    )


def _make_link(kind: str, *, username: str, by: User | None, now: datetime) -> str:
    user = find_user(username)
    if user is None or not user.is_active:
        raise NotFoundError("no such person")
    token = secrets.token_urlsafe(32)
    lasts = LINK_LASTS if kind == ENTER else INVITATION_LASTS
    what: Line = {"object_kind": "person", "object_id": str(user.id)}
    with transaction.atomic():
        if kind == SET_UP:
            OneTimeLink.objects.filter(user=user, kind=SET_UP, used_at=None).update(used_at=now)
        OneTimeLink.objects.create(
            digest=sha256_hex(token.encode()), kind=kind, user=user, expires_at=now + lasts
        )
        event = "person:invite" if kind == SET_UP else "person:make-link"
        if by:
            record_deed(by=by, at=now, event=event, **what)
        else:
            record(at=now, event=event, actor="node", **what)
    return reverse(f"accounts:{kind}", args=[token])


def _tell(user: User, *, now: datetime) -> None:
    if user.unit:
        path = reverse("accounts:me")
        notify(unit_code=user.unit.code, user_id=user.id, kind="access-changed", path=path, now=now)
