"""When something that is kept is due, and what is to be done with it today."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from schakel.retention.core.articles import AFTER_REMOVAL, ARTICLES, Article, Counting, Then

NOTICE = timedelta(days=30)  # before the day; a rule of the house


class Step(StrEnum):
    """What is to be done with something today."""

    NOTHING = ""
    TELL = "tell"
    REMOVE = "remove"
    DESTROY = "destroy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What decides over one thing that is kept; `ended_on` is the end of its investigation."""

    article: str
    first_on: date
    last_on: date
    ended_on: date | None = None
    removed_on: date | None = None
    was_told: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """When it is due and what happens then; `on` is None while no period is known or none runs."""

    article: str
    on: date | None
    then: Then


def add_months(day: date, months: int) -> date:
    """Return the same day that many months later, or the last of that month.

    Source: Regulation (EEC, Euratom) 1182/71, art. 3(2)(c).
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_of(article: Article, entered: Mapping[str, int]) -> int | None:
    """Return the period that counts: the one entered, never longer than the law's; else the law's.

    Args:
        article: The ground.
        entered: Code of an article -> months that the privacy officer entered.
    """
    own = entered.get(article.code)
    known = [months for months in (own, article.latest_months) if months is not None]
    return min(known, default=None)


def due_of(standing: Standing, entered: Mapping[str, int]) -> Due:
    """Return when something is due, under its article or, once put out of use, under art. 14."""
    article = ARTICLES[AFTER_REMOVAL if standing.removed_on else standing.article]
    begins = {
        Counting.FIRST: standing.first_on,
        Counting.LAST: standing.last_on,
        Counting.END: standing.ended_on,
        Counting.REMOVED: standing.removed_on,
    }[article.counts_from]
    months = months_of(article, entered)
    on = add_months(begins, months) if begins and months is not None else None
    return Due(article=article.code, on=on, then=article.then)


def step_of(standing: Standing, entered: Mapping[str, int], *, today: date) -> Step:
    """Return what is to be done today: the day on which a period ends is still within it."""
    due = due_of(standing, entered)
    if due.on is None:
        return Step.NOTHING
    if due.on < today:
        return Step.REMOVE if due.then is Then.REMOVE else Step.DESTROY
    soon = due.on - NOTICE <= today
    return Step.TELL if soon and not standing.was_told else Step.NOTHING
