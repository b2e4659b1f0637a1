"""What instruments, fields, urgencies, grounds, states and steps are called."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.instruments.core.states import State, Step

FIELDS = {
    "asked": _("What is asked"),
    "purpose": _("Purpose: facts and offence"),
    "available_because": _("Why it is available there"),
    "connection": _("Connection between purpose and person; why it is necessary"),
    "urgency": _("Urgent because of"),
    "urgency_reason": _("Reason of the urgency"),
    "restrictions": _("Restrictions on the use of this request"),
    "carrier_reason": _("Why not the prescribed carrier"),
}
URGENCIES: dict[str, Promise] = {
    "": _("not urgent: seven days"),
    "threat": _("immediate and serious threat to public security"),
    "life": _("life or physical integrity at imminent risk"),
    "detention": _("decision on maintaining deprivation of liberty"),
    "loss": _("imminent loss of relevance for the investigation"),
}
GROUNDS: dict[str, Promise] = {
    "a": _("(a) the information is not available"),
    "b": _("(b) the request does not meet art. 4"),
    "c": _("(c) judicial authorisation was refused"),
    "d": _("(d) personal data outside the categories of art. 10"),
    "e": _("(e) inaccurate, incomplete or outdated"),
    "f": _("(f) national security, an investigation or the safety of a person"),
    "g": _("(g) the offence is minor, or none in the requested State"),
    "h": _("(h) obtained from another State that does not consent"),
}
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
