"""Codes of the room as sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.wire.core.links import Deed

DEEDS: dict[str, Promise] = {
    Deed.HELLO: _("Versions and capabilities"),
    Deed.CONFIRM: _("Confirmation of the keys"),
    Deed.KEYS: _("New keys"),
    Deed.REVOKE: _("Revocation of a key"),
}

STATES: dict[str, tuple[str, Promise]] = {
    "proposed": ("warning", _("the words are still to be compared by phone")),
    "confirmed": ("warning", _("confirmed here; the other side still has to confirm")),
    "linked": ("positive", _("both sides confirmed; messages pass")),
    "suspended": ("negative", _("suspended; nothing passes")),
}
