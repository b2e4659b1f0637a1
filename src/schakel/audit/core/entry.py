"""One line of the log as bytes that can be hashed."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from schakel.kernel.canonical import canonical_json
from schakel.kernel.moments import to_wire

EVENT = re.compile(r"[a-z][a-z-]*(:[a-z][a-z-]*)+")
LONGEST_FACTS = 4_000  # bytes: the log holds ids and codes, never content
LONGEST_TEXT = 200  # characters of one value among the facts
# Characters; the same on every database, so that what is accepted here can be written anywhere.
LONGEST = {
    "event": 60,
    "actor": 80,
    "actor_role": 40,
    "unit": 40,
    "object_kind": 40,
    "object_id": 80,
    "purpose": 40,
    "legal_basis": 200,
    "recipient": 80,
    "decision_id": 40,
    "table_version": 40,
    "justification": 80,
    "recipient_authority": 80,
    "transfer_basis": 40,
    "content": 64,
}
# Younger than the first logs: left out of what is hashed when empty, so that old lines still fit.
SINCE_SECOND_FORM = (
    "subject_ids",
    "justification",
    "recipient_authority",
    "transfer_basis",
    "fields_sent",
    "content",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Who did what to what, when, why and under which decision.

    Ids and codes only: no name, no number, no text about a person.

    Source: Directive (EU) 2016/680, art. 25(1): collection, alteration, consultation, disclosure
    including transfers, combination and erasure; with justification, moment, person, recipients.
    """

    id: UUID
    at: datetime
    event: str
    actor: str
    actor_role: str = ""
    unit: str = ""
    object_kind: str = ""
    object_id: str = ""
    purpose: str = ""
    legal_basis: str = ""
    recipient: str = ""
    codes: Collection[str] = ()  # sorted when written
    decision_id: str = ""
    table_version: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    subject_ids: Collection[str] = ()  # ids of persons in reports: pseudonyms, sorted when written
    justification: str = ""  # code or id of what made it necessary, for example `report:ID`
    recipient_authority: str = ""  # id of the authority behind the receiving node
    transfer_basis: str = ""  # ground of a transfer outside the Union
    fields_sent: Collection[str] = ()  # names of the fields that left, sorted when written
    content: str = ""  # SHA-256 (hexadecimal) of what left

    def __post_init__(self) -> None:
        """Refuse what would not fit the log.

        Raises:
            ValueError: The event is not `subject:verb`, a field is too long, or the facts are not
                a few ids, codes and whole numbers.
        """
        if not EVENT.fullmatch(self.event):
            raise ValueError(f"an event is written subject:verb, not {self.event!r}")
        for name, longest in LONGEST.items():
            if len(getattr(self, name)) > longest:
                raise ValueError(f"{name} of a log entry has at most {longest} characters")
        if not all(_is_fact(list(one)) for one in (self.subject_ids, self.fields_sent)):
            raise ValueError("subjects and fields of a log entry are ids and names")
        if not all(_is_fact(fact) for fact in self.facts.values()):
            raise ValueError("a fact of a log entry is an id, a code or a whole number")
        if len(canonical_json(dict(self.facts))) > LONGEST_FACTS:
            raise ValueError("the facts of a log entry are ids and codes, not content")

    def to_json(self) -> dict[str, Any]:
        """Return the line as the JSON object that is hashed."""
        values = {name: getattr(self, name) for name in self.__slots__}
        values |= {
            "id": str(self.id),
            "at": to_wire(self.at),
            "codes": sorted(self.codes),
            "subject_ids": sorted(self.subject_ids),
            "fields_sent": sorted(self.fields_sent),
            "facts": dict(self.facts),
        }
        return {
            name: value for name, value in values.items() if value or name not in SINCE_SECOND_FORM
        }

    def to_bytes(self, salt: bytes) -> bytes:
        """Return what is hashed: the salt, then the canonical JSON.

        The salt keeps the leaf from telling anything once salt and row are erased.
        """
        return salt + canonical_json(self.to_json())


def _is_fact(value: Any) -> bool:
    """Tell whether `value` is a scalar, a list of scalars, or a mapping of ids to scalars."""
    if isinstance(value, Mapping):
        return all(isinstance(name, str) and _is_scalar(one) for name, one in value.items())
    if isinstance(value, list | tuple):
        return all(_is_scalar(one) for one in value)
    return _is_scalar(value)


def _is_scalar(value: Any) -> bool:
    if isinstance(value, str):
        return len(value) <= LONGEST_TEXT
    return value is None or isinstance(value, bool | int)
