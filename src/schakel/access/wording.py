"""Codes of the room as sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.access.core.policy import Ground

GROUNDS: dict[str, Promise] = {
    Ground.AUTHOR: _("wrote it"),
    Ground.ASSIGNED: _("works on it by name"),
    Ground.UNIT: _("is of the unit, and works under this law for this purpose"),
    Ground.TAKES_PART: _("is of a unit that took part then"),
    Ground.RELEASED: _("is of a unit to which it was released"),
    Ground.GUEST: _("is the guest to whose state it was released"),
    Ground.ROLE: _("has a role that sees all of these"),
}
