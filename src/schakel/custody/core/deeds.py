"""What an originator may ask of those who hold his item, and what they must answer."""

from dataclasses import dataclass
from enum import StrEnum


class Deed(StrEnum):
    """What the originator wants."""

    RECALL = "recall"
    RESTRICT = "restrict"
    CORRECT = "correct"


class Outcome(StrEnum):
    """What a holder did."""

    ERASED = "erased"
    RESTRICTED = "restricted"
    CORRECTED = "corrected"
    KEPT = "kept"
    NOT_HELD = "not-held"


class Reason(StrEnum):
    """Why an originator asks; a code, because nothing else travels in a control message."""

    UNLAWFUL = "unlawful"
    INACCURATE = "inaccurate"
    OUTDATED = "outdated"
    RETENTION = "retention-ended"
    SAFETY = "safety-of-a-person"
    COURT = "order-of-a-court"
    MISTAKE = "sent-by-mistake"


class Ground(StrEnum):
    """Why a holder keeps what was recalled."""

    CRIMINAL_FILE = "criminal-file"
    EXCULPATORY = "exculpatory"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What decides over an item at its holder."""

    is_held: bool
    is_erased: bool = False
    in_criminal_file: bool = False
    is_exculpatory: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What the holder does, and why he keeps; `restricts` the use, `asks` a prosecutor."""

    outcome: Outcome
    ground: str = ""
    restricts: bool = False
    asks: bool = False


def settle(deed: Deed, standing: Standing) -> Settlement:
    """Return what a holder does when the originator wants `deed`.

    What entered a criminal file, or speaks for an accused, is never erased: its use is restricted
    and a prosecutor is asked.

    Source: Directive (EU) 2016/680, art. 16(3); UNTOC, art. 18(5) and (19).
    """
    if not standing.is_held:
        return Settlement(outcome=Outcome.NOT_HELD)
    if standing.is_erased:
        return Settlement(outcome=Outcome.ERASED)
    if deed is Deed.RESTRICT:
        return Settlement(outcome=Outcome.RESTRICTED, restricts=True)
    if deed is Deed.CORRECT:
        return Settlement(outcome=Outcome.CORRECTED)
    ground = ground_of(standing)
    if ground:
        return Settlement(outcome=Outcome.KEPT, ground=ground, restricts=True, asks=True)
    return Settlement(outcome=Outcome.ERASED)


def ground_of(standing: Standing) -> str:
    """Return why an item is kept whatever originator and schedule want; empty when it is not."""
    if standing.in_criminal_file:
        return Ground.CRIMINAL_FILE
    return Ground.EXCULPATORY if standing.is_exculpatory else ""
