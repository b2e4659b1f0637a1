"""Questions about links."""

from schakel.links.models import Statement


def list_statements(node: str) -> list[Statement]:
    """Return what was lately said to a node about the link, newest first, greetings left out."""
    rows = Statement.objects.filter(node=node).exclude(deed="hello").defer("token")
    return list(rows.order_by("-made_at", "-id")[:20])
