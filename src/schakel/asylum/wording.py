"""Codes of the room as sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.handling.core.case import Asylum

ANSWERS: dict[str, Promise] = {
    Asylum.NONE: _("no asylum"),
    Asylum.PENDING: _("a procedure is pending"),
    Asylum.GRANTED: _("protection was granted"),
    Asylum.FINAL_NEGATIVE: _("finally rejected"),
    Asylum.UNKNOWN: _("not known"),
}
