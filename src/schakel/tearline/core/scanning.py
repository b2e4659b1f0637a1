"""Find what must stay in what would leave, however it is written there.

Names are met in other scripts, spellings and orders; numbers and words with any separators, or
none. What looks alike counts: a refusal too many is read by a person, a leak by a stranger.
"""

import contextlib
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from schakel.matching.core.names import compare_names
from schakel.matching.core.sounds import likeness, sounds_of
from schakel.tearline.core.secrets import Kind, Secret, squeeze

SOUNDS_ALIKE = 0.9  # from this likeness a single word counts as part of a name
SHORTEST_PART = 4  # letters of a part of a name that gives it away alone
SHORTEST_NUMBER = 5  # letters and digits
_LAST_DIGITS = 9  # of a telephone number: the rest is country and trunk
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_MONTHS = (
    "january januari janvier",
    "february februari fevrier",
    "march maart mars",
    "april avril",
    "may mei mai",
    "june juni juin",
    "july juli juillet",
    "august augustus aout",
    "september septembre",
    "october oktober octobre",
    "november novembre",
    "december decembre",
)


def find_leaks(text: str, secrets: Iterable[Secret], *, exactly: bool = False) -> list[Secret]:
    """Return the secrets that stand in a text, sorted.

    Args:
        text: What would leave.
        secrets: What must stay.
        exactly: The text is the raw content of a file: only what is spelled the same counts, for
            in noise everything sounds like something.
    """
    squeezed = squeeze(text)
    words = () if exactly else tuple(_WORD.findall(text))
    return sorted(s for s in secrets if _FINDERS[s.kind](s.value, squeezed, words))


def _has_name(name: str, squeezed: str, words: tuple[str, ...]) -> bool:
    parts = _WORD.findall(name)
    if squeeze(name) in squeezed and len(squeeze(name)) >= SHORTEST_PART:
        return True
    if squeeze("".join(reversed(parts))) in squeezed and len(parts) > 1:
        return True
    stretches = _stretches(words, {len(parts) - 1, len(parts), len(parts) + 1} - {0, 1})
    if any(compare_names(name, stretch) for stretch in stretches):
        return True
    telling = [part for part in parts if len(squeeze(part)) >= SHORTEST_PART]
    return any(_sounds_like(part, word) for part in telling for word in words)


def _stretches(words: tuple[str, ...], lengths: Iterable[int]) -> Iterator[str]:
    for length in lengths:
        for start in range(len(words) - length + 1):
            yield " ".join(words[start : start + length])


def _sounds_like(part: str, word: str) -> bool:
    heard = ((left, right) for left in sounds_of(part) for right in sounds_of(word))
    return any(likeness(left, right) >= SOUNDS_ALIKE for left, right in heard)


def _has_number(value: str, squeezed: str, _: tuple[str, ...]) -> bool:
    wanted = squeeze(value)
    if wanted.isdigit() and value.startswith("+"):
        wanted = wanted[-_LAST_DIGITS:]
    return len(wanted) >= SHORTEST_NUMBER and wanted in squeezed


def _has_text(value: str, squeezed: str, _: tuple[str, ...]) -> bool:
    wanted = squeeze(value)
    return bool(wanted) and wanted in squeezed


def _has_date(value: str, squeezed: str, _: tuple[str, ...]) -> bool:
    wanted = [squeeze(value)]
    with contextlib.suppress(ValueError):
        wanted += _written(date.fromisoformat(value.strip()))
    return any(len(one) >= SHORTEST_NUMBER and one in squeezed for one in wanted)


def _written(day: date) -> list[str]:
    """Return the ways in which a day is written, squeezed."""
    months = _MONTHS[day.month - 1].split()
    in_words = [f"{day.day}{month}{day.year}" for month in months]
    in_words += [f"{month}{day.day}{day.year}" for month in months]
    return [f"{day:%Y%m%d}", f"{day:%d%m%Y}", f"{day:%m%d%Y}", *in_words]


_FINDERS: dict[Kind, Callable[[str, str, tuple[str, ...]], bool]] = {
    Kind.NAME: _has_name,
    Kind.INFORMANT: _has_text,
    Kind.BIRTH_DATE: _has_date,
    Kind.NUMBER: _has_number,
    Kind.WORD: _has_text,
    Kind.PASSAGE: _has_text,
}
