"""Questions about people and units; also the names of the types that other rooms annotate with."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language
from django_htmx.middleware import HtmxDetails

from schakel.accounts.core.codes import is_id
from schakel.accounts.core.roles import Capability, Role, has_capability
from schakel.accounts.models import Notice, OneTimeLink, Unit, User
from schakel.kernel.errors import NotAllowedError, NotFoundError
from schakel.shell.middleware import FACTOR_ELSEWHERE

ENTER, SET_UP = "enter", "set-up"
ROLES = frozenset(Role)
FRESH = timedelta(minutes=10)  # that a second factor shown before a grave deed may be old
DESKS = ("spoc", "central")  # kinds of unit
__all__ = ["Capability", "Role", "Unit", "User", "UserRequest", "may", "require"]


class UserRequest(HttpRequest):
    """A request of somebody who signed in; `htmx` tells whether a fragment is wanted."""

    user: User
    htmx: HtmxDetails


def may(user: User, capability: Capability) -> bool:
    """Tell whether the role of `user` has `capability`; walls between units come on top."""
    return user.is_active and user.role in ROLES and has_capability(Role(user.role), capability)


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
    unit = find_unit(code)
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
    for found in (find_unit(code), *map(find_unit_of_kind, DESKS)):
        if found is not None:
            return found
    raise NotFoundError("no such unit")


def choose_unit(codes: Iterable[str], *, wished: str) -> Unit:
    """Return the unit `wished` when it is among `codes`, else the first desk among them, or first.

    Args:
        codes: Units of this node, those that were first in front.
        wished: What somebody outside named.

    Raises:
        NotFoundError: None of them is here, and no desk.
    """
    units = [unit for unit in map(find_unit, codes) if unit is not None]
    named = [unit for unit in units if unit.code == wished]
    desks = [unit for unit in units if unit.kind in DESKS]
    return next(iter([*named, *desks, *units]), None) or get_unit_or_desk("")


def find_unit(code: str) -> Unit | None:
    """Return the unit of this node with this code, or None."""
    return Unit.objects.filter(code=code).first()


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


def list_overseers() -> list[User]:
    """Return the privacy officers, who are told of what may be wrong."""
    return [one for one in list_users() if may(one, Capability.OVERSEE) and one.unit]


def list_people() -> QuerySet[User]:
    """Return everybody, each with `has_factor`: whether a second factor is set up."""
    return list_users().annotate(
        has_factor=Exists(Authenticator.objects.filter(user=OuterRef("pk")))
    )


def has_second_factor(user: User) -> bool:
    """Tell whether `user` set up a second factor."""
    return bool(Authenticator.objects.filter(user=user).exists())


def has_fresh_factor(request: UserRequest, *, now: datetime) -> bool:
    """Tell whether the person at this browser showed a second factor in the last ten minutes.

    The practice environment's one-time link stands in for it; so does a sign-in of this moment by
    an identity provider that says it asked for one.
    """
    session = request.session
    if session.get("schakel_entered_by_link"):
        return True
    shown = {"mfa", "socialaccount"} if session.get(FACTOR_ELSEWHERE) else {"mfa"}
    moments = [
        one["at"]
        for one in get_authentication_records(request, request.user)
        if one.get("method") in shown
    ]
    return any(0 <= now.timestamp() - at <= FRESH.total_seconds() for at in moments)


def count_sessions(user: User) -> int:
    """Return at how many browsers `user` is signed in."""
    return len(UserSession.objects.purge_and_list(user))


def is_deputy(deputy: User, *, of: User) -> bool:
    """Tell whether `deputy` may take over from `of`: another person at work in the same unit."""
    return deputy.is_active and deputy.id != of.id and deputy.unit_id == of.unit_id


def find_deputy(user: User) -> User | None:
    """Return who takes over from `user`, as long as that person may, or None."""
    deputy = user.deputy
    return deputy if deputy and is_deputy(deputy, of=user) else None


def name_people(ids: set[str]) -> dict[str, str]:
    """Return the names of those of `ids` that are people of this node, for readers of the log."""
    wanted = {one for one in ids if is_id(one)}
    return {str(user.id): user.get_full_name() for user in User.objects.filter(id__in=wanted)}


def name_units() -> dict[str, str]:
    """Return the names of the units of this node by code, in the reader's language."""
    dutch = (get_language() or "").startswith("nl")
    return {unit.code: unit.name_nl if dutch else unit.name_en for unit in list_units()}


def list_colleagues(user: User) -> QuerySet[User]:
    """Return the others of the unit of `user` who still work there."""
    return (
        User.objects.filter(is_active=True, unit=user.unit).exclude(id=user.id).order_by("username")
    )


def list_notices(user: User, *, open_only: bool = True) -> QuerySet[Notice]:
    """Return the notices to `user` or to the unit's desk, newest first."""
    mine = Q(user=user) | Q(user__isnull=True, unit=user.unit)
    found = Notice.objects.select_related("passed_from", "user").filter(mine).order_by("-made_at")
    return found.filter(acknowledged_at__isnull=True) if open_only else found


def count_notices(user: User) -> int:
    """Return how many notices wait for `user` or the unit's desk."""
    return list_notices(user).count()


def list_unsent_notices() -> QuerySet[Notice]:
    """Return the notices that could not be sent yet, for the administrator; newest first."""
    return (
        Notice.objects.select_related("unit", "user")
        .filter(sent_at__isnull=True, acknowledged_at__isnull=True, attempts__gt=0)
        .order_by("-made_at")
    )


def find_invited(token_digest: str, *, now: datetime) -> User | None:
    """Return whom an invitation that still holds lets in, or None.

    Args:
        token_digest: SHA-256 of the secret in the link, hexadecimal.
        now: The moment.
    """
    link = (
        OneTimeLink.objects.select_related("user__unit")
        .filter(
            digest=token_digest,
            kind=SET_UP,
            used_at__isnull=True,
            expires_at__gt=now,
            user__is_active=True,
        )
        .first()
    )
    return link.user if link else None
