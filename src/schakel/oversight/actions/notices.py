"""Notices to recipients: made with the file that asks for them, marked when told."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from schakel.accounts.actions import record_deed
from schakel.accounts.queries import User
from schakel.audit.actions import record
from schakel.kernel.errors import ConflictError, NotFoundError, UnusableInputError
from schakel.oversight import queries
from schakel.oversight.core.tellers import Told, tellers
from schakel.oversight.models import Breach, RecipientNotice, SubjectRequest

BY_LINE = "schakel"  # the way of what went in an envelope


def add_notices(
    recipients: Iterable[str],
    *,
    by: User,
    now: datetime,
    request: SubjectRequest | None = None,
    breach: Breach | None = None,
) -> None:
    """Add a notice for each recipient that has none yet; one with a node hears it from there."""
    persons = [UUID(one) for one in request.person_ids] if request else []
    sent = queries.list_disclosures(persons, for_user=by) if persons else []
    for recipient in sorted(set(recipients)):
        made, fresh = RecipientNotice.objects.get_or_create(
            request=request, breach=breach, recipient=recipient, defaults={"made_at": now}
        )
        envelopes = [one for one in sent if one.recipient == recipient and one.way == BY_LINE]
        told = Told(
            notice=made.id,
            recipient=recipient,
            about=request.kind if request else "breach",
            envelopes=tuple(UUID(one.reference) for one in envelopes),
        )
        for _, tell in tellers if fresh else ():
            tell(told, now=now)


def note_answer(*, notice_id: UUID, node: str, how: str, now: datetime) -> None:
    """Note what a recipient signed about a notice, in the caller's transaction.

    Raises:
        NotFoundError: No such notice to this node.
    """
    found = RecipientNotice.objects.select_for_update().filter(id=notice_id, recipient=node)
    notice = found.first()
    if notice is None:
        raise NotFoundError("no such notice between us")
    notice.told_at, notice.how = notice.told_at or now, how[:200]
    notice.save(update_fields=["told_at", "how"])
    record(
        at=now,
        event="notice:tell",
        actor=f"node:{node}",
        object_kind="subject-request" if notice.request_id else "breach",
        object_id=str(notice.request_id or notice.breach_id),
        recipient=node,
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
