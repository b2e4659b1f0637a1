"""Codes of the room as sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.assurances.core.steps import Deed, Kind, State

KINDS: dict[str, Promise] = {
    Kind.NO_DEATH_PENALTY: _("no death penalty"),
    Kind.NO_ILL_TREATMENT: _("no torture or ill-treatment"),
    Kind.SPECIALTY: _("specialty: used for this case alone"),
    Kind.NO_ONWARD_TRANSFER: _("not passed on"),
}
STATES: dict[str, tuple[str, Promise]] = {
    State.ASKED: ("warning", _("asked")),
    State.GIVEN: ("info", _("given")),
    State.REFUSED: ("negative", _("refused")),
    State.FULFILLED: ("positive", _("fulfilled")),
    State.BROKEN: ("negative", _("broken")),
    State.CLOSED: ("neutral", _("closed")),
}
OVERDUE = ("negative", _("overdue: the gate holds"))
# What is asked of whoever notes a step.
DEEDS: dict[str, Promise] = {
    "ask": _("asked"),
    Deed.GIVE: _("It was given"),
    Deed.REFUSE: _("It was refused"),
    Deed.FULFIL: _("It was fulfilled"),
    Deed.BREAK: _("It was broken"),
    Deed.CLOSE: _("Close it"),
}
ASKS: dict[str, Promise] = {
    Deed.GIVE: _("Who gave it, in which function, and how"),
    Deed.REFUSE: _("Who refused, and why"),
    Deed.FULFIL: _("What shows that it was kept"),
    Deed.BREAK: _("What shows that it was broken"),
    Deed.CLOSE: _("What follows from it, and why the gate may go on"),
}
