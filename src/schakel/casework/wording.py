"""Codes of the room as sentences."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from schakel.casework.core.closing import Europol, Missing
from schakel.shell.parties import name_party

SOURCES: dict[str, Promise] = {
    "A": _("A: no doubt about authenticity, trustworthiness and competence"),
    "B": _("B: reliable in most instances"),
    "C": _("C: unreliable in most instances"),
    "X": _("X: reliability cannot be assessed"),
}
INFORMATION: dict[str, Promise] = {
    "1": _("1: accuracy not in doubt"),
    "2": _("2: known personally to the source"),
    "3": _("3: not known personally, but corroborated"),
    "4": _("4: not known personally, cannot be corroborated"),
}
STATES: dict[str, tuple[str, Promise]] = {
    "draft": ("neutral", _("draft")),
    "closed": ("positive", _("closed")),
}
EUROPOL: dict[str, Promise] = {
    Europol.YES: _("yes"),
    Europol.NO: _("no"),
    Europol.LATER: _("later"),
}
EUROPOL_PURPOSES: dict[str, Promise] = {
    "cross-checking": _("cross-checking"),
    "strategic-analysis": _("strategic or thematic analysis"),
    "operational-analysis": _("operational analysis"),
    "exchange": _("facilitating exchange"),
}
MISSING: dict[str, Promise] = {
    Missing.CONTENT: _("a text or a file"),
    Missing.SOURCE_GRADE: _("the grade of the source"),
    Missing.INFORMATION_GRADE: _("the grade of the information"),
    Missing.CODES: _("a handling code"),
    Missing.H3_TEXT: _("the text of the H3 restriction"),
    Missing.PURPOSE: _("the purpose"),
    Missing.EUROPOL: _("the decision on Europol"),
    Missing.EUROPOL_REASON: _("the reason of the decision on Europol"),
    Missing.EUROPOL_PURPOSES: _("the purposes for Europol"),
}
FEEDBACK: dict[str, Promise] = {
    "used": _("used"),
    "passed-on": _("passed on"),
    "not-usable": _("not usable"),
}
BENEFITS: dict[str, Promise] = {
    "financial": _("financial or material benefit"),
    "none": _("no benefit"),
    "unknown": _("not known"),
}
HOW: dict[str, Promise] = {
    "call": _("call"),
    "meeting": _("meeting"),
    "mail": _("letter or mail"),
}
LEGS: dict[str, Promise] = {
    "thread-begun": _("The thread was begun from a report."),
    "unit-admitted": _("%(unit)s joined the thread."),
    "node-admitted": _("%(node)s was admitted to the thread, and all who take part were told."),
    "node-admitted-by": _("%(sender)s admitted %(node)s to the thread."),
    "unit-wished": _(
        "%(sender)s wants %(unit)s to take part; only people of this node can admit it."
    ),
    "leg-released": _("%(sender)s released what happened on %(then)s: %(sentence)s"),
    "contact-in": _("Somebody without a node told us something (%(how)s)."),
    "contact-out": _("We told somebody without a node something (%(how)s)."),
    "request-drafted": _("A request was drafted (%(reference)s)."),
    "request-submitted": _("The request went to the single point of contact for a check."),
    "request-returned": _("The single point of contact returned the request with a remark."),
    "request-refused-by-gate": _("The gate refused to send the request to %(receiver)s."),
    "request-held-by-gate": _("The gate held the request to %(receiver)s: something is missing."),
    "request-sent": _("The request was sent to %(receiver)s."),
    "request-dispatched": _(
        "The request went out through %(carrier)s, their reference %(outside)s."
    ),
    "request-receipt-recorded": _("Its receipt there was recorded; the clock runs from it."),
    "request-received": _("A request came in from %(sender)s (%(reference)s)."),
    "request-taken-up": _("The request was taken up; their reference is %(reference)s."),
    "request-clarification-asked": _("Clarification was asked; the clock stands still."),
    "request-clarified": _("Clarification was given; the clock runs again."),
    "request-refused": _("The request was refused, ground %(ground)s."),
    "request-answered": _("The request was answered."),
    "request-withdrawn": _("The request was withdrawn."),
    "request-closed": _("We closed the request: its answer was read, nothing more is to be done."),
    "consent-asked": _("Consent was asked to use the answer as evidence."),
    "consent-given": _("Consent was given: the answer may be used as evidence."),
    "consent-refused": _("Consent to use the answer as evidence was refused."),
    "consent-withdrawn": _("A consent was taken back."),
    "leave-asked": _("Leave was asked for another use, or to pass the item on."),
    "leave-given": _("Leave was given for another use, or to pass the item on."),
    "leave-refused": _("Leave for another use, or to pass the item on, was refused."),
    "item-passed": _("The item was passed on to %(node)s."),
    "item-received": _("%(sender)s passed on an item of another originator."),
    "item-recall": _("The originator recalled an item."),
    "item-restrict": _("The originator restricted the use of an item."),
    "item-correct": _("The originator corrected an item: another takes its place."),
    "item-answered-erased": _("%(node)s signed that the item was erased."),
    "item-answered-restricted": _("%(node)s signed that the use of the item is restricted."),
    "item-answered-corrected": _("%(node)s signed that the item was corrected."),
    "item-answered-kept": _("%(node)s signed that the item is kept, with the ground of law."),
    "item-answered-not-held": _("%(node)s signed that it never held the item."),
    "item-filed": _("The item was put into a criminal file."),
    "item-exculpatory": _("The item was marked: it speaks for an accused."),
    "item-disclosed": _("%(sender)s used exculpatory material and gave notice of it."),
}
PARTIES = {"node", "receiver", "sender"}


def say_leg(code: str, args: Mapping[str, Any]) -> str:
    """Return a leg of a thread as a sentence in the reader's language."""
    dutch = (get_language() or "").startswith("nl")
    values = {**args, "unit": args.get("unit_nl" if dutch else "unit_en", "")}
    for name in PARTIES & values.keys():
        values[name] = name_party(str(values[name]))
    if "how" in values:
        values["how"] = HOW.get(str(values["how"]), values["how"])
    return str(LEGS[code]) % values
