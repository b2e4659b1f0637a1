"""Codes of the room as sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.exculpation.core.marks import Standing

STATES: dict[str, tuple[str, Promise]] = {
    Standing.PROPOSED: ("warning", _("a prosecutor is asked; nothing erases it meanwhile")),
    Standing.CONFIRMED: ("info", _("speaks for an accused: no recall and no schedule erases it")),
    Standing.REJECTED: ("neutral", _("a prosecutor said no")),
}
KINDS: dict[str, Promise] = {"item": _("Information of a partner"), "report": _("Report")}
