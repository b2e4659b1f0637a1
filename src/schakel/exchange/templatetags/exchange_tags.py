"""How a delivery looks on a page."""

from typing import Any
from uuid import UUID

from django import template
from django.utils.functional import Promise

from schakel.exchange.queries import delivery_of
from schakel.exchange.wording import ARRIVALS, EXPECTED, LAPSED, LINKS, PROBLEMS, STATES

register = template.Library()


@register.inclusion_tag("exchange/delivery.html")
def delivery(envelope_id: UUID | None) -> dict[str, Any]:
    """Show how far an envelope of ours came."""
    found = delivery_of(envelope_id) if envelope_id else None
    if found is None:
        return {"delivery": None}
    tone, label = STATES[found.state]
    return {"delivery": found, "tone": tone, "label": label}


@register.filter
def stage_name(stage: str) -> str | Promise:
    """Return the name of a stage."""
    return STATES[stage][1]


@register.filter
def arrival_state(state: str) -> str | Promise:
    """Return the name of the state of what came in."""
    return ARRIVALS[state]


@register.filter
def link_state(state: str) -> str | Promise:
    """Return the name of the state of a link."""
    return LINKS[state]


@register.filter
def expected_stage(stage: str) -> str | Promise:
    """Return what is expected next."""
    return EXPECTED[stage]


@register.filter
def lapsed_stage(stage: str) -> str | Promise:
    """Return what did not happen in time."""
    return LAPSED[stage]


@register.filter
def problem_text(code: str) -> str | Promise:
    """Return what a problem means; of a code of a later version, the code."""
    return PROBLEMS.get(code, code)
