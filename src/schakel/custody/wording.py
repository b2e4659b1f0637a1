"""Codes of the room as sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.custody.core.consents import Standing
from schakel.custody.core.deeds import Deed, Ground, Outcome, Reason

CONSENTS: dict[str, tuple[str, Promise]] = {
    Standing.ASKED: ("warning", _("asked, waits for the giver")),
    Standing.GIVEN: ("positive", _("given")),
    Standing.REFUSED: ("negative", _("refused")),
    Standing.WITHDRAWN: ("negative", _("taken back")),
    Standing.ENDED: ("negative", _("ended")),
}
DEEDS: dict[str, Promise] = {
    Deed.RECALL: _("Recall: erase it"),
    Deed.RESTRICT: _("Restrict: use it no further"),
    Deed.CORRECT: _("Correct: another answer takes its place"),
}
TOLD: dict[str, Promise] = {
    Deed.RECALL: _("recalled"),
    Deed.RESTRICT: _("restricted"),
    Deed.CORRECT: _("corrected"),
}
REASONS: dict[str, Promise] = {
    Reason.UNLAWFUL: _("it should not have been processed"),
    Reason.INACCURATE: _("it is not accurate"),
    Reason.OUTDATED: _("it is outdated"),
    Reason.RETENTION: _("its retention has ended"),
    Reason.SAFETY: _("the safety of a person"),
    Reason.COURT: _("order of a court"),
    Reason.MISTAKE: _("sent by mistake"),
}
OUTCOMES: dict[str, tuple[str, Promise]] = {
    "": ("warning", _("not answered yet")),
    Outcome.ERASED: ("positive", _("erased")),
    Outcome.RESTRICTED: ("positive", _("restricted")),
    Outcome.CORRECTED: ("positive", _("corrected")),
    Outcome.KEPT: ("warning", _("kept, use restricted")),
    Outcome.NOT_HELD: ("neutral", _("not held")),
}
GROUNDS: dict[str, Promise] = {
    Ground.CRIMINAL_FILE: _("it is in a criminal file"),
    Ground.EXCULPATORY: _("it speaks for an accused"),
}
