"""Codes of the room as sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

USES: dict[str, tuple[str, Promise]] = {
    "information": ("warning", _("information, not evidence")),
    "evidence": ("positive", _("may be used as evidence")),
}
