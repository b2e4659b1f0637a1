"""Questions about mandates and releases; who may see them is asked of the room of access."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet

from schakel.access.core.policy import Kind
from schakel.access.queries import Shape, visible
from schakel.accounts.queries import User
from schakel.casework.queries import find_thread, list_subject_ids
from schakel.custody.core.holders import Content
from schakel.custody.queries import Item, find_item, holder_of, list_notices
from schakel.guests.core.mandates import State, state_of
from schakel.guests.models import GuestMandate, GuestRelease, GuestView
from schakel.kernel.errors import ConflictError, NotFoundError

__all__ = ["GuestMandate", "GuestRelease", "GuestView"]
MANDATE = Shape(kind=Kind.MANDATE, facts={"guest": "guest_id"})
RELEASE = Shape(
    kind=Kind.GUEST_RELEASE,
    facts={"guest": "mandate__guest_id", "unit": "released_by__unit__code"},
)


def day_of(now: datetime) -> date:
    """Return the day of a moment by the clock of the node."""
    return now.astimezone(ZoneInfo(settings.SCHAKEL_NODE.time_zone)).date()


def standing_of(mandate: GuestMandate, *, now: datetime) -> State:
    """Return where a mandate stands at a moment."""
    return state_of(mandate.course, day=day_of(now))


def get_mandate(mandate_id: UUID, *, for_user: User) -> GuestMandate:
    """Return a mandate.

    Raises:
        NotFoundError: No such mandate for this user.
    """
    found = _mandates(for_user).filter(id=mandate_id).first()
    if found is None:
        raise NotFoundError("no such mandate")
    return found


def list_mandates(*, for_user: User) -> list[GuestMandate]:
    """Return the mandates that this user may know of, newest first."""
    return list(_mandates(for_user).order_by("-asked_at"))


def find_open_mandate(guest: User, *, now: datetime) -> GuestMandate | None:
    """Return the mandate under which a guest is here at this moment, or None."""
    found = GuestMandate.objects.filter(guest=guest).order_by("-asked_at")
    return next((one for one in found if standing_of(one, now=now) is State.OPEN), None)


def list_expired(now: datetime) -> list[GuestMandate]:
    """Return the mandates whose last day is over and which nobody ended."""
    found = GuestMandate.objects.filter(ended_at=None, last_date__lt=day_of(now))
    return list(found.order_by("last_date"))


def get_release(release_id: UUID, *, for_user: User) -> GuestRelease:
    """Return a release that was not withdrawn.

    Raises:
        NotFoundError: No such release for this user.
    """
    found = _releases(for_user).filter(id=release_id).first()
    if found is None:
        raise NotFoundError("no such release")
    return found


def list_releases(mandate: GuestMandate, *, for_user: User) -> list[GuestRelease]:
    """Return what was released under a mandate and not withdrawn, the first released first."""
    return list(_releases(for_user).filter(mandate=mandate).order_by("number"))


def list_views(thread_ids: Iterable[UUID]) -> list[GuestView]:
    """Return what guests saw of these threads, oldest first; for the privacy officer."""
    rows = GuestView.objects.select_related("release__mandate").filter(thread_id__in=thread_ids)
    return list(rows.order_by("at"))


def read_item(item_id: UUID, *, since: datetime) -> tuple[Item, Content]:
    """Return an item and its content while its originator lets it be read.

    The caller asks the gate before anybody sees it.

    Args:
        item_id: The item.
        since: When it was released: what its originator said of it later closes it.

    Raises:
        ConflictError: It is gone, restricted, corrected or recalled.
    """
    item = find_item(item_id)
    shut = item is None or item.state != Item.State.HELD
    if item is None or shut or item.restricted_at or item.replaced_by:
        raise ConflictError("this is not shown any more")
    if any(notice.at >= since for notice in list_notices(item)):
        raise ConflictError("its originator said something about it since")
    return item, holder_of(item).read(item.id)


def list_subjects(item: Item) -> list[str]:
    """Return the ids of the persons whom the thread of an item is about, for the log."""
    thread = find_thread(item.thread_id)
    return list_subject_ids(thread.report_id) if thread and thread.report_id else []


def _mandates(user: User) -> QuerySet[GuestMandate]:
    rows = GuestMandate.objects.select_related("asked_by", "opened_by", "ended_by", "guest")
    return visible(rows, MANDATE, for_user=user)


def _releases(user: User) -> QuerySet[GuestRelease]:
    rows = GuestRelease.objects.select_related("mandate", "released_by")
    return visible(rows.filter(withdrawn_at=None), RELEASE, for_user=user)
