"""Codes of the room as sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.retention.core.articles import Counting, Then

ARTICLES: dict[str, Promise] = {
    "wpg-8": _("Police Data Act, art. 8: daily police task"),
    "wpg-9": _("Police Data Act, art. 9: investigation"),
    "wpg-10": _("Police Data Act, art. 10: insight into serious crime"),
    "wpg-12": _("Police Data Act, art. 12: informants"),
    "wpg-14": _("Police Data Act, art. 14: put out of use"),
    "wjsg": _("Judicial and Criminal Records Act"),
    "avg": _("General Data Protection Regulation"),
    "national-police-law": _("national police law"),
    "national-criminal-procedure": _("national criminal procedure"),
}
COUNTS: dict[str, Promise] = {
    Counting.FIRST: _("from the first processing"),
    Counting.LAST: _("from the last relevant processing"),
    Counting.END: _("from the end of the investigation"),
    Counting.REMOVED: _("from the day it was put out of use"),
}
THEN: dict[str, Promise] = {
    Then.REMOVE: _("put out of use"),
    Then.DESTROY: _("destroyed"),
}
KINDS: dict[str, Promise] = {
    "report": _("report"),
    "person": _("person in a report"),
    "item": _("item of an originator"),
    "request": _("request"),
}
GROUNDS: dict[str, Promise] = {
    "criminal-file": _("it is in a criminal file"),
    "exculpatory": _("it speaks for an accused"),
}
