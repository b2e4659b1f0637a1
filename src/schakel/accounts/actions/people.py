"""Make and change people and units, and write the log in a person's name."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from schakel.accounts.core.roles import Capability, Role
from schakel.accounts.models import Unit, User
from schakel.accounts.queries import get_unit, get_user, require
from schakel.audit.actions import record
from schakel.kernel.errors import UnusableInputError


def record_deed(*, by: User, at: datetime, event: str, **more: Any) -> UUID:
    """Write a line of the log with the id, role and unit of `by`; `more` as `audit.record`."""
    return record(
        at=at,
        event=event,
        actor=str(by.id),
        actor_role=by.role,
        unit=by.unit.code if by.unit else "",
        **more,
    )


def make_unit(  # noqa: PLR0913  # one argument per field
    *,
    code: str,
    kind: str,
    name_en: str,
    name_nl: str,
    controller: str,
    regime: str,
    now: datetime,
    by: User | None = None,
) -> Unit:
    """Make a unit, or bring its names up to date; return it."""
    values = {
        "kind": kind,
        "name_en": name_en,
        "name_nl": name_nl,
        "controller": controller,
        "regime": regime,
    }
    with transaction.atomic():
        unit, made = Unit.objects.update_or_create(code=code, defaults=values)
        if made:
            _record(by, now, "unit:make", object_id=unit.id)
    return unit


def make_user(  # noqa: PLR0913  # one argument per field
    *,
    username: str,
    name: str,
    role: Role,
    unit_code: str,
    now: datetime,
    email: str = "",
    by: User | None = None,
) -> User:
    """Make a person without a password, or return the one with this user name.

    Raises:
        NotFoundError: No such unit.
        NotAllowedError: `by` may not administer.
    """
    if by is not None:
        require(by, Capability.ADMINISTER)
    first, _, last = name.partition(" ")
    with transaction.atomic():
        user, made = User.objects.get_or_create(
            username=username,
            defaults={
                "first_name": first,
                "last_name": last,
                "email": email,
                "role": role.value,
                "unit": get_unit(unit_code),
            },
        )
        if made:
            user.set_unusable_password()
            user.save(update_fields=["password"])
            _record(by, now, "person:make", object_id=user.id)
    return user


def change_user(
    *, user_id: UUID, role: Role, unit_code: str, is_active: bool, by: User, now: datetime
) -> None:
    """Change what a person is and whether he may come in.

    Raises:
        NotAllowedError: `by` may not administer, or would shut himself out.
        NotFoundError: No such person or unit.
    """
    require(by, Capability.ADMINISTER)
    user = get_user(user_id)
    if user.id == by.id and (not is_active or role is not Role.NODE_ADMINISTRATOR):
        raise UnusableInputError("somebody else must take this from you")
    with transaction.atomic():
        user.role, user.unit, user.is_active = role.value, get_unit(unit_code), is_active
        user.save(update_fields=["role", "unit", "is_active"])
        facts = {"role": role.value, "unit": unit_code, "active": is_active}
        record_deed(
            by=by,
            at=now,
            event="person:change",
            object_kind="person",
            object_id=str(user.id),
            facts=facts,
        )


def set_deputy(*, deputy: User | None, by: User, now: datetime) -> None:
    """Say who takes over when `by` is away.

    Raises:
        UnusableInputError: The deputy is `by`, or works in another unit.
    """
    if deputy is not None and (deputy.id == by.id or deputy.unit_id != by.unit_id):
        raise UnusableInputError("a deputy is somebody else of the same unit")
    with transaction.atomic():
        by.deputy = deputy
        by.save(update_fields=["deputy"])
        record_deed(by=by, at=now, event="person:deputy", object_kind="person")


def _record(by: User | None, now: datetime, event: str, *, object_id: UUID) -> None:
    kind = event.partition(":")[0]
    if by is None:
        record(at=now, event=event, actor="node", object_kind=kind, object_id=str(object_id))
    else:
        record_deed(by=by, at=now, event=event, object_kind=kind, object_id=str(object_id))
