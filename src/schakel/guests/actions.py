"""Ask for a mandate, open and end it; release to its state, and let the guest see."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from schakel.accounts.actions import close_account, make_guest, record_deed
from schakel.accounts.queries import Capability, User, find_user, may, require
from schakel.audit.actions import record
from schakel.custody.core.holders import Content
from schakel.custody.queries import Item, gate_case, get_item
from schakel.guests import queries
from schakel.guests.core.mandates import State, require_length
from schakel.guests.models import GuestMandate, GuestRelease, GuestView
from schakel.handling.actions import GateClosedError, clear
from schakel.handling.core.case import Purpose
from schakel.handling.core.decision import Cleared
from schakel.kernel.errors import ConflictError, NotAllowedError, UnusableInputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Who is to come: a named person of an authority of a state, and until which day."""

    name: str
    username: str
    country: str
    authority: str
    reason: str
    last_date: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a guest sees of one release."""

    item: Item
    content: Content
    cleared: Cleared


class NotShownError(ConflictError):
    """Recalled, restricted, stopped, or the gate is shut now: for the guest all look alike."""

    code = "guests.not_shown"

    def __init__(self) -> None:
        super().__init__("this is not shown at the moment; ask the desk that released it")


def ask_mandate(*, wanted: Wanted, by: User, now: datetime) -> UUID:
    """Ask for a mandate; nobody can come in by it before the administrator opened it.

    Raises:
        NotAllowedError: The role may not host guests.
        UnusableInputError: No name, reason or authority, no such last day, or the user name is
            taken.
    """
    require(by, Capability.HOST_GUEST)
    require_length(wanted.last_date, day=queries.day_of(now))
    if not (wanted.name.strip() and wanted.authority.strip() and wanted.reason.strip()):
        raise UnusableInputError("name the person and the authority, and give the reason")
    taken = GuestMandate.objects.filter(username=wanted.username).exists()
    if taken or find_user(wanted.username):
        raise UnusableInputError("somebody has this user name")
    with transaction.atomic():
        mandate = GuestMandate.objects.create(
            name=wanted.name.strip(),
            username=wanted.username,
            country=wanted.country,
            authority=wanted.authority.strip(),
            reason=wanted.reason.strip(),
            last_date=wanted.last_date,
            asked_by=by,
            asked_at=now,
        )
        _log("guest:ask", mandate, by=by, now=now)
    return mandate.id


def open_mandate(*, mandate_id: UUID, by: User, now: datetime) -> User:
    """Open a mandate as its second person; return the account, to be invited like any other.

    Raises:
        NotAllowedError: The role may not administer.
        NotFoundError: No such mandate.
        ConflictError: It does not wait any more.
    """
    require(by, Capability.ADMINISTER)
    mandate = queries.get_mandate(mandate_id, for_user=by)
    if queries.standing_of(mandate, now=now) is not State.ASKED:
        raise ConflictError("this mandate does not wait any more")
    with transaction.atomic():
        guest = make_guest(username=mandate.username, name=mandate.name, now=now, by=by)
        waiting = GuestMandate.objects.filter(id=mandate.id, opened_at=None, ended_at=None)
        if not waiting.update(opened_at=now, opened_by=by, guest=guest):
            raise ConflictError("this mandate does not wait any more")
        _log("guest:open", mandate, by=by, now=now, facts={"user": str(guest.id)})
    return guest


def end_mandate(*, mandate_id: UUID, by: User, now: datetime) -> None:
    """End a mandate before its last day: the account closes, and what is open on a screen with it.

    Raises:
        NotAllowedError: The role hosts no guests and does not administer.
        NotFoundError: No such mandate.
        ConflictError: It ended already.
    """
    _require_keeper(by)
    mandate = queries.get_mandate(mandate_id, for_user=by)
    _end(mandate, by=by, now=now)


def end_expired(now: datetime) -> int:
    """End every mandate whose last day is over; return how many."""
    expired = queries.list_expired(now)
    for mandate in expired:
        _end(mandate, by=None, now=now)
    return len(expired)


def release(
    *,
    mandate_id: UUID,
    item_id: UUID,
    purpose: Purpose,
    h3_confirmed: bool,
    by: User,
    now: datetime,
) -> UUID:
    """Release an item to the state of a mandate, when the gate lets it; return the release.

    Raises:
        ConflictError: The mandate is not open; the item is gone, restricted, recalled or no text.
        GateClosedError: Held or refused.
        NotAllowedError: The role may not host guests.
        NotFoundError: No such mandate or item for this user.
    """
    require(by, Capability.HOST_GUEST)
    mandate = _open_mandate(mandate_id, by=by, now=now)
    item, content = queries.read_item(get_item(item_id, for_user=by).id, since=now)
    if not content.text.strip():
        raise ConflictError("a guest reads text: this has none")
    cleared = _clear(
        item, content, mandate, purpose=purpose, h3_confirmed=h3_confirmed, by=by, now=now
    )
    with transaction.atomic():
        GuestMandate.objects.select_for_update().get(id=mandate.id)
        last = mandate.releases.aggregate(last=Max("number"))["last"] or 0
        made = GuestRelease.objects.create(
            mandate=mandate,
            number=last + 1,
            item_id=item.id,
            purpose=purpose.value,
            h3_confirmed=h3_confirmed,
            decision_id=cleared.decision_id,
            released_by=by,
            released_at=now,
        )
        _log("guest:release", mandate, by=by, now=now, facts={"item": str(item.id)})
    return made.id


def _open_mandate(mandate_id: UUID, *, by: User, now: datetime) -> GuestMandate:
    mandate = queries.get_mandate(mandate_id, for_user=by)
    if queries.standing_of(mandate, now=now) is not State.OPEN:
        raise ConflictError("this mandate is not open")
    return mandate


def withdraw(*, release_id: UUID, by: User, now: datetime) -> GuestMandate:
    """Take a release back; return its mandate.

    Raises:
        NotAllowedError: The role may not host guests.
        NotFoundError: No such release for this user.
    """
    require(by, Capability.HOST_GUEST)
    found = queries.get_release(release_id, for_user=by)
    with transaction.atomic():
        GuestRelease.objects.filter(id=found.id).update(withdrawn_at=now)
        facts = {"item": str(found.item_id)}
        _log("guest:withdraw", found.mandate, by=by, now=now, facts=facts)
    return found.mandate


def view_release(*, release_id: UUID, by: User, now: datetime) -> Seen:
    """Return what a guest sees; the gate is asked now, and the view is a transfer in the log.

    Raises:
        NotAllowedError: He is no guest.
        NotFoundError: No such release for him, or his mandate is not open.
        NotShownError: Recalled, restricted, stopped, or the gate is shut.
    """
    require(by, Capability.VISIT)
    found = queries.get_release(release_id, for_user=by)
    open_one = queries.find_open_mandate(by, now=now)
    if open_one is None or found.mandate_id != open_one.id:
        raise NotAllowedError("the mandate has ended")
    try:
        item, content = queries.read_item(found.item_id, since=found.released_at)
        cleared = _clear(
            item,
            content,
            found.mandate,
            purpose=Purpose(found.purpose),
            h3_confirmed=found.h3_confirmed,
            by=by,
            now=now,
        )
    except (GateClosedError, ConflictError) as error:
        raise NotShownError from error
    with transaction.atomic():
        GuestView.objects.create(
            release=found, thread_id=item.thread_id, decision_id=cleared.decision_id, at=now
        )
        _log_view(found, item, cleared, by=by, now=now)
    return Seen(item=item, content=content, cleared=cleared)


def _log_view(
    found: GuestRelease, item: Item, cleared: Cleared, *, by: User, now: datetime
) -> None:
    record_deed(
        by=by,
        at=now,
        event="guest:view",
        object_kind="item",
        object_id=str(item.id),
        purpose=found.purpose,
        recipient=found.mandate.country,
        codes=cleared.codes,
        decision_id=str(cleared.decision_id),
        subject_ids=queries.list_subjects(item),
        justification=f"mandate:{found.mandate_id}",
        content=cleared.content_sha256,
    )


def _clear(  # noqa: PLR0913  # one argument per part of the question
    item: Item,
    content: Content,
    mandate: GuestMandate,
    *,
    purpose: Purpose,
    h3_confirmed: bool,
    by: User,
    now: datetime,
) -> Cleared:
    case = gate_case(
        item, receiver=mandate.country, purpose=purpose, now=now, h3_confirmed=h3_confirmed
    )
    shown = {"body": {"text": content.text, "restrictions": content.restrictions}, "files": []}
    return clear(case=case, item_kind="item", item_id=item.id, content=shown, by=by, now=now)


def _end(mandate: GuestMandate, *, by: User | None, now: datetime) -> None:
    with transaction.atomic():
        standing = GuestMandate.objects.filter(id=mandate.id, ended_at=None)
        if not standing.update(ended_at=now, ended_by=by):
            raise ConflictError("this mandate has ended")
        ended = close_account(user_id=mandate.guest_id, by=by, now=now) if mandate.guest_id else 0
        _log("guest:end", mandate, by=by, now=now, facts={"ended": ended})


def _require_keeper(by: User) -> None:
    if not may(by, Capability.ADMINISTER):
        require(by, Capability.HOST_GUEST)


def _log(
    event: str,
    mandate: GuestMandate,
    *,
    by: User | None,
    now: datetime,
    facts: Mapping[str, Any] | None = None,
) -> None:
    line: dict[str, Any] = {
        "at": now,
        "event": event,
        "object_kind": "mandate",
        "object_id": str(mandate.id),
        "recipient": mandate.country,
        "facts": dict(facts or {}),
    }
    if by is None:
        record(actor="node", **line)
    else:
        record_deed(by=by, **line)
