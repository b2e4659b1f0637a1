"""The term of a thing, beside it on its page."""

from typing import Any
from uuid import UUID

from django import template

from schakel.retention.queries import find_due
from schakel.retention.wording import ARTICLES, GROUNDS, THEN

register = template.Library()


@register.inclusion_tag("retention/due.html")
def due(kind: str, object_id: UUID) -> dict[str, Any]:
    """Show when a thing is due and what happens then; the page checked that it may be read."""
    found = find_due(kind, object_id)
    if found is None:
        return {}
    when, term = found
    return {
        "on": when.on,
        "then": THEN[when.then],
        "article": ARTICLES[when.article],
        "ground": GROUNDS.get(term.held_ground, "") if term else "",
    }
