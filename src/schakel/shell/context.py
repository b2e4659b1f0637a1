"""What every page knows: which node it is on."""

from django.conf import settings
from django.http import HttpRequest


def node(request: HttpRequest) -> dict[str, object]:
    """Return the identity of this node for templates, as `node`."""
    return {"node": settings.SCHAKEL_NODE}
