"""Countries and cities."""

import csv
import re
from collections.abc import Iterator
from functools import lru_cache
from importlib import resources

from babel import Locale

from schakel.intake.core.found import Found
from schakel.intake.core.recognise.folding import fold

LANGUAGES = ("en", "nl", "it", "de", "fr", "es")
WORD = re.compile(r"[^\W\d_]+(?:[-' ][^\W\d_]+){0,3}")
LONGEST = 4  # words of one name
# Also a word or a first name: a place only behind a word that says where.
OTHERWISE = frozenset(
    {"nice", "jordan", "georgia", "chad", "sofia", "milan", "florence", "island", "augusta"}
)
WHERE = re.compile(
    r"\b(?:in|to|from|near|via|at|of|between|through|naar|uit|te|van|door|tussen|bij|"
    r"nach|aus|bei|à|de|di|da|per|vers|a|desde)\s+(?:the\s+)?$|[(/:>]\s*$",
    re.IGNORECASE,
)

LISTED = re.compile(r"\s*(?:[,)\n]|(?:and|en|und|et|e|y)\b|$)")


def find_places(text: str, country: str) -> Iterator[Found]:
    """Yield cities as `Tripoli, LY` and countries as `Libya, LY`; a shared name gets candidates.

    Names must begin with a capital, as they do in running text. The gazetteer is the project's own
    list of cities on the routes, with the names of countries in six languages.

    Source: Common Locale Data Repository; cities.csv in this folder.
    """
    names = _gazetteer()
    for match in re.finditer(r"[^\W\d_]+", text):
        if not match[0][0].isupper():
            continue
        for end in _ends(text, match.start()):
            raw = text[match.start() : end]
            found = names.get(raw.casefold())
            if found and (raw.casefold() not in OTHERWISE or _says_where(text, match.start(), end)):
                values = [f"{name}, {code}" for name, code in found]
                yield Found(
                    kind="place",
                    value=values[0] if len(values) == 1 else None,
                    raw=raw,
                    start=match.start(),
                    end=end,
                    candidates=() if len(values) == 1 else tuple(values),
                )
                break


def _says_where(text: str, start: int, end: int) -> bool:
    line = text[max(0, start - 20) : start].rpartition("\n")[2]
    alone = not line.strip() and text[end : end + 1] in {"", "\n", "\t"}
    listed = line.endswith(", ") and LISTED.match(text, end)
    return alone or bool(listed) or WHERE.search(line) is not None


def _ends(text: str, start: int) -> list[int]:
    """Return where a name that begins at `start` could end, the longest first."""
    words = WORD.match(text, start)
    assert words is not None
    ends = [match.end() + start for match in re.finditer(r"[^\W\d_]+", words[0])]
    return ends[:LONGEST][::-1]


@lru_cache(maxsize=1)
def _gazetteer() -> dict[str, tuple[tuple[str, str], ...]]:
    names: dict[str, dict[tuple[str, str], None]] = {}
    english = Locale.parse("en").territories
    for language in LANGUAGES:
        for code, name in Locale.parse(language).territories.items():
            if (
                len(code) == 2
                and code.isalpha()
                and code not in {"EU", "UN", "EZ", "XA", "XB", "ZZ"}
            ):
                names.setdefault(fold(name).text.casefold(), {})[english[code], code] = None
    source = resources.files("schakel.intake.core.recognise") / "cities.csv"
    for row in csv.DictReader(source.read_text(encoding="utf-8").splitlines()):
        for name in (row["name"], *filter(None, row["other_names"].split("|"))):
            names.setdefault(fold(name).text.casefold(), {})[row["name"], row["country"]] = None
    return {name: tuple(found) for name, found in names.items()}
