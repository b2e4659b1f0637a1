"""Codes of the room as sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.rectification.core.notices import About, Outcome

ABOUT: dict[str, Promise] = {
    About.RECTIFICATION: _("Data on a person that they gave us were wrong"),
    About.ERASURE: _("Data on a person that they gave us must be erased"),
    About.RESTRICTION: _("Data on a person that they gave us may not be used"),
    About.BREACH: _("Data that concern us were in a breach there"),
}
OUTCOMES: dict[str, tuple[str, Promise]] = {
    Outcome.RECEIVED: ("warning", _("received, to be settled")),
    Outcome.RESTRICTED: ("warning", _("its use is restricted, to be settled")),
    Outcome.DONE: ("positive", _("done")),
    Outcome.KEPT: ("neutral", _("kept as it is")),
}
