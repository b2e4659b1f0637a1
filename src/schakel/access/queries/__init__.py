"""Who may see what, asked of rows and of objects; every other room asks here."""

from schakel.access.queries.files import Files
from schakel.access.queries.seeing import (
    Sight,
    find_circle,
    list_assignable,
    list_assignments,
    list_confined,
    list_who,
    reader_of,
    sights,
    visible,
    why,
)
from schakel.access.queries.shapes import (
    Relation,
    Shape,
    Through,
    assigned_to,
    confined_to,
    either_of,
    facts_of,
)

__all__ = [
    "Files",
    "Relation",
    "Shape",
    "Sight",
    "Through",
    "assigned_to",
    "confined_to",
    "either_of",
    "facts_of",
    "find_circle",
    "list_assignable",
    "list_assignments",
    "list_confined",
    "list_who",
    "reader_of",
    "sights",
    "visible",
    "why",
]
