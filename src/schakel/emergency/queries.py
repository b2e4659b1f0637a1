"""Questions about emergency accesses, and what is seen under one that is open."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from schakel.access.core.policy import Kind
from schakel.access.queries import Shape, visible
from schakel.accounts.queries import Capability, Unit, User, list_units, list_users, may
from schakel.audit.queries import list_entries
from schakel.casework.queries import Report, list_reports_of_unit
from schakel.emergency.core.access import REVIEW_WITHIN, State, state_of
from schakel.emergency.models import EmergencyAccess
from schakel.kernel.errors import ConflictError, NotFoundError

EMERGENCY = Shape(
    kind=Kind.EMERGENCY,
    facts={"author": "asked_by_id", "second": "second_id", "unit": "asked_by__unit__code"},
)
SEEN = ("break-glass:list", "break-glass:see")


def get_access(access_id: UUID, *, for_user: User) -> EmergencyAccess:
    """Return an access of the user's unit, one in which he is named, or any for who oversees.

    Raises:
        NotFoundError: No such access for this user.
    """
    access = _visible(for_user).filter(id=access_id).first()
    if access is None:
        raise NotFoundError("no such emergency access")
    return access


def list_accesses(for_user: User) -> QuerySet[EmergencyAccess]:
    """Return the accesses that this user may know of, newest first."""
    return _visible(for_user).order_by("-asked_at")


def get_open(access_id: UUID, *, for_user: User, now: datetime) -> EmergencyAccess:
    """Return an access under which this user may look at this moment.

    Raises:
        NotFoundError: No such access for this user, or he is not one of the two.
        ConflictError: It is not open.
    """
    access = get_access(access_id, for_user=for_user)
    if state_of(access.course, now=now) is not State.OPEN:
        raise ConflictError("this emergency access is not open")
    if not is_named(access, for_user):
        raise NotFoundError("no such emergency access")
    return access


def is_named(access: EmergencyAccess, user: User) -> bool:
    """Tell whether `user` is one of the two who open."""
    return user.id in {access.asked_by_id, access.second_id}


def list_reports(access: EmergencyAccess) -> QuerySet[Report]:
    """Return the reports that an open access shows; the caller checked that it is open."""
    found = list_reports_of_unit(access.scope)
    return found.filter(reference=access.reference) if access.reference else found


def get_report(access: EmergencyAccess, report_id: UUID) -> Report:
    """Return a report that an open access shows; the caller checked that it is open.

    Raises:
        NotFoundError: It is not within the scope.
    """
    report = list_reports(access).filter(id=report_id).first()
    if report is None:
        raise NotFoundError("no such report")
    return report


def list_seen(access: EmergencyAccess) -> QuerySet[Any]:
    """Return the lines of the log about what was seen under an access, newest first."""
    return list_entries(event="break-glass:").filter(event__in=SEEN, justification=str(access.id))


def list_scopes(user: User) -> list[Unit]:
    """Return the units whose reports this user could ask to open: all but the own."""
    return [unit for unit in list_units() if unit.id != user.unit_id]


def list_seconds(user: User) -> list[User]:
    """Return who could open together with `user`."""
    return [one for one in list_users() if one.id != user.id and may_agree(one)]


def may_agree(user: User) -> bool:
    """Tell whether `user` may be the second of two."""
    return may(user, Capability.AGREE_EMERGENCY) and user.unit is not None


def review_due_at(access: EmergencyAccess) -> datetime | None:
    """Return the moment by which an opened access was reviewed."""
    return access.opened_at + REVIEW_WITHIN if access.opened_at else None


def _visible(user: User) -> QuerySet[EmergencyAccess]:
    found = EmergencyAccess.objects.select_related(
        "scope", "asked_by__unit", "second__unit", "reviewed_by"
    )
    return visible(found, EMERGENCY, for_user=user)
