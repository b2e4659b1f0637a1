"""Answer the questions about something that came in."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from schakel.accounts.actions import record_deed
from schakel.accounts.queries import Capability, User, require
from schakel.custody.queries import Item, get_item
from schakel.kernel.errors import UnusableInputError
from schakel.vetting.core.checks import Answer, Question
from schakel.vetting.models import InboundCheck


def check_item(
    *, item_id: UUID, answers: Mapping[Question, Answer], note: str, by: User, now: datetime
) -> UUID:
    """Keep what somebody answers about an item before it is used; return the check.

    Raises:
        NotAllowedError: The role may not.
        NotFoundError: No such item for this user.
        UnusableInputError: A question was not answered.
    """
    require(by, Capability.DRAFT_REQUEST)
    item = get_item(item_id, for_user=by)
    if set(answers) != set(Question):
        raise UnusableInputError("answer every question; not known is an answer")
    with transaction.atomic():
        made = InboundCheck.objects.create(
            item_id=item.id,
            answers={key.value: value.value for key, value in answers.items()},
            note=note.strip(),
            by=by,
            at=now,
        )
        _log("item:check", item, by=by, now=now)
    return made.id


def open_checks(*, item_id: UUID, by: User, now: datetime) -> Item:
    """Return an item whose checks somebody looks at; looking is logged.

    Raises:
        NotFoundError: No such item for this user.
    """
    item = get_item(item_id, for_user=by)
    _log("item:check-open", item, by=by, now=now)
    return item


def forget_notes(kind: str, object_id: UUID, now: datetime) -> None:
    """Take out what was written about an item that is erased; the answers stay."""
    if kind == "item":
        InboundCheck.objects.filter(item_id=object_id).update(note="")


def _log(event: str, item: Item, *, by: User, now: datetime) -> None:
    """Write the deed; the answers are not in the log."""
    record_deed(by=by, at=now, event=event, object_kind="item", object_id=str(item.id))
