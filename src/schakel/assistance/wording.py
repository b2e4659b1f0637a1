"""Codes of the room as sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.assistance.core.states import State, Step

STATES: dict[str, tuple[str, Promise]] = {
    State.DRAFT: ("neutral", _("draft")),
    State.IN_REVIEW: ("warning", _("to be checked")),
    State.SENT: ("info", _("sent")),
    State.RECEIVED: ("warning", _("received, not taken up")),
    State.TAKEN_UP: ("info", _("taken up")),
    State.CLARIFYING: ("warning", _("waits for clarification")),
    State.ANSWERED: ("positive", _("answered")),
    State.REFUSED: ("negative", _("refused")),
    State.WITHDRAWN: ("neutral", _("withdrawn")),
    State.CLOSED: ("neutral", _("answered and closed")),
}
STEPS: dict[str, Promise] = {
    Step.SUBMIT: _("handed in for a check"),
    Step.RETURN: _("returned to its author"),
    Step.SEND: _("sent"),
    Step.RECEIVE: _("received"),
    Step.TAKE_UP: _("taken up"),
    Step.ASK_CLARIFICATION: _("clarification asked"),
    Step.CLARIFY: _("clarification given"),
    Step.ANSWER: _("answered"),
    Step.REFUSE: _("refused"),
    Step.WITHDRAW: _("withdrawn"),
    Step.CLOSE: _("closed"),
}
INSTRUMENTS: dict[str, Promise] = {
    "dir-2023-977": _("Police information request, Directive (EU) 2023/977"),
}
USES: dict[str, tuple[str, Promise]] = {
    "information": ("warning", _("information, not evidence")),
    "evidence": ("positive", _("may be used as evidence")),
}
