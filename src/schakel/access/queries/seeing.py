"""Who may see what, asked of rows and of objects; every other room asks here."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from schakel.access.core.policy import Ground, grounds_of, rule_for
from schakel.access.core.reader import Reader
from schakel.access.core.terms import Among, Either, Every, Has, Is, Non, Term
from schakel.access.models import Assignment, Circle
from schakel.access.queries.shapes import Relation, Shape, column, facts_of
from schakel.accounts.core.roles import Capability, Role
from schakel.accounts.queries import ROLES, User, list_users
from schakel.kernel.registry import Registry

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """How objects of one kind are found by a page of this room.

    `get` takes an id and `for_user`; `name` says what it is called.
    """

    shape: Shape
    get: Callable[..., Any]
    name: Callable[[Any], str]
    page: Callable[[UUID], str]


sights: Registry[Sight] = Registry("sight")


def reader_of(user: User) -> Reader:
    """Return a person as the policy knows him."""
    works = user.is_active and user.role in ROLES
    return Reader(
        id=user.id,
        unit=user.unit.code if user.unit else None,
        regime=user.unit.regime if user.unit else "",
        role=Role(user.role) if works else None,
    )


def visible(rows: QuerySet[Row], shape: Shape, *, for_user: User) -> QuerySet[Row]:
    """Return those of `rows` that `for_user` may see."""
    term = rule_for(shape.kind, reader_of(for_user)).term
    condition = as_filter(term, shape)
    return rows.none() if condition is None else rows.filter(condition)


def why(row: Model, shape: Shape, *, for_user: User) -> tuple[Ground, ...]:
    """Return the grounds on which `for_user` may see one row; nothing when he may not."""
    return grounds_of(shape.kind, reader_of(for_user), facts_of(row, shape))


def as_filter(term: Term, shape: Shape) -> Q | None:
    """Return a term as a condition on rows; None holds of no row, an empty one of all."""
    match term:
        case Is() | Among() | Has():
            return _atom(term, shape)
        case Non():
            return _not(term.term, shape)
        case Every():
            parts = [as_filter(one, shape) for one in term.terms]
            found = [one for one in parts if one is not None]
            return reduce(and_, found, Q()) if len(found) == len(parts) else None
        case Either():
            some = [one for part in term.terms if (one := as_filter(part, shape)) is not None]
            return None if not some else reduce(or_, some) if all(some) else Q()


def find_circle(object_id: UUID, *, unit: str) -> Circle | None:
    """Return the circle that a unit drew around an object, or None."""
    found = Circle.objects.select_related("drawn_by").filter(object_id=object_id, unit__code=unit)
    return found.filter(opened_at__isnull=True).first()


def list_confined() -> set[UUID]:
    """Return the objects around which a circle stands: nothing of them shows by a hit either."""
    return set(Circle.objects.filter(opened_at__isnull=True).values_list("object_id", flat=True))


def list_assignments(object_id: UUID) -> list[Assignment]:
    """Return who works by name on an object, the first assigned first."""
    found = Assignment.objects.select_related("user", "assigned_by").filter(object_id=object_id)
    return list(found.filter(ended_at__isnull=True).order_by("assigned_at", "id"))


def list_who(row: Model, shape: Shape) -> list[tuple[User, tuple[Ground, ...]]]:
    """Return everybody who may see one row, and on which grounds, by name for signing in."""
    facts = facts_of(row, shape)
    found = [
        (user, grounds_of(shape.kind, reader_of(user), facts))
        for user in list_users().filter(is_active=True)
    ]
    return [(user, grounds) for user, grounds in found if grounds]


def list_assignable(row: Any) -> list[User]:
    """Return the people of the unit of an object who read content, by name for signing in."""
    users = list_users(unit=row.unit).filter(is_active=True)
    return [user for user in users if reader_of(user).may(Capability.READ_CONTENT)]


def _atom(term: Is | Among | Has, shape: Shape) -> Q | None:
    where = shape.facts[term.fact]
    if isinstance(where, Relation):
        assert isinstance(term, Has), "a relation has many values"
        return where.where(term.value)
    assert not isinstance(term, Has), "a column has one value"
    if isinstance(term, Among):
        return column(where, "__in", sorted(term.values)) if term.values else None
    if term.value is None:
        there = column(where, "__isnull", False)  # noqa: FBT003  # the value of a lookup
        return ~there
    return column(where, "", term.value)


def _not(term: Is | Has, shape: Shape) -> Q:
    condition, where = _atom(term, shape), shape.facts[term.fact]
    assert condition is not None
    if isinstance(where, str) and isinstance(term, Is) and term.value is not None:
        return ~condition | column(where, "__isnull", True)  # noqa: FBT003  # of a lookup
    return ~condition
