"""Codes of the room as sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.accounts.core.roles import Capability, Role

ROLES: dict[Role, Promise] = {
    Role.LIAISON_OFFICER: _("liaison officer"),
    Role.LIAISON_MAGISTRATE: _("liaison magistrate"),
    Role.PROSECUTOR: _("prosecutor"),
    Role.IRC_CASE_WORKER: _("IRC case worker"),
    Role.SPOC_DESK: _("single-point-of-contact desk"),
    Role.IND_LIAISON: _("immigration service liaison"),
    Role.ANALYST: _("analyst"),
    Role.PLANNER: _("planner"),
    Role.HUMAN_RIGHTS_DESK: _("human-rights desk"),
    Role.PRIVACY_OFFICER: _("privacy officer"),
    Role.NODE_ADMINISTRATOR: _("node administrator, reads no content"),
    Role.GUEST_PROSECUTOR: _("hosted prosecutor of another state"),
}

CAPABILITIES: dict[Capability, Promise] = {
    Capability.READ_CONTENT: _("read reports and requests of the own unit"),
    Capability.WRITE_REPORT: _("write reports"),
    Capability.GIVE_FEEDBACK: _("tell the reporter what was done with a report"),
    Capability.ASK_PARTNERS: _("ask partners for hit or no hit"),
    Capability.DRAFT_REQUEST: _("draft requests"),
    Capability.SEND_REQUEST: _("check and send requests"),
    Capability.ANSWER_REQUEST: _("answer requests"),
    Capability.DECIDE_CONSENT: _("decide on consent"),
    Capability.KEEP_FILE: _("keep the criminal file"),
    Capability.DECIDE_FILE: _("decide what stays or goes against a recall or a term"),
    Capability.LOG_CONTACT: _("log calls and meetings"),
    Capability.ASK_GATE: _("ask the gate"),
    Capability.ASK_ASYLUM_CHECK: _("ask the immigration service about a person"),
    Capability.ANSWER_ASYLUM_CHECK: _("answer for the immigration service"),
    Capability.RAISE_ALERT: _("raise an alert for danger to life"),
    Capability.REVIEW_ALERT: _("review alerts for danger to life"),
    Capability.ASK_EMERGENCY: _("ask to open reports of another unit in an emergency"),
    Capability.AGREE_EMERGENCY: _("be the second of two who open them"),
    Capability.READ_ASYLUM_GROUND: _("read reasons that rest on asylum"),
    Capability.READ_SOURCE_GROUND: _(
        "read reasons that rest on informants and protected witnesses"
    ),
    Capability.SIGN_JUDGEMENT: _("sign human-rights judgements"),
    Capability.STOP_EXCHANGE: _("stop what leaves, and lift the stop of another"),
    Capability.READ_DIRECTORY: _("read the directory"),
    Capability.READ_LOG: _("read the log"),
    Capability.OVERSEE: _("see who got what about a person, and keep requests and breaches"),
    Capability.CARRY: _("give messages to a courier and take them in"),
    Capability.ADMINISTER: _("administer people and units"),
    Capability.HOST_GUEST: _("host a prosecutor of another state"),
    Capability.VISIT: _("see, as a guest, what was released to the own state"),
}

NOTICES: dict[str, Promise] = {
    "request-to-check": _("A request waits for your check."),
    "request-waiting": _("A request came in."),
    "request-returned": _("A request came back to you with a remark."),
    "request-sent": _("A request was sent."),
    "request-withdrawn": _("A partner withdrew a request."),
    "request-taken-up": _("A partner took up a request."),
    "request-refused": _("A partner refused a request."),
    "answer-arrived": _("An answer came in."),
    "clarification-asked": _("A partner asks for clarification."),
    "clarification-given": _("A partner gave clarification."),
    "consent-asked": _("A partner asks for your consent."),
    "consent-answered": _("A partner answered your question for consent."),
    "consent-withdrawn": _("A partner took a consent back."),
    "item-received": _("A partner passed on an item."),
    "item-recall": _("A partner recalled an item."),
    "item-restrict": _("A partner restricted the use of an item."),
    "item-correct": _("A partner corrected an item."),
    "item-disclosed": _("A partner gave notice that an item was used."),
    "prosecutor-asked": _("An item was kept for a criminal file; a prosecutor must decide."),
    "retention-near": _("Something of yours will soon be put out of use or destroyed."),
    "clock-warning": _("A time limit ends soon."),
    "clock-lapsed": _("A time limit has ended."),
    "feedback-given": _("Somebody told what was done with a report."),
    "question-answered": _("A partner answered a hit or no-hit question."),
    "assigned": _("You were assigned to something by name."),
    "questions-stopped": _("Blind questions beyond the number of a day were stopped."),
    "thread-joined": _("Your unit joined a thread."),
    "delivery-late": _("A message did not arrive, or was not opened, in time."),
    "delivery-failed": _("A message could not be delivered."),
    "gate-refused": _("The gate refused a sending."),
    "assurance-broken": _("An assurance of another state was broken."),
    "subject-notice": _("A partner gave notice about data of a person."),
    "mark-decided": _("A prosecutor decided over what you proposed."),
    "exchange-stopped": _("The privacy officer or the human-rights desk stopped something."),
    "exchange-goes-on": _("A stop was lifted; what was laid aside goes on."),
    "partner-stopped": _("A partner stopped sending, or goes on."),
    "emergency-asked": _("You are asked to open an emergency access together."),
    "emergency-opened": _("An emergency access was opened."),
    "emergency-on-unit": _("Reports of your unit were opened in an emergency."),
    "access-changed": _("Your password or second factor was changed."),
    "node-restored": _("The node came back from an archive."),
}

# Who acts in the log and is no person of this node.
ACTORS: dict[str, Promise] = {
    "node": _("this node"),
    "stranger": _("somebody who did not come in"),
}

REGIMES: dict[str, Promise] = {
    "wpg": _("Police Data Act (Wpg)"),
    "wjsg": _("Judicial and Criminal Records Act (Wjsg)"),
    "avg": _("General Data Protection Regulation (AVG)"),
    "national-police-law": _("national law on police data"),
    "national-criminal-procedure": _("national law of criminal procedure"),
}

UNIT_KINDS: dict[str, Promise] = {
    "liaison": _("liaison post"),
    "spoc": _("single point of contact"),
    "prosecution": _("prosecution office"),
    "immigration": _("immigration service"),
    "central": _("central authority"),
    "office": _("office of the node"),
}
