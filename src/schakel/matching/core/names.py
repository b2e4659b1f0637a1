"""Tolerant comparison of two names, with the reason in codes."""

import re
from dataclasses import dataclass
from enum import StrEnum

from anyascii import anyascii
from rapidfuzz import fuzz

LIKELY = 0.85  # score from which two names are shown as perhaps the same
_TITLES = frozenset(
    "mr mrs ms dr prof sheikh shaikh haji hajji sayyid ing drs mw dhr sig dott".split()
)
_WITHOUT_VOWELS = re.compile("[\u0590-\u06ff]")  # Hebrew and Arabic letters
_ARABIC_ARTICLE = re.compile(r"(?:\b|(?<=\u0639\u0628\u062f))\u0627\u0644(?=\w{2})")
# "Servant of", written apart or together, with the article or without: one name, Abd + attribute.
_SERVANT = re.compile(
    r"\b[a']?bd(?:[aeiou]l|[aeou](?=([lrnsdtz])\1))?[\s'-]*(?:[aeu][lrnsdtz][\s'-]+)?(?=[a-z]{2})"
)
_PARTICLES = frozenset("al el ul bin ibn bint abu umm van de der den di da del".split())


class Likeness(StrEnum):
    """Why two names look alike."""

    SAME = "same"
    SAME_LETTERS = "same-letters"
    OTHER_ORDER = "other-order"
    PART_MISSING = "part-missing"
    SAME_CONSONANTS = "same-consonants"
    SPELLING = "spelling"


@dataclass(frozen=True, slots=True, kw_only=True)
class NameMatch:
    """How alike two names are: `score` in [0, 1], and why."""

    score: float
    why: Likeness


def compare_names(left: str, right: str) -> NameMatch | None:
    """Return how alike two names are, or None when that is below `LIKELY`.

    Scripts are brought to Latin letters first; order, titles and particles weigh little. Scripts
    that leave out vowels are met by comparing consonants. A name of one part alone never matches a
    longer one, for it would match half the world.

    Args:
        left: A name as written, in any script.
        right: Another.
    """
    if left.strip() and left.strip().casefold() == right.strip().casefold():
        return NameMatch(score=1.0, why=Likeness.SAME)
    ours, theirs = _parts(left), _parts(right)
    if not ours or not theirs:
        return None
    if ours == theirs:
        return NameMatch(score=0.98, why=Likeness.SAME_LETTERS)
    if sorted(ours) == sorted(theirs):
        return NameMatch(score=0.95, why=Likeness.OTHER_ORDER)
    if len(ours) != len(theirs) or len(ours) < 2:
        return _with_part_missing(set(ours), set(theirs))
    vowelless = bool(_WITHOUT_VOWELS.search(left) or _WITHOUT_VOWELS.search(right))
    return _spelled_alike(ours, theirs, vowelless=vowelless)


def _with_part_missing(ours: set[str], theirs: set[str]) -> NameMatch | None:
    nested = ours <= theirs or theirs <= ours
    if nested and min(len(ours), len(theirs)) >= 2:
        return NameMatch(score=0.9, why=Likeness.PART_MISSING)
    return None


def _spelled_alike(
    ours: tuple[str, ...], theirs: tuple[str, ...], *, vowelless: bool
) -> NameMatch | None:
    if vowelless and sorted(map(_skeleton, ours)) == sorted(map(_skeleton, theirs)):
        return NameMatch(score=0.88, why=Likeness.SAME_CONSONANTS)
    score = fuzz.token_sort_ratio(" ".join(ours), " ".join(theirs)) / 100
    return NameMatch(score=round(score, 2), why=Likeness.SPELLING) if score >= LIKELY else None


def _parts(name: str) -> tuple[str, ...]:
    latin = anyascii(_ARABIC_ARTICLE.sub("", name)).lower().replace("`", "").replace("'", "")
    words = re.findall(r"[a-z]+", _SERVANT.sub("abd", latin))
    # Omar without vowels is "mr": a title is one only where vowels are written.
    titles = frozenset[str]() if _WITHOUT_VOWELS.search(name) else _TITLES
    kept = tuple(word for word in words if word not in titles)
    bare = tuple(word for word in kept if word not in _PARTICLES)
    return bare or kept


def _skeleton(word: str) -> str:
    """Return the consonants; w inside a word may stand for a vowel, as y does."""
    written = word.replace("ph", "f").replace("q", "k").replace("dh", "z")
    consonants = written[:1] + written[1:].replace("w", "")
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiouy]", "", consonants))
