"""Where the facts that the policy asks of stand in the tables of the rooms."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from schakel.access.core.policy import Kind
from schakel.access.core.terms import Facts, Value
from schakel.access.models import Assignment, Circle


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A fact of many values: as a condition on rows for one value, and as the values of one row."""

    where: Callable[[Any], Q]
    of: Callable[[Any], frozenset[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Through:
    """A column of a row in another table, to which only an id points.

    Attributes:
        rows: The other table.
        via: The column here with the id of the row there.
        path: The column there.
    """

    rows: Callable[[], QuerySet[Any]]
    via: str
    path: str

    def there(self) -> QuerySet[Any]:
        """Return the row there, for a question that stands in another."""
        return self.rows().filter(pk=OuterRef(self.via))

    def value_of(self, row: Model) -> Any:
        """Return the value for one row here; None when there is none."""
        found = self.rows().filter(pk=_value(row, self.via))
        return found.values_list(self.path, flat=True).first()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Where the facts of a kind stand: in a column (`unit__code`), far away, or in a relation."""

    kind: Kind
    facts: Mapping[str, str | Through | Relation]


def facts_of(row: Model, shape: Shape) -> Facts:
    """Return what the policy must know of one row."""
    return {name: fact_of(row, where) for name, where in shape.facts.items()}


def fact_of(row: Model, where: str | Through | Relation) -> Any:
    """Return one fact of one row."""
    if isinstance(where, Relation):
        return where.of(row)
    return where.value_of(row) if isinstance(where, Through) else _value(row, where)


def confined_to(*anchors: str | Through) -> Relation:
    """Return the units that drew a circle around an object, or around what it belongs to.

    Args:
        anchors: Columns with the ids on which a circle may stand, for example `report_id`.
    """

    def where(unit: Value) -> Q:
        drawn = Circle.objects.filter(unit__code=unit, opened_at__isnull=True)
        return _on_any(drawn, anchors)

    def of(row: Model) -> frozenset[str]:
        drawn = Circle.objects.filter(object_id__in=_ids(row, anchors), opened_at__isnull=True)
        return frozenset(drawn.values_list("unit__code", flat=True))

    return Relation(where=where, of=of)


def assigned_to(*anchors: str | Through) -> Relation:
    """Return the people who work by name on an object, or on what it belongs to."""

    def where(user_id: Any) -> Q:
        # Few for one person: looked up once, where a question per row would be asked for each.
        ids = Assignment.objects.filter(user=user_id, ended_at__isnull=True).values("object_id")
        return reduce(or_, (column(anchor, "__in", ids) for anchor in anchors))

    def of(row: Model) -> frozenset[UUID]:
        found = Assignment.objects.filter(object_id__in=_ids(row, anchors), ended_at__isnull=True)
        return frozenset(found.values_list("user_id", flat=True))

    return Relation(where=where, of=of)


def either_of(one: Relation, other: Relation) -> Relation:
    """Return the values that are in one of two relations."""
    return Relation(
        where=lambda value: one.where(value) | other.where(value),
        of=lambda row: one.of(row) | other.of(row),
    )


def _value(row: Model, path: str) -> Any:
    found: Any = row
    for name in path.split("__"):
        found = None if found is None else getattr(found, name)
    return found


def column(where: str | Through, lookup: str, value: Any) -> Q:
    """Return a condition on a column, here or far away; `lookup` is one of Django's, or empty."""
    if isinstance(where, Through):
        return Q(Exists(where.there().filter(**{where.path + lookup: value})))
    return Q(**{where + lookup: value})


def _ids(row: Model, anchors: tuple[str | Through, ...]) -> list[UUID]:
    return [found for where in anchors if (found := fact_of(row, where)) is not None]


def _on_any(rows: QuerySet[Any], anchors: tuple[str | Through, ...]) -> Q:
    whole = Q()
    for anchor in anchors:
        if isinstance(anchor, Through):
            there = anchor.there().filter(**{f"{anchor.path}__in": rows.values("object_id")})
            whole |= Q(Exists(there))
        else:
            whole |= Q(Exists(rows.filter(object_id=OuterRef(anchor))))
    return whole
