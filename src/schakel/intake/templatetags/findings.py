"""What pages of other rooms say about findings."""

from collections.abc import Iterable

from django import template

from schakel.intake import queries

register = template.Library()


@register.simple_tag
def open_findings(originals: Iterable[queries.Original]) -> int:
    """Return how many things that were found in these files nobody settled yet."""
    return queries.count_open_things({original.pk for original in originals})
