"""Codes of the room as sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.vetting.core.checks import Answer, Question, Verdict

QUESTIONS: dict[str, Promise] = {
    Question.ILL_TREATMENT: _(
        "Is there reason to think that it was obtained by torture or ill-treatment?"
    ),
    Question.CUSTODY: _("Was the person from whom it comes held by that state when he said it?"),
    Question.POLITICAL_INTEREST: _(
        "Has that state an interest in the person as an opponent, journalist or exile?"
    ),
    Question.GRADED: _("Did we grade source and information ourselves, and not copy their grades?"),
}
ANSWERS: dict[str, Promise] = {
    Answer.YES: _("yes"),
    Answer.NO: _("no"),
    Answer.UNKNOWN: _("not known"),
}
VERDICTS: dict[str, tuple[str, Promise]] = {
    Verdict.CLEAR: ("positive", _("may be used")),
    Verdict.OPEN: ("warning", _("not checked: the gate holds")),
    Verdict.SECOND_READER: ("warning", _("a second person must read it: the gate holds")),
    Verdict.TAINTED: ("negative", _("barred: the gate refuses every use")),
}
