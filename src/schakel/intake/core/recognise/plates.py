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
    SAYS_PLATE,
    SHARED,
)

_EDGES = r"(?<![\w/.@-])(?:{})(?![\w/@-])(?!\.\d)"
ALONE = re.compile(_EDGES.format("|".join(f"(?:{layout})" for _, layout in DISTINCTIVE)))
TOKEN = re.compile(r"(?<![\w/.@-])\w")
_LONGEST = 14  # signs of a plate with its spaces
_LEAST_DIGITS = 2


def find_plates(text: str, country: str) -> Iterator[Found]:
    """Yield plates as `NL:99ZZX9`; one that fits several countries gets candidates.

    Most layouts also fit order numbers and the like, so unless nobody else uses it a plate is
    believed only behind a word that says so.

    Source: layouts of the registration authorities; ISO 3166 for the countries.
    """
    end = 0
    for word in SAYS_PLATE.finditer(text):
        for token in TOKEN.finditer(text, max(end, word.end()), word.end() + REACH):
            if token.start() >= end:
                found = _called_at(text, token.start())
                if found:
                    end = found.end
                    yield found
    for match in ALONE.finditer(text):
        said = before(text, match.start())
        own = [code for code, layout in DISTINCTIVE if re.fullmatch(layout, match[0])]
        yield _found(text, _named(own, said) or own, start=match.start(), end=match.end())


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
    """Return a country in brackets right behind a plate, in lower case."""
    match = re.match(r"[^(\n]{4,16}\(([^)\n]{1,20})\)", text[start : start + 40])
    return match[1].lower() if match else ""


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
