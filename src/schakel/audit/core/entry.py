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
}


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
        if not all(_is_fact(fact) for fact in self.facts.values()):
            raise ValueError("a fact of a log entry is an id, a code or a whole number")
        if len(canonical_json(dict(self.facts))) > LONGEST_FACTS:
            raise ValueError("the facts of a log entry are ids and codes, not content")

    def to_json(self) -> dict[str, Any]:
        """Return the line as the JSON object that is hashed."""
        values = {name: getattr(self, name) for name in self.__slots__}
        return values | {
            "id": str(self.id),
            "at": to_wire(self.at),
            "codes": sorted(self.codes),
            "facts": dict(self.facts),
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
