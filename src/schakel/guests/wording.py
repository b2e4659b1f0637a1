"""Codes of the room as sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.guests.core.mandates import State

STATES: dict[State, tuple[str, Promise]] = {
    State.ASKED: ("warning", _("waits for the administrator")),
    State.OPEN: ("positive", _("open")),
    State.ENDED: ("neutral", _("ended")),
}
