"""Number plates with their country."""

import re
from collections.abc import Iterator
from functools import lru_cache

from schakel.intake.core.found import Found
from schakel.intake.core.recognise._near import REACH, before
from schakel.intake.core.recognise.plate_layouts import (
    DISTINCTIVE,
    NAMED,
    SAYS_BOTH,
    SAYS_COUNTRY,
    SAYS_OTHER,
    SAYS_PLATE,
    SAYS_VEHICLE,
    SHARED,
)
from schakel.intake.core.recognise.tables import MANY, cell_at, cells_under

_EDGES = r"(?<![\w/.@-])(?:{})(?![\w/@-])(?!\.\d)"
ALONE = re.compile(_EDGES.format("|".join(f"(?:{layout})" for _, layout in DISTINCTIVE)))
TOKEN = re.compile(r"(?<![\w/.@-])\w")
COUNTRY_BEHIND = re.compile(
    r"[^(\n\t]{4,16}(?:\(([^)\n]{1,20})\)|\t([A-Z]{1,3}|[^\W\d_]{4,20})(?=[\t\n]|\Z))"
)
_LONGEST = 14  # signs of a plate with its spaces
_LEAST_DIGITS = 2
_BEHIND = 24  # characters looked ahead for a word for the vehicle
_A_PAGE = 3_000  # characters
_UNSAID = 2  # plates on a page that nothing beside them calls so


def find_plates(text: str, country: str) -> Iterator[Found]:
    """Yield plates as `NL:99ZZX9`; one that fits several countries gets candidates.

    Most layouts also fit order numbers and the like, so unless no other country uses it a plate is
    believed only behind a word that says so, or in a column of that name. One in a layout of its
    own is believed in running text, unless there are so many that it is a list of something else.

    Source: layouts of the registration authorities; ISO 3166 for the countries.
    """
    yield from _behind_words(text)
    for cell in cells_under(text, SAYS_PLATE):
        found = _called_at(text, cell)
        if found:
            yield found
    yield from _in_own_layout(text)


def _behind_words(text: str) -> Iterator[Found]:
    end = 0
    for word in SAYS_PLATE.finditer(text):
        for token in TOKEN.finditer(text, max(end, word.end()), word.end() + REACH):
            if token.start() >= end:
                found = _called_at(text, token.start())
                if found:
                    end = found.end
                    yield found


def _in_own_layout(text: str) -> Iterator[Found]:
    unsaid = []
    for match in ALONE.finditer(text):
        said = before(text, match.start())
        own = _distinctive(match[0])
        found = _found(text, _named(own, said) or own, start=match.start(), end=match.end())
        behind = text[match.end() : match.end() + _BEHIND].partition("\n")[0]
        if SAYS_PLATE.search(said) or SAYS_VEHICLE.search(f"{said}|{behind}"):
            yield found
        elif not _is_of_a_table(text, match.start()) and not SAYS_OTHER.search(said):
            unsaid.append(found)
    if len(unsaid) <= _UNSAID * (1 + len(text) // _A_PAGE):
        yield from unsaid


def _is_of_a_table(text: str, start: int) -> bool:
    """Tell whether something stands in a cell, or between the gaps of columns."""
    cell = cell_at(text, start)
    if cell:
        return cell.columns >= MANY or bool(cell.name)
    return text[max(0, start - 2) : start] == "  "


def _distinctive(plate: str) -> list[str]:
    return [code for code, layout in DISTINCTIVE if re.fullmatch(layout, plate)]


def _called_at(text: str, start: int) -> Found | None:
    """Return the plate that begins at `start`, behind a word for plates."""
    said = before(text, start)
    if not SAYS_PLATE.search(said):
        return None
    after = text[start : start + _LONGEST]
    # "kenteken ab-12-cd" is written in haste; "van de 12" is not a plate.
    shown = after.upper() if re.match(r"(?=\S*\d)(?=\S*[a-z])\S", after) else after
    fitting = [
        (match.end(), code)
        for code, layout in _layouts()
        if (match := layout.match(shown)) and _has_digits(match[0])
    ]
    countries = {code for code, _ in NAMED}
    here = _named([code for _, code in fitting], f"{said} {_behind(text, start)}")
    if not here:
        here = [code for code, words in SAYS_BOTH if re.search(words, said)]
    lengths = {code: end for end, code in fitting if code in here}
    if not lengths:
        lengths = {code: end for end, code in fitting if code not in countries}
    if not lengths:
        return None
    longest = max(lengths.values())
    codes = [code for code, end in lengths.items() if end == longest]
    if not set(codes) & set(here):
        codes = _distinctive(shown[:longest]) or codes
    return _found(text, codes, start=start, end=start + longest)


@lru_cache(maxsize=1)
def _layouts() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (code, re.compile(rf"(?:{layout})(?![\w/@-])(?!\.\d)"))
        for code, layout in (*DISTINCTIVE, *SHARED, *NAMED)
    )


def _has_digits(plate: str) -> bool:
    return sum(sign.isdigit() for sign in plate) >= _LEAST_DIGITS


def _behind(text: str, start: int) -> str:
    """Return a country in brackets or in the cell right behind a plate, in lower case."""
    match = COUNTRY_BEHIND.match(text, start)
    return (match[1] or match[2]).lower() if match else ""


def _named(codes: list[str], said: str) -> list[str]:
    """Return those countries of `codes` that the words around the plate name."""
    named = [code for code, words in SAYS_COUNTRY if code in codes and re.search(words, said)]
    return list(dict.fromkeys(named))


def _found(text: str, codes: list[str], *, start: int, end: int) -> Found:
    raw = text[start:end]
    bare = re.sub(r"[ -]", "", raw).upper()
    values = [f"{code}:{bare}" for code in dict.fromkeys(codes)]
    return Found(
        kind="plate",
        value=values[0] if len(values) == 1 else None,
        raw=raw,
        start=start,
        end=end,
        candidates=() if len(values) == 1 else tuple(values),
    )
