"""How a decision of the gate looks on a page."""

from typing import Any

from django import template
from django.template import Context

from schakel.handling.core.decision import Outcome
from schakel.handling.queries import GateDecision, shown
from schakel.handling.wording import OUTCOMES, PURPOSES, TONES, WHOM, say

register = template.Library()


@register.inclusion_tag("handling/decision_panel.html", takes_context=True)
def gate_decision(context: Context, decision: GateDecision) -> dict[str, Any]:
    """Show a decision with every reason that the reader may know, and what would lift a hold."""
    seen = shown(decision, for_user=context["request"].user)
    return {
        "decision": decision,
        "shut": seen.outcome is Outcome.REFUSE,
        "lifted": decision.lifts,
        "outcome": OUTCOMES[seen.outcome],
        "tone": TONES[seen.outcome],
        "purpose": PURPOSES[decision.purpose],
        "reasons": [
            {
                "rule": reason.rule,
                "has_row": reason.rule.isdecimal(),
                "source": reason.source,
                "verified": reason.verified,
                "text": _translated(reason.text),
                "label": OUTCOMES[reason.outcome],
                "tone": TONES[reason.outcome],
                "needs": say(reason.needs) if reason.needs else "",
                "whom": WHOM.get(reason.whom, ""),
            }
            for reason in seen.reasons
        ],
        "conditions": [say(condition.text) for condition in seen.conditions],
    }


def _translated(text: str) -> str:
    sentence, bracket, names = text.partition(" (")
    return say(text) if not bracket else f"{say(sentence)} ({names}"
