"""The bodies of the room's messages; docs/reference/messages.md describes each."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentAsked:
    """`consent.ask`: may this item be used for this purpose, or passed to these receivers?

    `asked_by` is the node that wants to know, when another hand passes the question on.
    """

    consent: UUID
    answer: UUID
    purpose: str
    reason: str
    receivers: tuple[str, ...] = ()
    asked_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentAnswered:
    """`consent.answer`: yes or no, for how long, and why.

    `originator` and `proof` are set by a hand in between: who answered, and the SHA-256 of the
    signed message that said so.
    """

    consent: UUID
    given: bool
    until: datetime
    text: str
    originator: str = ""
    proof: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentWithdrawn:
    """`consent.withdraw`: the yes holds no longer. A control message."""

    consent: UUID
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemPassed:
    """`item.pass`: an item of another originator, with his leave; its files are in the envelope."""

    item: UUID
    reference: str
    text: str
    restrictions: str
    originator: str
    originator_country: str
    purpose: str
    given_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderTold:
    """`item.recall`, `item.restrict`, `item.correct`: what the originator wants."""

    notice: UUID
    item: UUID
    originator: str
    reason: str
    at: datetime
    replaced_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderAnswered:
    """`item.receipt`: what a holder did. A control message, signed like every envelope.

    `node` is who did it; `proof` the SHA-256 of its own signed message when another hand passes it
    on. An empty `outcome` says that the node was told and has not answered yet.
    """

    notice: UUID
    item: UUID
    node: str
    outcome: str
    ground: str
    at: datetime
    proof: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDisclosed:
    """`item.disclosed`: exculpatory material entered a criminal file; a notice, no question."""

    item: UUID
    at: datetime
