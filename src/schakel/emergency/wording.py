"""Codes of the room as sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.emergency.core.access import Ground, State, Verdict

GROUNDS: dict[Ground, Promise] = {
    Ground.DANGER_TO_LIFE: _("Danger to somebody's life"),
    Ground.SERIOUS_CRIME: _("A serious crime that is about to happen"),
    Ground.LEGAL_CLOCK: _("A legal term of hours, and nobody of the unit can be reached"),
}
STATES: dict[State, Promise] = {
    State.ASKED: _("waits for the second person"),
    State.OPEN: _("open"),
    State.ENDED: _("ended"),
    State.DECLINED: _("declined"),
    State.LAPSED: _("lapsed"),
}
TONES: dict[State, str] = {
    State.ASKED: "warning",
    State.OPEN: "negative",
    State.ENDED: "neutral",
    State.DECLINED: "neutral",
    State.LAPSED: "neutral",
}
VERDICTS: dict[Verdict, Promise] = {
    Verdict.RIGHT: _("It was right"),
    Verdict.TOO_WIDE: _("It was wider or longer than needed"),
    Verdict.WRONG: _("It was wrong"),
}
