"""One line of the log as bytes that can be hashed."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from schakel.kernel.canonical import canonical_json
from schakel.kernel.moments import to_wire

EVENT = re.compile(r"[a-z][a-z-]*(:[a-z][a-z-]*)+")
LONGEST_FACTS = 4_000  # bytes: the log holds ids and codes, never content


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
    codes: tuple[str, ...] = ()
    decision_id: str = ""
    table_version: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what would not fit the log.

        Raises:
            ValueError: The event is not `subject:verb`, or the facts are too long.
        """
        if not EVENT.fullmatch(self.event):
            raise ValueError(f"an event is written subject:verb, not {self.event!r}")
        if len(canonical_json(dict(self.facts))) > LONGEST_FACTS:
            raise ValueError("the facts of a log entry are ids and codes, not content")

    def to_bytes(self, salt: bytes) -> bytes:
        """Return what is hashed: the salt, then the canonical JSON.

        The salt keeps the leaf from telling anything once salt and row are erased.
        """
        values = {
            **asdict(self),
            "id": str(self.id),
            "at": to_wire(self.at),
            "codes": list(self.codes),
            "facts": dict(self.facts),
        }
        return salt + canonical_json(values)
