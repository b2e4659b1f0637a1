"""How a decision of the gate looks on a page."""

from typing import Any

from django import template

from schakel.handling.models import GateDecision
from schakel.handling.wording import OUTCOMES, PURPOSES, TONES, WHOM, say

register = template.Library()


@register.inclusion_tag("handling/decision_panel.html")
def gate_decision(decision: GateDecision) -> dict[str, Any]:
    """Show a decision with every reason, its article and its mark, and what would lift a hold."""
    return {
        "decision": decision,
        "outcome": OUTCOMES[decision.outcome],
        "tone": TONES[decision.outcome],
        "purpose": PURPOSES[decision.purpose],
        "reasons": [
            {
                **reason,
                "text": _translated(reason["text"]),
                "label": OUTCOMES[reason["outcome"]],
                "tone": TONES[reason["outcome"]],
                "needs": say(reason["needs"]) if reason["needs"] else "",
                "whom": WHOM.get(reason["whom"], ""),
            }
            for reason in decision.reasons
        ],
        "conditions": [say(condition["text"]) for condition in decision.conditions],
    }


def _translated(text: str) -> str:
    sentence, bracket, names = text.partition(" (")
    return say(text) if not bracket else f"{say(sentence)} ({names}"
