"""Questions about people and units; also the names of the types that other rooms annotate with."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from schakel.accounts.core.roles import Capability, Role, has_capability
from schakel.accounts.models import Notice, Unit, User
from schakel.kernel.errors import NotAllowedError, NotFoundError

__all__ = ["Capability", "Role", "Unit", "User", "UserRequest", "may", "require"]


class UserRequest(HttpRequest):
    """A request of somebody who signed in; `htmx` tells whether a fragment is wanted."""

    user: User
    htmx: HtmxDetails


DESKS = ("spoc", "central")  # kinds of unit


def may(user: User, capability: Capability) -> bool:
    """Tell whether the role of `user` has `capability`; walls between units come on top."""
    return user.is_active and bool(user.role) and has_capability(Role(user.role), capability)


def require(user: User, capability: Capability) -> None:
    """Return when `user` has `capability`.

    Raises:
        NotAllowedError: The role does not have it.
    """
    if not may(user, capability):
        raise NotAllowedError(f"the role {user.role or 'none'} may not {capability}")


def get_unit(code: str) -> Unit:
    """Return the unit of this node with this code.

    Raises:
        NotFoundError: There is none.
    """
    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        raise NotFoundError("no such unit")
    return unit


def find_unit_of_kind(kind: str) -> Unit | None:
    """Return the first unit of a kind, for example `spoc`, or None."""
    return Unit.objects.filter(kind=kind).order_by("code").first()


def get_unit_or_desk(code: str) -> Unit:
    """Return the unit with this code, or the desk that takes in what names no unit of ours.

    Raises:
        NotFoundError: There is neither.
    """
    for found in (Unit.objects.filter(code=code).first(), *map(find_unit_of_kind, DESKS)):
        if found is not None:
            return found
    raise NotFoundError("no such unit")


def list_units() -> list[Unit]:
    """Return all units of this node, by code."""
    return list(Unit.objects.order_by("code"))


def get_user(user_id: UUID) -> User:
    """Return a person of this node.

    Raises:
        NotFoundError: There is none.
    """
    user = User.objects.select_related("unit").filter(id=user_id).first()
    if user is None:
        raise NotFoundError("no such person")
    return user


def find_user(username: str) -> User | None:
    """Return the person with this name for signing in, or None."""
    return User.objects.select_related("unit").filter(username=username).first()


def list_users(*, unit: Unit | None = None) -> QuerySet[User]:
    """Return people by name for signing in, of one unit or of all."""
    found = User.objects.select_related("unit", "deputy").order_by("username")
    return found.filter(unit=unit) if unit else found


def list_notices(user: User, *, open_only: bool = True) -> QuerySet[Notice]:
    """Return the notices to `user` or to the unit's desk, newest first."""
    mine = Q(user=user) | Q(user__isnull=True, unit=user.unit)
    found = Notice.objects.filter(mine).order_by("-made_at")
    return found.filter(acknowledged_at__isnull=True) if open_only else found
