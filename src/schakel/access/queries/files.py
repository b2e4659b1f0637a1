"""Facts of what rests on a report or belongs to a thread, for the rooms that keep such things.

The rows of persons, seats, legs and threads are given by the room that keeps them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from schakel.access.queries.shapes import Relation, Through, assigned_to, confined_to, fact_of

Rows = Callable[[], QuerySet[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """The rows on which facts of reports and threads rest.

    `persons` have a role and a report; `seats` are the units of this node in threads, from when
    and until when; `legs` have an address and the units to which they were released.
    """

    persons: Rows
    seats: Rows
    legs: Rows
    threads: Rows

    def list_released_paths(self, unit_code: str) -> list[str]:
        """Return the addresses behind the legs that were released to a unit of this node."""
        found = self.legs().filter(releases__unit_code=unit_code).exclude(path="")
        return list(found.values_list("path", flat=True))

    def released_by_page(self, page: str) -> Relation:
        """Return the units to which something whose address begins with `page` was released."""

        def where(unit: Any) -> Q:
            paths = [path for path in self.list_released_paths(unit or "") if path.startswith(page)]
            return Q(id__in=[path.rpartition("/")[2] for path in paths])

        def of(row: Any) -> frozenset[str]:
            found = self.legs().filter(path=f"{page}{row.id}")
            return frozenset(found.values_list("releases__unit_code", flat=True)) - {None}

        return Relation(where=where, of=of)

    def seated(self, thread: str, *, at: str = "", only: Q | None = None) -> Relation:
        """Return the units of this node in a thread.

        Args:
            thread: The column with the id of the thread.
            at: The column with a moment: only the units that sat there then.
            only: The rows of which this holds at all.
        """

        def where(unit: Any) -> Q:
            found = self.seats().filter(unit_code=unit or "", thread_id=OuterRef(thread))
            there = Q(Exists(found.filter(_then(OuterRef(at))) if at else found))
            return there & only if only is not None else there

        def of(row: Any) -> frozenset[str]:
            moment = getattr(row, at) if at else None
            outside = only is not None and not type(row).objects.filter(only, id=row.id).exists()
            if outside or (at and moment is None):
                return frozenset()
            found = self.seats().filter(thread_id=getattr(row, thread))
            sat = found.filter(_then(moment)) if at else found
            return frozenset(sat.values_list("unit_code", flat=True))

        return Relation(where=where, of=of)

    def roles_in(self, report: str | Through) -> Relation:
        """Return the roles of the persons in a report, by where its id stands."""

        def where(role: Any) -> Q:
            persons = self.persons().filter(role=role)
            if isinstance(report, Through):
                ids = persons.values("report_id")
                return Q(Exists(report.there().filter(**{f"{report.path}__in": ids})))
            return Q(Exists(persons.filter(report_id=OuterRef(report))))

        def of(row: Any) -> frozenset[str]:
            found = self.persons().filter(report_id=fact_of(row, report))
            return frozenset(found.values_list("role", flat=True))

        return Relation(where=where, of=of)

    def on_report(self, path: str, *anchors: str) -> dict[str, str | Through | Relation]:
        """Return where the facts of the report stand on which an object rests.

        Args:
            path: The way to the report, for example `thread__report`.
            anchors: Further columns with ids around which a circle may be drawn.
        """
        return {
            "report_unit": f"{path}__unit__code",
            "author": f"{path}__author_id",
            "regime": f"{path}__regime",
            "purpose": f"{path}__purpose",
            "roles": self.roles_in(f"{path}_id"),
            "confined": confined_to(f"{path}_id", *anchors),
            "assigned": assigned_to(f"{path}_id", *anchors),
        }

    def on_report_of_thread(self, via: str) -> dict[str, str | Through | Relation]:
        """Return the same for an object of a room above that knows only the id of its thread.

        Args:
            via: The column with that id.
        """

        def there(path: str) -> Through:
            return Through(rows=self.threads, via=via, path=path)

        report = there("report_id")
        return {
            "report_unit": there("report__unit__code"),
            "author": there("report__author_id"),
            "regime": there("report__regime"),
            "purpose": there("report__purpose"),
            "roles": self.roles_in(report),
            "confined": confined_to(report, via),
            "assigned": assigned_to(report, via),
        }


def _then(moment: Any) -> Q:
    return Q(admitted_at__lte=moment) & (Q(left_at__isnull=True) | Q(left_at__gt=moment))
