"""What the gate must know of what would be sent, beside what it must know of the receiver."""

from dataclasses import dataclass

from schakel.handling.core.case import Asylum, HandlingCode, Purpose, Regime, Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFacts:
    """What the gate must know of a report."""

    codes: frozenset[HandlingCode]
    purpose: Purpose | None
    regime: Regime
    originator: str | None
    evaluated: bool
    necessity: str
    personal: bool
    subject: Subject | None
    minor: bool
    asylum: Asylum | None = None
    nationalities: frozenset[str] = frozenset()
