"""The record of a person, field by field."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from schakel.handling.core.case import Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRecord:
    """What a report knows of one person, field by field."""

    id: UUID
    report_id: UUID
    author_id: UUID
    role: Subject
    is_minor: bool
    nationality: str
    label: str
    fields: Mapping[str, tuple[str, ...]]
