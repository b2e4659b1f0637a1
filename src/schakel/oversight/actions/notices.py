"""Notices to recipients: made with the file that asks for them, marked when told."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from schakel.accounts.actions import record_deed
from schakel.accounts.queries import User
from schakel.kernel.errors import ConflictError, UnusableInputError
from schakel.oversight import queries
from schakel.oversight.models import Breach, RecipientNotice, SubjectRequest


def add_notices(
    recipients: Iterable[str],
    *,
    now: datetime,
    request: SubjectRequest | None = None,
    breach: Breach | None = None,
) -> None:
    """Add a notice for each recipient that has none yet."""
    for recipient in sorted(set(recipients)):
        RecipientNotice.objects.get_or_create(
            request=request, breach=breach, recipient=recipient, defaults={"made_at": now}
        )


def mark_told(*, notice_id: UUID, how: str, by: User, now: datetime) -> None:
    """Note that a recipient was told, and how.

    Raises:
        NotFoundError: No such notice.
        UnusableInputError: Nothing says how.
        ConflictError: The recipient was told already.
    """
    if not how.strip():
        raise UnusableInputError("say how the recipient was told, with a reference")
    queries.get_notice(notice_id, for_user=by)
    with transaction.atomic():
        told = RecipientNotice.objects.filter(id=notice_id, told_at__isnull=True)
        if not told.update(told_at=now, how=how.strip()[:200]):
            raise ConflictError("the recipient was told already")
        notice = queries.get_notice(notice_id, for_user=by)
        record_deed(
            by=by,
            at=now,
            event="notice:tell",
            object_kind="subject-request" if notice.request_id else "breach",
            object_id=str(notice.request_id or notice.breach_id),
            recipient=notice.recipient,
        )
