"""Codes of the room as sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.handling.core.case import Asylum, Consent, Judgement, Refoulement
from schakel.safeguards.core.judgements import Measure

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
    "adequacy-decision": _("Adequacy decision for police data"),
    "eio": _("Takes part in the European Investigation Order"),
    "eurojust-agreement": _("Agreement with Eurojust"),
    "europol-arrangement": _("Arrangement with Europol"),
    "smuggling-protocol": _("Party to the Smuggling of Migrants Protocol"),
    "mla-treaty-nl": _("Bilateral treaty with the Netherlands on legal assistance"),
    "death-penalty-in-law": _("Death penalty in law"),
    "wgi-voice-accountability": _("World Bank: voice and accountability"),
    "wgi-political-stability": _("World Bank: political stability"),
    "wgi-government-effectiveness": _("World Bank: government effectiveness"),
    "wgi-regulatory-quality": _("World Bank: regulatory quality"),
    "wgi-rule-of-law": _("World Bank: rule of law"),
    "wgi-control-of-corruption": _("World Bank: control of corruption"),
    "fsi-total": _("Fragile States Index"),
    "name-en": _("Name in English"),
    "name-nl": _("Name in Dutch"),
}


# More words of facts, and of the question to the gate.
# Where a fact or an entry is from, when that is no document with a name of its own.
SOURCES: dict[str, Promise] = {
    "practice": _("invented for the practice environment"),
}
VALUES: dict[str, Promise] = {
    "yes": _("yes"),
    "no": _("no"),
    "none": _("none"),
    "open": _("open"),
    "assured": _("covered by an assurance"),
    "unknown": _("unknown"),
    "adequacy": _("adequacy decision"),
    "binding": _("binding instrument"),
    "assessed": _("own assessment of safeguards"),
    "in force": _("in force"),
    "negotiating mandate": _("mandate to negotiate"),
    "working arrangement": _("working arrangement"),
}
YES_NO: dict[str, Promise] = {"no": _("no"), "yes": _("yes")}
ASYLUM: dict[str, Promise] = {
    Asylum.NONE: _("no procedure"),
    Asylum.PENDING: _("procedure is pending"),
    Asylum.GRANTED: _("protection granted"),
    Asylum.FINAL_NEGATIVE: _("finally rejected"),
    Asylum.UNKNOWN: _("not known there either"),
}
REFOULEMENT: dict[str, Promise] = {
    Refoulement.CLEARED: _("cleared"),
    Refoulement.OPEN: _("still open"),
    Refoulement.BARRED: _("return is barred"),
}
CONSENTS: dict[str, Promise] = {
    Consent.NONE: _("not asked"),
    Consent.ASKED: _("asked, no answer yet"),
    Consent.GIVEN: _("given"),
    Consent.REFUSED: _("refused"),
}
# Judgements.
MEASURES: dict[str, Promise] = {
    Measure.ANY: _("every measure that has no judgement of its own"),
    Measure.INFORMATION: _("information to the police"),
    Measure.LEGAL_ASSISTANCE: _("legal assistance and evidence"),
    Measure.RETURN: _("return"),
    Measure.SUPPORT: _("training and equipment"),
}
POSITIVE: dict[bool, Promise] = {True: _("may send"), False: _("do not send")}
STATES: dict[Judgement | None, tuple[str, Promise]] = {
    Judgement.VALID: ("positive", _("counts today")),
    Judgement.EXPIRED: ("negative", _("ended: the gate holds")),
    Judgement.NONE: ("negative", _("the gate holds")),
}
