"""Draw and open circles, assign people and end that."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from schakel.access.models import Assignment, Circle
from schakel.access.queries import Sight, list_assignable, sights
from schakel.accounts.actions import notify, record_deed
from schakel.accounts.queries import Capability, User, require
from schakel.kernel.errors import ConflictError, NotFoundError, UnusableInputError


def get_seen(*, kind: str, object_id: UUID, by: User) -> tuple[Sight, Any]:
    """Return an object that `by` may see, with how its kind is seen.

    Raises:
        NotFoundError: No such object for this user.
    """
    sight = sights.find(kind)
    if sight is None:
        raise NotFoundError("no such object")
    return sight, sight.get(object_id, for_user=by)


def draw_circle(*, kind: str, object_id: UUID, reason: str, by: User, now: datetime) -> None:
    """Let only the author and named people of the unit see an object from now on.

    Raises:
        NotAllowedError: The role may not write reports.
        NotFoundError: No such object for this user.
        ConflictError: A circle stands already.
        UnusableInputError: No reason.
    """
    row = _own(kind, object_id, by=by, reason=reason)
    with transaction.atomic():
        _, made = Circle.objects.get_or_create(
            object_id=row.id,
            unit=row.unit,
            opened_at=None,
            defaults={"kind": kind, "reason": reason.strip(), "drawn_by": by, "drawn_at": now},
        )
        if not made:
            raise ConflictError("only named people see it already")
        _keep_in(kind, row.id, by, by=by, reason=reason, now=now)
        _log("access:close", kind, row.id, by=by, now=now)


def open_circle(*, kind: str, object_id: UUID, by: User, now: datetime) -> None:
    """Let the unit see an object again.

    Raises:
        NotAllowedError: The role may not write reports.
        NotFoundError: No such object for this user.
        ConflictError: No circle stands.
    """
    row = _own(kind, object_id, by=by)
    with transaction.atomic():
        standing = Circle.objects.filter(object_id=row.id, unit=row.unit, opened_at=None)
        if not standing.update(opened_at=now):
            raise ConflictError("the unit sees it already")
        _log("access:open", kind, row.id, by=by, now=now)


def assign(
    *, kind: str, object_id: UUID, user_id: UUID, reason: str, by: User, now: datetime
) -> None:
    """Let somebody of the unit work on an object by name, and tell him.

    Raises:
        NotAllowedError: The role may not write reports.
        NotFoundError: No such object for this user, or nobody of its unit who reads content.
        UnusableInputError: No reason.
    """
    row = _own(kind, object_id, by=by, reason=reason)
    user = next((one for one in list_assignable(row) if one.id == user_id), None)
    if user is None:
        raise NotFoundError("no such person")
    with transaction.atomic():
        if not _keep_in(kind, row.id, user, by=by, reason=reason, now=now):
            return
        _log("access:assign", kind, row.id, by=by, now=now, facts={"user": str(user.id)})
        found = sights.find(kind)
        assert found is not None
        notify(
            unit_code=row.unit.code,
            user_id=user.id,
            kind="assigned",
            path=found.page(row.id),
            now=now,
        )


def end_assignment(*, kind: str, object_id: UUID, user_id: UUID, by: User, now: datetime) -> None:
    """Take a name off an object; it looks for him as for everybody of the unit from now on.

    Raises:
        NotAllowedError: The role may not write reports.
        NotFoundError: No such object for this user, or he is not assigned.
    """
    row = _own(kind, object_id, by=by)
    with transaction.atomic():
        standing = Assignment.objects.filter(object_id=row.id, user_id=user_id, ended_at=None)
        if not standing.update(ended_at=now):
            raise NotFoundError("no such person")
        _log("access:end", kind, row.id, by=by, now=now, facts={"user": str(user_id)})


def _own(kind: str, object_id: UUID, *, by: User, reason: str = "-") -> Any:
    require(by, Capability.WRITE_REPORT)
    _, row = get_seen(kind=kind, object_id=object_id, by=by)
    if not reason.strip():
        raise UnusableInputError("give the reason")
    return row


def _keep_in(
    kind: str, object_id: UUID, user: User, *, by: User, reason: str, now: datetime
) -> bool:
    """Note that somebody works on it by name; return whether that is new."""
    _, made = Assignment.objects.get_or_create(
        object_id=object_id,
        user=user,
        ended_at=None,
        defaults={
            "kind": kind,
            "reason": reason.strip(),
            "assigned_by": by,
            "assigned_at": now,
        },
    )
    return made


def _log(event: str, kind: str, object_id: UUID, *, by: User, now: datetime, **more: Any) -> None:
    record_deed(by=by, at=now, event=event, object_kind=kind, object_id=str(object_id), **more)
