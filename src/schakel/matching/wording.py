"""Codes of the room as sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.matching.core.names import Likeness

LIKENESSES: dict[str, Promise] = {
    Likeness.SAME: _("the same name"),
    Likeness.SAME_LETTERS: _("the same name in other letters"),
    Likeness.OTHER_ORDER: _("the same parts in another order"),
    Likeness.PART_MISSING: _("one part is missing"),
    Likeness.SAME_CONSONANTS: _("the same consonants in two scripts"),
    Likeness.SPELLING: _("nearly the same spelling"),
}
STATES: dict[str, tuple[str, Promise]] = {
    "waiting": ("warning", _("waits for the other node")),
    "answered": ("positive", _("answered")),
    "refused": ("negative", _("not asked")),
    "failed": ("negative", _("failed")),
}
PROBLEMS: dict[str, Promise] = {
    "exchange.no-answer": _("the other node does not answer; it is asked again"),
    "exchange.unknown-node": _("the link is suspended"),
    "outside-directive": _("blind questions go to nodes under the Law Enforcement Directive alone"),
    "day-spent": _("the questions of today to this node are used up; it is asked again tomorrow"),
    "key-changed": _("the other node changed its key within the month"),
    "proof-does-not-hold": _("the answer does not prove itself"),
    "not-as-documented": _("the answer is not as the protocol says"),
    "list-missing": _("the other node sent no list"),
    "list-differs-from-digest": _("the list is not the one announced"),
}
SIDES: dict[str, Promise] = {
    "to-partner": _("we asked"),
    "from-partner": _("we were asked"),
}
