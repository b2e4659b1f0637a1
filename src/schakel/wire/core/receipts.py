"""What a receiver signs about an envelope, and how far that brings it at the sender."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from schakel.kernel.moments import to_wire
from schakel.wire.core.shapes import DIGEST, NODE, id_of, match_of, moment_of, text_of

LONGEST_CODE = 80  # characters; a code of a later version is kept as it is


class Stage(StrEnum):
    """What the receiver did with the envelope.

    Source: the evidences of ETSI EN 319 522-1 (relay, delivery, retrieval), as e-CODEX uses them.
    """

    ACCEPTED = "accepted"  # checked and on disk
    DELIVERED = "delivered"  # took effect
    OPENED = "opened"  # a person opened it
    FAILED = "failed"  # checked and on disk, but could not take effect
    REFUSED = "refused"  # a check failed; nothing is kept


RANK = {
    "waiting": 0,
    "expired": 0,
    Stage.ACCEPTED: 1,
    Stage.DELIVERED: 2,
    Stage.OPENED: 3,
    Stage.FAILED: 4,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One signed statement of a receiver.

    `digest` is the SHA-256 of the signed text of the envelope; in a refusal, where there may be no
    such text, it is the SHA-256 of the sealed text.
    """

    envelope: UUID
    stage: Stage
    digest: str
    sender: str  # the node that signs
    at: datetime
    problem: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the value that is signed."""
        return {
            "envelope": str(self.envelope),
            "stage": self.stage.value,
            "digest": self.digest,
            "from": self.sender,
            "at": to_wire(self.at),
            "problem": self.problem,
        }


def read_statement(given: object) -> Statement:
    """Return the statement in a verified payload.

    Raises:
        ValueError: It is not of the documented shape.
    """
    if not isinstance(given, Mapping):
        raise ValueError("not a statement")
    try:
        return Statement(
            envelope=id_of(given["envelope"]),
            stage=Stage(given["stage"]),
            digest=match_of(given["digest"], DIGEST),
            sender=match_of(given["from"], NODE),
            at=moment_of(given["at"]),
            problem=text_of(given["problem"], longest=LONGEST_CODE),
        )
    except (KeyError, TypeError) as error:
        raise ValueError("not a statement") from error


def advance(state: str, stage: Stage) -> str:
    """Return the state of an envelope at its sender after `stage` was signed.

    States only go forward; what failed stays failed. What expired here but was taken there in time
    goes on, for the receiver's signature is the truth.
    """
    if stage is Stage.REFUSED or state == Stage.FAILED:
        return state
    return stage.value if RANK[stage] > RANK[state] else state
