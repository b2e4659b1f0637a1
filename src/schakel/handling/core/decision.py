"""What the gate answers: an outcome with all reasons, and the proof that the outbox demands."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Outcome(StrEnum):
    """From open to shut; `strictness` orders them."""

    ALLOW = "allow"
    CONDITIONS = "conditions"
    HOLD = "hold"
    REFUSE = "refuse"

    @property
    def strictness(self) -> int:
        """Return 0 (allow) to 3 (refuse)."""
        return list(Outcome).index(self)


class Whom(StrEnum):
    """Who can add what a held case lacks."""

    AUTHOR = "author"
    ORIGINATOR = "originator"
    IMMIGRATION_SERVICE = "immigration-service"
    RETURN_SERVICE = "return-service"
    GUARDIAN = "guardian"
    PROSECUTOR = "prosecutor"
    HUMAN_RIGHTS_DESK = "human-rights-desk"
    PRIVACY_OFFICER = "privacy-officer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One row of the table that applies.

    Attributes:
        rule: The number of the row, or `no-rule`.
        outcome: What this row alone answers.
        text: Plain English.
        source: The article.
        verified: V, P or K: its wording was read, read in part, or is from memory.
        needs: What would lift a hold; empty for every other outcome.
        whom: Who can add that, a value of `Whom`; empty for every other outcome.
    """

    rule: str
    outcome: Outcome
    text: str
    source: str
    verified: str
    needs: str = ""
    whom: str = ""

    @property
    def stops(self) -> bool:
        """Tell whether this row alone keeps it here."""
        return self.outcome in {Outcome.HOLD, Outcome.REFUSE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Something that binds the receiver, or must be done with the sending."""

    code: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The answer of the gate to one case."""

    outcome: Outcome
    reasons: tuple[Reason, ...]
    conditions: tuple[Condition, ...]
    table_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleared:
    """Proof that one item may go to one receiver; made in `handling` alone, demanded by the outbox.

    `content_sha256` binds the proof to the canonical JSON of what was cleared.
    """

    decision_id: UUID
    item_kind: str
    item_id: UUID
    receiver: str
    content_sha256: str
    codes: frozenset[str]
    conditions: tuple[str, ...]
    cleared_at: datetime
