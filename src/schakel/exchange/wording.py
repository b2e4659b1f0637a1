"""Codes of the room as sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STATES: dict[str, tuple[str, Promise]] = {
    "waiting": ("warning", _("waits to be sent")),
    "accepted": ("info", _("accepted by the other node")),
    "delivered": ("info", _("delivered")),
    "opened": ("positive", _("opened")),
    "failed": ("negative", _("failed")),
    "expired": ("negative", _("expired")),
}
