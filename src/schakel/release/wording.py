"""Codes of the room as sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.release.core.lists import Why

WHY: dict[str, Promise] = {
    Why.ROLE: _("not on the list for this role of the person"),
    Why.PURPOSE: _("not for this purpose"),
    Why.RECEIVER: _("not for this receiver"),
}
FIELDS: dict[str, Promise] = {
    "name": _("name"),
    "birth_date": _("date of birth"),
    "nationality": _("nationality"),
    "minor": _("minor"),
    "role": _("role"),
    "mrz": _("machine-readable zone of a document"),
    "phone": _("telephone number"),
    "email": _("e-mail address"),
    "url": _("web address"),
    "handle": _("account of a network"),
    "imei": _("device number"),
    "iban": _("bank account"),
    "card": _("payment card"),
    "amount": _("amount"),
    "plate": _("number plate"),
    "vin": _("vehicle number"),
    "imo": _("ship number"),
    "mmsi": _("ship radio number"),
    "coordinates": _("position"),
    "place": _("place"),
    "date": _("date"),
}
