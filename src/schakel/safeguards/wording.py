"""Codes of the room as sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STATUSES: dict[str, tuple[str, Promise]] = {
    "verified": ("positive", _("verified")),
    "from-memory": ("warning", _("not verified: from memory")),
    "assumption": ("warning", _("not verified: assumption")),
    "unknown": ("neutral", _("unknown")),
}
INDICATORS: dict[str, Promise] = {
    "eu-member": _("Member State of the European Union"),
    "schengen-associated": _("Associated with Schengen"),
    "transfer-basis": _("Basis for a transfer of police data"),
    "transfer-basis-return": _("Basis for a transfer for return"),
    "death-penalty-risk": _("Risk of death penalty"),
    "torture-risk": _("Risk of torture or ill-treatment"),
    "competent-authority": _("Competent authority"),
}
