"""Dates in the usual European and English notations."""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from babel import Locale

from schakel.intake.core.found import Found
from schakel.intake.core.recognise._near import plain_digits

LANGUAGES = ("en", "nl", "it", "de", "fr", "es", "pt", "tr", "pl", "ro")
ISO = re.compile(r"(?<![\d-])(\d{4})-(\d{2})-(\d{2})(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?(?![\d-])")
NUMERIC = re.compile(r"(?<![\d./-])(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?![\d/-])(?!\.\d)")
EARLIEST, LATEST = 1900, 2100


def find_dates(text: str, country: str) -> Iterator[Found]:
    """Yield days as ISO dates; what can be read in two ways is never guessed.

    Points and hyphens are European: day, month, year. With slashes both orders are in use, so a
    date whose parts could both be months gets two candidates; a year of two digits gets both
    centuries.

    Source: ISO 8601; names of months from the Common Locale Data Repository.
    """
    plain = plain_digits(text)
    for match in ISO.finditer(plain):
        yield from _found(text, match, [_day(match[1], match[2], match[3])])
    for match in NUMERIC.finditer(plain):
        first, second, years = match[1], match[3], _years(match[4])
        days = [_day(year, second, first) for year in years]
        if match[2] == "/":
            days += [_day(year, first, second) for year in years]
        yield from _found(text, match, days)
    for pattern in _patterns():
        for match in pattern.finditer(plain):
            months = _months()[match["month"].lower().rstrip(".")]
            years = _years(match["year"])
            days = [_day(year, str(month), match["day"]) for year in years for month in months]
            yield from _found(text, match, days)


def _years(text: str) -> list[str]:
    return [text] if len(text) == 4 else [f"20{text}", f"19{text}"]


def _day(year: str, month: str, day: str) -> str | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found.isoformat() if EARLIEST <= found.year <= LATEST else None


def _found(text: str, match: re.Match[str], days: list[str | None]) -> Iterator[Found]:
    real = list(dict.fromkeys(day for day in days if day))
    if real:
        yield Found(
            kind="date",
            value=real[0] if len(real) == 1 else None,
            raw=text[match.start() : match.end()],
            start=match.start(),
            end=match.end(),
            candidates=() if len(real) == 1 else tuple(real),
        )


@lru_cache(maxsize=1)
def _months() -> dict[str, frozenset[int]]:
    """Return every name of a month in lower case, with the months it can mean."""
    names: dict[str, set[int]] = {}
    for language in LANGUAGES:
        months = Locale.parse(language).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[context][width].items():
                    for form in {name.lower().rstrip("."), name.lower()[:3]}:
                        names.setdefault(form, set()).add(number)
    # A short form of one language that is a whole word of another keeps its whole word.
    return {name: frozenset(found) for name, found in names.items()}


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    words = "|".join(sorted((re.escape(name) for name in _months()), key=len, reverse=True))
    month = rf"(?P<month>(?:{words}))\.?"
    year = r"(?P<year>\d{4})(?!\d)"
    return (
        re.compile(
            rf"(?<![\d.,])(?P<day>\d{{1,2}})(?:\.|st|nd|rd|th|º|°|er|e)?[ -](?:of |de |di )?"
            rf"{month}[ ,-]{{1,2}}(?:de )?{year}",
            re.IGNORECASE,
        ),
        re.compile(rf"\b{month} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? {year}", re.IGNORECASE),
    )
