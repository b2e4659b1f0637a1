"""Make and change people and units, and write the log in a person's name."""

from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.db import transaction

from schakel.accounts.core.codes import is_unit_code, is_username
from schakel.accounts.core.roles import COME_AND_GO, Capability, Role
from schakel.accounts.core.telling import is_allowed_target
from schakel.accounts.models import OneTimeLink, Unit, User
from schakel.accounts.queries import get_unit, get_user, is_deputy, require
from schakel.audit.actions import Line, record
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
    duty_email: str | None = None,
    duty_webhook: str | None = None,
    by: User | None = None,
) -> Unit:
    """Make a unit, or bring the one with this code up to date; return it.

    `duty_email` and `duty_webhook` are where its desk is told; None leaves them as they are.

    Raises:
        NotAllowedError: `by` may not administer.
        UnusableInputError: The code is no code, or the webhook is neither https nor on this
            machine.
    """
    if by is not None:
        require(by, Capability.ADMINISTER)
    if not is_unit_code(code):
        raise UnusableInputError("a code of a unit is small letters, digits and hyphens")
    if duty_webhook and not is_allowed_target(duty_webhook):
        raise UnusableInputError("a webhook is called over https, or on this machine")
    given = {
        "kind": kind,
        "name_en": name_en,
        "name_nl": name_nl,
        "controller": controller,
        "regime": regime,
        "duty_email": duty_email,
        "duty_webhook": duty_webhook,
    }
    return _keep_unit(code, {k: v for k, v in given.items() if v is not None}, by=by, now=now)


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
        UnusableInputError: The user name is no user name.
    """
    if by is not None:
        require(by, Capability.ADMINISTER)
    if not is_username(username):
        raise UnusableInputError("a user name is small letters, digits, dots and hyphens")
    first, _, last = name.partition(" ")
    unit = get_unit(unit_code)
    with transaction.atomic():
        user, made = User.objects.get_or_create(
            username=username,
            defaults={
                "first_name": first,
                "last_name": last,
                "email": email,
                "role": role.value,
                "unit": unit,
            },
        )
        if made:
            user.set_unusable_password()
            user.save(update_fields=["password"])
            facts = {"role": role.value, "unit": unit_code}
            _record(by, now, "person:make", object_id=user.id, facts=facts)
    return user


def change_user(  # noqa: PLR0913  # one argument per field
    *,
    user_id: UUID,
    role: Role,
    unit_code: str,
    is_active: bool,
    now: datetime,
    email: str | None = None,
    by: User | None = None,
) -> None:
    """Change what a person is and whether he may come in.

    Sessions opened as somebody else, so to say, end: nobody works on with an old role or unit.

    Raises:
        NotAllowedError: `by` may not administer.
        NotFoundError: No such person or unit.
        UnusableInputError: `by` would shut himself out, or somebody is a guest.
    """
    if by is not None:
        require(by, Capability.ADMINISTER)
    user = get_user(user_id)
    if {user.role, role.value} & COME_AND_GO:
        raise UnusableInputError("a guest comes and goes with his mandate")
    if by and user.id == by.id and (not is_active or role is not Role.NODE_ADMINISTRATOR):
        raise UnusableInputError("somebody else must take this from you")
    unit = get_unit(unit_code)
    same = (user.role, user.unit, user.is_active) == (role.value, unit, is_active)
    with transaction.atomic():
        user.role, user.unit, user.is_active = role.value, unit, is_active
        user.email = user.email if email is None else email
        user.save(update_fields=["role", "unit", "is_active", "email"])
        ended = 0 if same else _end_sessions(user)
        facts = {"role": role.value, "unit": unit_code, "active": is_active, "ended": ended}
        _record(by, now, "person:change", object_id=user.id, facts=facts)


def make_guest(*, username: str, name: str, now: datetime, by: User) -> User:
    """Make the account of a guest: of no unit, so that no wall has him inside.

    Raises:
        NotAllowedError: `by` may not administer.
        UnusableInputError: The user name is no user name, or somebody has it.
    """
    require(by, Capability.ADMINISTER)
    if not is_username(username) or User.objects.filter(username=username).exists():
        raise UnusableInputError("somebody has this user name, or it is none")
    first, _, last = name.partition(" ")
    role = Role.GUEST_PROSECUTOR.value
    user = User(username=username, first_name=first, last_name=last, role=role)
    user.set_unusable_password()
    with transaction.atomic():
        user.save()
        _record(by, now, "person:make", object_id=user.id, facts={"role": role, "unit": ""})
    return user


def close_account(*, user_id: UUID, now: datetime, by: User | None = None) -> int:
    """Let somebody in no more, by no way; return how many open sessions ended.

    The caller knows why: the mandate of a guest is over.
    """
    user = get_user(user_id)
    with transaction.atomic():
        user.is_active = False
        user.save(update_fields=["is_active"])
        OneTimeLink.objects.filter(user=user, used_at=None).update(used_at=now)
        ended = _end_sessions(user)
        facts = {"role": user.role, "active": False, "ended": ended}
        _record(by, now, "person:change", object_id=user.id, facts=facts)
    return ended


def set_deputy(*, deputy: User | None, by: User, now: datetime) -> None:
    """Say who takes over when `by` is away.

    Raises:
        UnusableInputError: The deputy is `by`, has left, or works in another unit.
    """
    if deputy is not None and not is_deputy(deputy, of=by):
        raise UnusableInputError("a deputy is somebody else of the same unit")
    with transaction.atomic():
        by.deputy = deputy
        by.save(update_fields=["deputy"])
        facts = {"deputy": str(deputy.id) if deputy else None}
        record_deed(
            by=by,
            at=now,
            event="person:deputy",
            object_kind="person",
            object_id=str(by.id),
            facts=facts,
        )


def _end_sessions(user: User) -> int:
    sessions = list(UserSession.objects.filter(user=user))
    for session in sessions:
        session.end()
    return len(sessions)


def _keep_unit(code: str, given: dict[str, str], *, by: User | None, now: datetime) -> Unit:
    with transaction.atomic():
        unit, made = Unit.objects.select_for_update().get_or_create(code=code, defaults=given)
        changed = sorted(name for name, value in given.items() if getattr(unit, name) != value)
        if made:
            _record(by, now, "unit:make", object_id=unit.id, facts={"unit": code})
        elif changed:
            for name in changed:
                setattr(unit, name, given[name])
            unit.save(update_fields=changed)
            facts = {"unit": code, "changed": changed}
            _record(by, now, "unit:change", object_id=unit.id, facts=facts)
    return unit


def _record(
    by: User | None, now: datetime, event: str, *, object_id: UUID, facts: dict[str, Any]
) -> None:
    more: Line = {
        "object_kind": event.partition(":")[0],
        "object_id": str(object_id),
        "facts": facts,
    }
    if by is None:
        record(at=now, event=event, actor="node", **more)
    else:
        record_deed(by=by, at=now, event=event, **more)
