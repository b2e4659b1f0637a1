"""Who may read which reason: protected grounds look alike to everybody without their clearance.

Whoever sees that the gate stops for asylum knows that somebody asked for it. So without clearance a
stop for asylum, for an informant and for a protected witness are one and the same answer; and where
another row stops as well, the protected ground is not mentioned at all.
"""

from dataclasses import replace
from enum import StrEnum

from schakel.handling.core import texts
from schakel.handling.core.decision import Decision, Outcome, Reason, Whom

PROTECTED = "protected"


class Ground(StrEnum):
    """A kind of reason that not everybody may read."""

    ASYLUM = "asylum"
    INFORMANT = "informant"
    PROTECTED_WITNESS = "protected-witness"


_GROUND_OF = {
    "2": Ground.INFORMANT,
    "4": Ground.ASYLUM,
    "5": Ground.ASYLUM,
    "6": Ground.ASYLUM,
    "33": Ground.PROTECTED_WITNESS,
}
# The one line that stands for every protected ground: a hold, so that nobody learns from a refusal.
ALIKE = Reason(
    rule=PROTECTED,
    outcome=Outcome.HOLD,
    text=texts.REASONS[PROTECTED],
    source="House rule: protected grounds look alike",
    verified="V",
    needs=texts.REMEDIES[PROTECTED][1],
    whom=Whom.HUMAN_RIGHTS_DESK,
)


def ground_of(rule: str) -> Ground | None:
    """Return the protected ground that a row rests on, or None."""
    return _GROUND_OF.get(rule)


def shown_to(decision: Decision, *, grounds: frozenset[Ground]) -> Decision:
    """Return the decision as somebody sees it who has clearance for `grounds`.

    Two cases that differ only in a protected ground, and that both stay, look the same.
    """
    seen = tuple(r for r in decision.reasons if ground_of(r.rule) in {None, *grounds})
    if len(seen) == len(decision.reasons):
        return decision
    if not any(reason.stops for reason in seen):
        seen = (*seen, ALIKE)
    outcome = max((reason.outcome for reason in seen), key=lambda one: one.strictness)
    return replace(decision, outcome=outcome, reasons=seen)
