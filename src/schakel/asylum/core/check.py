"""An answer of the immigration service: when it is due, how long it counts."""

from collections.abc import Iterable
from datetime import date, timedelta

from schakel.handling.core.case import Asylum
from schakel.kernel.errors import UnusableInputError

# Both are house rules.
ANSWER_WITHIN = timedelta(hours=72)
VALID_DAYS = 30
# What binds the gate most comes first; None is a person of whom nothing valid is known.
_STRICTEST: tuple[Asylum | None, ...] = (
    Asylum.PENDING,
    Asylum.GRANTED,
    Asylum.UNKNOWN,
    None,
    Asylum.FINAL_NEGATIVE,
    Asylum.NONE,
)


def is_valid_on(day: date, *, answer_date: date) -> bool:
    """Tell whether an answer of `answer_date` counts on `day`: that day and 30 days after it."""
    return answer_date <= day <= answer_date + timedelta(days=VALID_DAYS)


def strictest(answers: Iterable[Asylum | None]) -> Asylum | None:
    """Return what several persons make together; None when nobody or nothing is known."""
    return min(answers, key=_STRICTEST.index, default=None)


def is_origin(country: str, nationalities: Iterable[str], *, excluded: bool) -> bool | None:
    """Return whether a country is an origin: known by nationality, or excluded by somebody.

    No tick makes the country of his nationality a stranger to anybody.
    """
    if country in set(nationalities):
        return True
    return False if excluded else None


def require_answer_date(answer_date: date, *, today: date) -> None:
    """Return when an answer may bear this date.

    Raises:
        UnusableInputError: It is still to come, or so old that it would not count.
    """
    if answer_date > today:
        raise UnusableInputError("the answer cannot be of a day to come")
    if not is_valid_on(today, answer_date=answer_date):
        raise UnusableInputError("an answer older than 30 days counts no more: look again")
