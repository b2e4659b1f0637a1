"""How far the consents on an item reach, and which of them the gate is told of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from schakel.handling.core.case import Consent


class Standing(StrEnum):
    """How a question for consent stands."""

    ASKED = "asked"
    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What is consented to: purposes, receivers, or both; empty is "not named", never "all"."""

    purposes: frozenset[str]
    receivers: frozenset[str]

    def reaches(self, *, receiver: str, purpose: str) -> bool:
        """Tell whether it names the receiver or the purpose, and no other instead of them."""
        named = bool(self.purposes or self.receivers)
        fits = receiver in (self.receivers or {receiver})
        return named and fits and purpose in (self.purposes or {purpose})

    @property
    def covers(self) -> frozenset[str]:
        """Return what the gate compares: purposes and receivers together."""
        return self.purposes | self.receivers


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One question for consent, as it stands; `until` is the last moment of a yes."""

    scope: Scope
    standing: Standing
    until: datetime | None = None

    def stands(self, at: datetime) -> Standing:
        """Return how it stands at a moment: a yes past its end has ended, whatever is written."""
        over = self.until is None or self.until < at
        return Standing.ENDED if self.standing is Standing.GIVEN and over else self.standing


_AS_GATE = {
    Standing.GIVEN: Consent.GIVEN,
    Standing.REFUSED: Consent.REFUSED,
    Standing.ASKED: Consent.ASKED,
}


def consent_for(
    consents: Iterable[Given], *, receiver: str, purpose: str, at: datetime
) -> tuple[Consent, frozenset[str]]:
    """Return the consent that counts for one exchange, and what it covers.

    Only questions whose scope reaches the exchange count. A yes that holds comes before a no, a no
    before an open question; what was withdrawn or has ended is as if it had never been given. One
    consent counts by itself: two of them never add up to what neither covers.

    Args:
        consents: All questions on the item.
        receiver: Country or organisation.
        purpose: What the receiver will use it for.
        at: The moment of the exchange.

    Source: Europol handling codes H1, H2; Directive (EU) 2016/680, arts 9(3), 35(1)(c).
    """
    there = {
        one.stands(at): one.scope.covers
        for one in consents
        if one.scope.reaches(receiver=receiver, purpose=purpose)
    }
    for standing, consent in _AS_GATE.items():
        if standing in there:
            return consent, there[standing]
    return Consent.NONE, frozenset()
