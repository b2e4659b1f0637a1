"""How a country or organisation is called on a page."""

from typing import Any

from django import template
from django.utils.translation import get_language

from schakel.safeguards.queries import name_of

register = template.Library()


@register.simple_tag(takes_context=True)
def party_name(context: template.Context, code: str) -> str:
    """Return the name of a party in the reader's language; each is looked up once per page."""
    known: Any = context.render_context.setdefault("party_names", {})  # type: ignore[arg-type]
    party = code.upper()
    if party not in known:
        known[party] = name_of(party, (get_language() or "en")[:2])
    return str(known[party])
