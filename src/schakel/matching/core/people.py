"""How likely two people in two lists are one: their names, and what else is known of both."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from schakel.matching.core.pairs import Part, score_names

_BIRTH = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_FIRST_OF_JANUARY = (1, 1)  # written where only the year is known


class UnusableBirthDateError(ValueError):
    """A birth date that is neither a year, nor a year and month, nor a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Birth:
    """A birth date as far as it is known."""

    year: int
    month: int = 0
    day: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Somebody in a list. What is not known is empty and counts neither way."""

    id: str
    name: str
    birth: Birth | None = None
    nationality: str = ""
    sex: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """`score` in [0, 1]; `parts` of the names; `more`, the rest of the evidence with its weight."""

    score: float
    parts: tuple[Part, ...]
    more: tuple[tuple[str, float], ...]


def read_birth(text: str) -> Birth | None:
    """Return a birth date written `2001`, `2001-03` or `2001-03-24`; None when nothing is written.

    Raises:
        UnusableBirthDateError: Something else is written, or there is no such day.
    """
    if not text.strip():
        return None
    found = _BIRTH.fullmatch(text.strip())
    if found is None:
        raise UnusableBirthDateError(
            f"{text!r} is no birth date: write 2001, 2001-03 or 2001-03-24"
        )
    year, month, day = (int(part or 0) for part in found.groups())
    try:
        date(year, month or 1, day or 1)
    except ValueError as error:
        raise UnusableBirthDateError(f"{text!r} is no birth date: there is no such day") from error
    return Birth(year=year, month=month, day=day)


def compare_people(
    left: Listed, right: Listed, *, weigh: Callable[[str], float] | None = None
) -> Verdict:
    """Return how likely two people are one, with every piece of evidence.

    Args:
        left: Somebody in one list.
        right: Somebody in the other.
        weigh: How much a part of a name says, from `pairs.rarity`.
    """
    names = score_names(left.name, right.name, weigh=weigh)
    more = [*_births(left.birth, right.birth), *_facts(left, right)]
    if names.score in {0.0, 1.0} or not more:
        return Verdict(score=names.score, parts=names.parts, more=tuple(more))
    odds = math.log(names.score / (1 - names.score)) + sum(weight for _, weight in more)
    return Verdict(score=round(1 / (1 + math.exp(-odds)), 6), parts=names.parts, more=tuple(more))


def _births(left: Birth | None, right: Birth | None) -> list[tuple[str, float]]:
    if left is None or right is None:
        return []
    apart = abs(left.year - right.year)
    if apart:
        weight = {1: -0.5, 2: -1.0}.get(apart, -min(4.0, 1.0 + 0.25 * apart))
        return [("birth-years-apart", weight)]
    one, other = (left.month, left.day), (right.month, right.day)
    if not all(one + other) or _FIRST_OF_JANUARY in {one, other}:
        return [("birth-year-same", 1.0)]
    if one == other:
        return [("birth-date-same", 4.0)]
    if one == other[::-1]:
        return [("birth-day-and-month-swapped", 2.5)]
    return [("birth-date-differs-within-year", -0.5)]


def _facts(left: Listed, right: Listed) -> list[tuple[str, float]]:
    found = []
    if left.nationality and right.nationality:
        same = left.nationality.upper() == right.nationality.upper()
        found.append(("nationality-same", 0.5) if same else ("nationality-differs", -0.5))
    if left.sex and right.sex and left.sex.upper() != right.sex.upper():
        found.append(("sex-differs", -1.5))
    return found
