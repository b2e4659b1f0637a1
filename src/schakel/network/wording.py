"""Codes of the room as sentences."""

import re

from babel import Locale
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from schakel.network.core.carriers import Carrier

KINDS: dict[str, Promise] = {
    "spoc": _("single point of contact"),
    "prosecution": _("prosecution office"),
    "liaison": _("liaison post"),
    "immigration": _("immigration service"),
    "central": _("central authority"),
    "office": _("node office"),
    "police": _("police"),
    "other": _("other"),
}
CHANNELS: dict[str, Promise] = {
    Carrier.SCHAKEL: _("Schakel"),
    Carrier.SIENA: _("SIENA"),
    Carrier.E_CODEX: _("e-CODEX"),
    Carrier.I_24_7: _("I-24/7"),
    Carrier.CENTRAL_AUTHORITY: _("central authority"),
    Carrier.DIPLOMATIC: _("diplomatic channel"),
    "phone": _("phone"),
    "mail": _("mail"),
}
STATUSES: dict[str, tuple[str, Promise]] = {
    "verified": ("positive", _("verified")),
    "from-memory": ("warning", _("not verified: from memory")),
    "assumption": ("warning", _("not verified: assumption")),
    "unknown": ("neutral", _("unknown")),
}


def say_languages(codes: str) -> str:
    """Return language codes (`en, fr`) as names in the reader's language; other words stay."""
    return ", ".join(_name_language(code) for code in re.split(r"[,;\s]+", codes) if code)


def _name_language(code: str) -> str:
    reader = (get_language() or "en")[:2]
    return str(Locale(reader).languages.get(code.lower(), code))
