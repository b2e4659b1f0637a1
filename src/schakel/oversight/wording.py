"""Codes of the room as sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.oversight.core.due import Kind, Outcome

KINDS: dict[str, Promise] = {
    Kind.ACCESS: _("access to the data"),
    Kind.RECTIFICATION: _("rectification"),
    Kind.ERASURE: _("erasure"),
    Kind.RESTRICTION: _("restriction"),
}
OUTCOMES: dict[str, Promise] = {
    Outcome.GRANTED: _("granted"),
    Outcome.PARTLY: _("granted in part"),
    Outcome.REFUSED: _("refused"),
}
WAYS: dict[str, Promise] = {
    "schakel": _("sealed message"),
    "call": _("call"),
    "meeting": _("meeting"),
    "guest-room": _("seen in the guest room"),
    "siena": _("SIENA"),
    "e-codex": _("e-CODEX"),
    "another-hand": _("passed on by another node"),
}
STAGES: dict[str, Promise] = {
    "accepted": _("accepted"),
    "delivered": _("delivered"),
    "opened": _("opened"),
    "failed": _("failed"),
}
REGIMES: dict[str, Promise] = {
    "wpg": _("Police Data Act (Wpg)"),
    "wjsg": _("Judicial and Criminal Data Act (Wjsg)"),
    "avg": _("General Data Protection Regulation (AVG)"),
    "led": _("Law Enforcement Directive"),
}
DATA: dict[str, Promise] = {
    "names": _("names"),
    "roles": _("roles in a case"),
    "births": _("dates of birth, as known"),
    "nationalities": _("nationalities"),
    "identifiers": _("telephone numbers, addresses, accounts, documents, plates, vessels"),
    "files": _("files as they came in"),
    "requests": _("requests"),
    "answers": _("answers"),
    "log": _("the log of processing"),
}
GROUNDS: dict[str, Promise] = {
    "": _("within the Directive"),
    "none": _("no ground: nothing about a person leaves"),
    "adequacy": _("adequacy decision (art. 36)"),
    "binding": _("binding instrument (art. 37(1)(a))"),
    "assessed": _("own assessment (art. 37(1)(b))"),
}
SECURITY: dict[str, Promise] = {
    "second-factor": _("two factors for everybody"),
    "practice": _("practice environment: one-time links instead of a second factor"),
    "merkle-log": _("a log that cannot be changed unnoticed"),
    "sqlite3": _("database SQLite on this machine"),
    "postgresql": _("database PostgreSQL"),
}
TROUBLES: dict[str, Promise] = {
    "rewritten": _("does not continue what was cosigned"),
    "shorter": _("is shorter than what was cosigned"),
    "other-key": _("is signed by another key than before"),
    "anew": _("begins anew; people have to agree"),
    "bad-answer": _("the answer does not hold"),
}
