"""Tell people that something waits, without saying what."""

import hashlib
import hmac
import logging
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

import httpx
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext, override

from schakel.accounts.models import Notice, User
from schakel.accounts.queries import get_unit, get_user, list_notices
from schakel.accounts.wording import NOTICES
from schakel.kernel.canonical import canonical_json
from schakel.kernel.errors import NotFoundError, UnusableInputError
from schakel.kernel.moments import to_wire
from schakel.shell.home import read_or_make_secret

log = logging.getLogger("schakel.notices")
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
MOST_ATTEMPTS = 12
SENT_AT_ONCE = 20
TIMEOUT = 5  # seconds


def notify(*, unit_code: str, user_id: UUID | None, kind: str, path: str, now: datetime) -> UUID:
    """Note in the caller's transaction that something waits; the chore tells it.

    Args:
        unit_code: The unit whose duty desk is told when no person is named.
        user_id: The person to tell, or None for the desk.
        kind: One of the closed set in `wording.NOTICES`.
        path: Where to look; an address without content.

    Raises:
        ValueError: The kind is not in the set.
        NotFoundError: No such unit or person.
    """
    if kind not in NOTICES:
        raise ValueError(f"unknown kind of notice {kind!r}")
    user = get_user(user_id) if user_id else None
    notice = Notice.objects.create(
        unit=get_unit(unit_code),
        user=user,
        kind=kind,
        path=path,
        made_at=now,
        next_try_at=now,
    )
    return notice.id


def acknowledge_notice(*, notice_id: UUID, by: User, now: datetime) -> None:
    """Say that one saw it.

    Raises:
        NotFoundError: No such open notice for this person.
    """
    done = list_notices(by).filter(id=notice_id).update(acknowledged_at=now, acknowledged_by=by)
    if not done:
        raise NotFoundError("no such notice")


def pass_notice_on(*, notice_id: UUID, by: User, now: datetime) -> None:
    """Hand a notice to the deputy, who is told anew.

    Raises:
        NotFoundError: No such open notice for this person.
        UnusableInputError: Nobody is set as deputy.
    """
    if by.deputy is None:
        raise UnusableInputError("set a deputy on your account page first")
    done = (
        list_notices(by)
        .filter(id=notice_id)
        .update(user=by.deputy, passed_from=by, sent_at=None, attempts=0, next_try_at=now)
    )
    if not done:
        raise NotFoundError("no such notice")


def send_notices(now: datetime) -> int:
    """Send the notices that are due by mail and webhook; return how many went out."""
    due = (
        Notice.objects.select_related("unit", "user")
        .filter(sent_at__isnull=True, next_try_at__lte=now, attempts__lt=MOST_ATTEMPTS)
        .order_by("next_try_at")[:SENT_AT_ONCE]
    )
    return sum(_send(notice, now=now) for notice in due)


def _send(notice: Notice, *, now: datetime) -> int:
    try:
        _mail(notice)
        _call_webhook(notice)
    except (OSError, httpx.HTTPError, UnusableInputError) as error:
        wait = min(FIRST_WAIT * 2**notice.attempts, LONGEST_WAIT)
        Notice.objects.filter(id=notice.id).update(
            attempts=F("attempts") + 1, next_try_at=now + wait, problem=type(error).__name__
        )
        log.warning("notice not sent: %s", type(error).__name__)
        return 0
    with transaction.atomic():
        Notice.objects.filter(id=notice.id).update(sent_at=now, problem="")
    return 1


def _mail(notice: Notice) -> None:
    address = notice.user.email if notice.user else notice.unit.duty_email
    if not address:
        return
    lines = []
    for language in ("nl", "en"):
        with override(language):
            lines.append(gettext(str(NOTICES[notice.kind])))
    link = settings.SCHAKEL_NODE.url + notice.path
    message = EmailMessage(subject="Schakel", body="\n".join([*lines, "", link, ""]), to=[address])
    message.send()


def _call_webhook(notice: Notice) -> None:
    target = notice.unit.duty_webhook
    if not target:
        return
    parts = urlsplit(target)
    if parts.scheme != "https" and parts.hostname not in {"127.0.0.1", "::1", "localhost"}:
        raise UnusableInputError("a webhook is called over https")
    body = canonical_json(
        {
            "kind": notice.kind,
            "node": settings.SCHAKEL_NODE.code,
            "at": to_wire(notice.made_at),
            "path": notice.path,
        }
    )
    secret = read_or_make_secret(settings.SCHAKEL_HOME, f"webhook-{notice.unit.code}")
    signature = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    with httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False) as client:
        headers = {"content-type": "application/json", "x-schakel-signature": signature}
        client.post(target, content=body, headers=headers).raise_for_status()
