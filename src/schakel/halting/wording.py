"""Codes of the room as sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.stopping.core.scopes import Scope

SCOPES: dict[str, Promise] = {
    Scope.COUNTRY: _("a country or organisation"),
    Scope.AUTHORITY: _("an authority"),
    Scope.LINK: _("a link with a node"),
    Scope.CASE: _("a case"),
}
