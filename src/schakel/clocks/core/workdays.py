"""Working days and public holidays of a State."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

import holidays

SATURDAY = 5
# Days that the law of a State counts as holidays for its time limits, beside the public ones:
# 5 May in the Netherlands every year (Algemene termijnenwet, art. 3(1)), not each fifth alone.
BY_LAW = {"NL": ("optional",)}


def holidays_between(country: str, first: date, last: date) -> dict[date, str]:
    """Return the national public holidays from `first` up to and including `last`, by day.

    Regional and local holidays are left out. A State whose holidays are not known has none.

    Args:
        country: ISO 3166 alpha-2.
        first: First day.
        last: Last day.
    """
    return {
        day: name
        for year in range(first.year, last.year + 1)
        for day, name in sorted(_holidays(country, year).items())
        if first <= day <= last
    }


def is_working_day(day: date, country: str) -> bool:
    """Tell whether `day` is neither a Saturday, a Sunday nor a public holiday of `country`.

    Source: Regulation (EEC, Euratom) 1182/71, art. 2(2).
    """
    return day.weekday() < SATURDAY and day not in _holidays(country, day.year)


def working_day_from(day: date, country: str) -> date:
    """Return `day`, or the next working day of `country` when it is none.

    Source: Regulation (EEC, Euratom) 1182/71, art. 3(4).
    """
    while not is_working_day(day, country):
        day += timedelta(days=1)
    return day


@lru_cache(maxsize=512)
def _holidays(country: str, year: int) -> Mapping[date, str]:
    kinds = ("public", *BY_LAW.get(country, ()))
    try:
        found = holidays.country_holidays(
            country, years=year, language="en_US", categories=kinds, expand=False
        )
    except NotImplementedError:
        return {}
    return dict(found)
