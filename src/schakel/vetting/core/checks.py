"""What the answers about something that came in from outside make of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Question(StrEnum):
    """What is asked; the words and sources stand in fixtures/questions.csv."""

    ILL_TREATMENT = "ill-treatment"
    CUSTODY = "custody"
    POLITICAL_INTEREST = "political-interest"
    GRADED = "graded"


class Answer(StrEnum):
    """One of three; not known is never good."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Verdict(StrEnum):
    """What the gate makes of it: only `CLEAR` lets it be used."""

    CLEAR = "clear"
    OPEN = "open"
    SECOND_READER = "second-reader"
    TAINTED = "tainted"


WANTED = {
    Question.ILL_TREATMENT: Answer.NO,
    Question.GRADED: Answer.YES,
}
DELICATE = (Question.CUSTODY, Question.POLITICAL_INTEREST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The newest answers of one person."""

    reader: str
    answers: Mapping[Question, Answer]


def judge(readings: Sequence[Reading]) -> Verdict:
    """Return what several readers make of one thing; the strictest of them speaks.

    A yes to torture or ill-treatment bars it, whoever says it. Where the person was held by that
    state, or that state has an interest in him, a second person must have read it too.

    Source: Convention against Torture, art. 15; UN human rights due diligence policy.
    """
    if any(_of(one, Question.ILL_TREATMENT) is Answer.YES for one in readings):
        return Verdict.TAINTED
    if not readings or any(_is_open(one) for one in readings):
        return Verdict.OPEN
    delicate = any(_of(one, asked) is Answer.YES for one in readings for asked in DELICATE)
    alone = len({one.reader for one in readings}) < 2
    return Verdict.SECOND_READER if delicate and alone else Verdict.CLEAR


def _is_open(one: Reading) -> bool:
    unknown = any(_of(one, asked) is Answer.UNKNOWN for asked in Question)
    return unknown or any(_of(one, asked) is not wanted for asked, wanted in WANTED.items())


def _of(one: Reading, asked: Question) -> Answer:
    return one.answers.get(asked, Answer.UNKNOWN)
