"""Dates in the usual European and English notations."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from babel import Locale

from schakel.intake.core.found import Found

# In these a month is often cut to its first three letters, whatever a dictionary says.
CUT_SHORT = ("en", "nl", "it", "de", "fr", "es", "pt", "tr", "pl", "ro")
LANGUAGES = (
    *CUT_SHORT, "de_AT", "cs", "sk", "hu", "hr", "sr", "sr_Latn", "sl", "bs", "bg", "mk", "sq",
    "el", "ru", "uk", "da", "sv", "nb", "fi", "et", "lv", "lt", "ar", "ar_SY", "ar_MA", "ar_DZ",
    "fa", "he",
)  # fmt: skip
ISO = re.compile(
    r"(?<![\d.,/-])(\d{4})(?P<mark>[-/.])(\d{1,2})(?P=mark)(\d{1,2})"
    r"(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?(?![\d/-])(?!\.\d)"
)
NUMERIC = re.compile(
    r"(?<![\w./-])(\d{1,2})(?P<mark>[./-])(\d{1,2})(?P=mark)(\d{4}|\d{2})(?![\d_/-])(?!\.\d)"
    r"|(?<![\w./-])(\d{1,2}) ?(?P<dot>\.) ?(\d{1,2}) ?\. ?(\d{4})(?![\d_/-])(?!\.\d)"
)
# What is counted in threes as well.
NO_DAY = re.compile(
    r"(?:versi[eo]n?|version[ei]?|release|revisie|\b(?:v|rev|ip|lijn(?:en)?|lines?|linea|lignes?|"
    r"linie|hat|"
    r"tram|bus|maat|sizes?|taglia|taille|kavels?|perceel|rij|rows?|score|uitslag|zaal|"
    r"zalen))[ .:]*$",
    re.IGNORECASE,
)
# Any word: whether it is a month is looked up. In the Levant some are of two words.
_MONTH = r"(?P<month>[^\W\d_]{2,16}(?: (?:الثاني|الأول))?)\.?"
_YEAR = r"(?P<year>\d{4}(?!\d)|(?<=')\d\d(?!\w))"
WITH_WORDS = (
    re.compile(
        rf"(?<![\d.,])(?P<day>\d{{1,2}})(?:\.|st|nd|rd|th|º|°|er|e)?[ /-](?:of |de |di )?"
        rf"{_MONTH}[ ,/-]{{1,2}}(?:del? |of )?'?{_YEAR}",
        re.IGNORECASE,
    ),
    re.compile(rf"(?<![\d.,])(?P<day>\d{{2}}){_MONTH}{_YEAR}"),
    re.compile(rf"(?<!\w){_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? '?{_YEAR}", re.IGNORECASE),
    re.compile(rf"(?<![\d.,])(?P<year>\d{{4}})\.? {_MONTH} (?P<day>\d{{1,2}})\b"),
)
EARLIEST, LATEST = 1900, 2100


def find_dates(text: str, country: str) -> Iterator[Found]:
    """Yield days as ISO dates; what can be read in two ways is never guessed.

    Points and hyphens are European: day, month, year. With slashes both orders are in use, so a
    date whose parts could both be months gets two candidates; a year of two digits gets both
    centuries.

    Source: ISO 8601; names of months from the Common Locale Data Repository.
    """
    for match in ISO.finditer(text):
        yield from _found(match, [_day(match[1], match[3], match[4])])
    for match in NUMERIC.finditer(text):
        first, second, last = (part for part in match.group(1, 3, 4, 5, 7, 8) if part)
        years = _years(last)
        days = [_day(year, second, first) for year in years]
        if match["mark"] == "/":
            days += [_day(year, first, second) for year in years]
        if not NO_DAY.search(text[max(0, match.start() - 12) : match.start()]):
            yield from _found(match, days)
    for pattern in WITH_WORDS:
        for match in pattern.finditer(text):
            months = _months().get(match["month"].lower(), frozenset())
            years = _years(match["year"])
            days = [_day(year, str(month), match["day"]) for year in years for month in months]
            yield from _found(match, days)


def _years(text: str) -> list[str]:
    return [text] if len(text) == 4 else [f"20{text}", f"19{text}"]


def _day(year: str, month: str, day: str) -> str | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found.isoformat() if EARLIEST <= found.year <= LATEST else None


def _found(match: re.Match[str], days: list[str | None]) -> Iterator[Found]:
    real = list(dict.fromkeys(day for day in days if day))
    if real:
        yield Found(
            kind="date",
            value=real[0] if len(real) == 1 else None,
            raw=match[0],
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
                    for form in _forms(name, cut=language in CUT_SHORT):
                        names.setdefault(form, set()).add(number)
    # A short form of one language that is a whole word of another keeps its whole word.
    return {name: frozenset(found) for name, found in names.items()}


def _forms(name: str, *, cut: bool) -> set[str]:
    """Return the ways to write one name: with and without accents, and perhaps cut short."""
    whole = name.lower().rstrip(".")
    bare = "".join(
        letter
        for letter in unicodedata.normalize("NFD", whole)
        if not unicodedata.combining(letter)
    )
    if cut:
        return {whole, bare, whole[:3], bare[:3]}
    return {form for form in (whole, bare) if len(form) > 3 or not form.isascii()}
