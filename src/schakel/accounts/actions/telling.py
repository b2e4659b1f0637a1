"""Tell people that something waits, without saying what."""

import hashlib
import hmac
import logging
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import httpx
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.translation import gettext, override

from schakel.accounts.actions.people import record_deed
from schakel.accounts.core.roles import Capability
from schakel.accounts.core.telling import MOST_ATTEMPTS, is_allowed_target, is_path, wait_after
from schakel.accounts.models import Notice, User
from schakel.accounts.queries import (
    find_deputy,
    get_unit,
    get_user,
    list_notices,
    list_unsent_notices,
    require,
)
from schakel.accounts.wording import NOTICES
from schakel.kernel.canonical import canonical_json
from schakel.kernel.errors import NotFoundError, UnusableInputError
from schakel.kernel.moments import to_wire
from schakel.shell.home import read_or_make_secret

log = logging.getLogger("schakel.notices")
SENT_AT_ONCE = 20
TIMEOUT = 5  # seconds
# A server that is away, refuses, or has an address that no program understands.
FAILURES = (OSError, httpx.HTTPError, httpx.InvalidURL, ValueError, UnusableInputError)


def notify(*, unit_code: str, user_id: UUID | None, kind: str, path: str, now: datetime) -> UUID:
    """Note in the caller's transaction that something waits; the chore tells it.

    Args:
        unit_code: The unit whose duty desk is told when no person is named.
        user_id: The person to tell, or None for the desk.
        kind: One of the closed set in `wording.NOTICES`.
        path: Where to look: rooms, ids and numbers, nothing else.
        now: When it was made.

    Raises:
        ValueError: The kind is not in the set, or the path says more than where.
        NotFoundError: No such unit or person.
    """
    if kind not in NOTICES:
        raise ValueError(f"unknown kind of notice {kind!r}")
    if not is_path(path):
        raise ValueError("a notice leads to an address of ids alone")
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
    """Say that one saw it; it is sent no more.

    Raises:
        NotFoundError: No such open notice for this person.
    """
    with transaction.atomic():
        done = list_notices(by).filter(id=notice_id).update(acknowledged_at=now, acknowledged_by=by)
        if not done:
            raise NotFoundError("no such notice")
        _record("notice:acknowledge", notice_id, by=by, now=now)


def pass_notice_on(*, notice_id: UUID, by: User, now: datetime) -> None:
    """Hand a notice to the deputy, who is told anew.

    Raises:
        NotFoundError: No such open notice for this person.
        UnusableInputError: Nobody is set as deputy, or the deputy is no longer there.
    """
    mine, deputy = list_notices(by).filter(id=notice_id), find_deputy(by)
    if deputy is None:
        if not mine.exists():
            raise NotFoundError("no such notice")
        raise UnusableInputError("set a deputy on your account page first")
    with transaction.atomic():
        done = mine.update(
            user=deputy,
            passed_from=by,
            mailed_at=None,
            called_at=None,
            sent_at=None,
            attempts=0,
            problem="",
            next_try_at=now,
        )
        if not done:
            raise NotFoundError("no such notice")
        _record("notice:pass-on", notice_id, by=by, now=now, facts={"to": str(deputy.id)})


def retry_notices(*, by: User, now: datetime) -> int:
    """Try again at once what could not be sent; return how many notices that are.

    Raises:
        NotAllowedError: `by` may not administer.
    """
    require(by, Capability.ADMINISTER)
    with transaction.atomic():
        count = list_unsent_notices().update(attempts=1, next_try_at=now)
        record_deed(by=by, at=now, event="notice:retry", facts={"n": count})
    return count


def send_notices(now: datetime) -> int:
    """Send the notices that are due by mail and webhook; return how many went out."""
    due = (
        Notice.objects.select_related("unit", "user")
        .filter(
            sent_at__isnull=True,
            acknowledged_at__isnull=True,
            next_try_at__lte=now,
            attempts__lt=MOST_ATTEMPTS,
        )
        .order_by("next_try_at")[:SENT_AT_ONCE]
    )
    return sum(_send(notice, now=now) for notice in due)


def _send(notice: Notice, *, now: datetime) -> bool:
    """Send what was not sent yet, each way by itself; tell whether nothing is left."""
    to_person = notice.user is not None and notice.user.is_active and bool(notice.user.email)
    problems = []
    if not notice.mailed_at:
        problems += _try("mail", lambda: _mail(notice, to_person=to_person))
        notice.mailed_at = None if problems else now
    if not notice.called_at and not to_person:
        called = _try("webhook", lambda: _call_webhook(notice))
        problems += called
        notice.called_at = None if called else now
    if problems:
        notice.attempts += 1
        notice.next_try_at = now + wait_after(notice.attempts)
    else:
        notice.sent_at = now
    notice.problem = " ".join(problems)[:80]
    notice.save(
        update_fields=["mailed_at", "called_at", "sent_at", "attempts", "next_try_at", "problem"]
    )
    return not problems


def _try(way: str, send: Callable[[], None]) -> list[str]:
    """Send one way; return what went wrong as a code, never in the words of a server."""
    try:
        send()
    except FAILURES as error:
        log.warning("notice not sent by %s: %s", way, type(error).__name__)
        return [f"{way}:{type(error).__name__}"]
    return []


def _mail(notice: Notice, *, to_person: bool) -> None:
    address = notice.user.email if to_person and notice.user else notice.unit.duty_email
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
    if not is_allowed_target(target):
        raise UnusableInputError("a webhook is called over https, or on this machine")
    body = canonical_json(
        {
            "id": str(notice.id),
            "kind": notice.kind,
            "node": settings.SCHAKEL_NODE.code,
            "at": to_wire(notice.made_at),
            "path": notice.path,
        }
    )
    headers = {
        "content-type": "application/json",
        "idempotency-key": str(notice.id),
        "x-schakel-signature": _signature(body, unit_code=notice.unit.code),
    }
    with httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False) as client:
        answer = client.post(target, content=body, headers=headers)
    if not answer.is_success:
        raise UnusableInputError(f"the webhook answered {answer.status_code}")


def _signature(body: bytes, *, unit_code: str) -> str:
    """Return HMAC-SHA-256 of `body` under the unit's own secret, hexadecimal."""
    secret = read_or_make_secret(settings.SCHAKEL_HOME, f"webhook-{unit_code}")
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def _record(
    event: str, notice_id: UUID, *, by: User, now: datetime, facts: dict[str, str] | None = None
) -> None:
    record_deed(
        by=by,
        at=now,
        event=event,
        object_kind="notice",
        object_id=str(notice_id),
        facts=facts or {},
    )
