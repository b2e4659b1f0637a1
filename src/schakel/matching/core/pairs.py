"""How likely two written names are one name, with the weight of each part.

The parts of both names are laid beside each other, one to one, a part also beside two or three
written apart; each pair weighs what its sounds agree, times how much the part says: short parts and
parts that many share say little.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

from schakel.matching.core.sounds import likeness, sounds_of

LEAST_LIKENESS = 0.62  # of two parts, from which they are laid beside each other
MOST_JOINED = 3  # parts written apart that may be one on the other side
# Weights are log-odds, set on invented pairs of eleven languages.
_START = 1.2  # before anything is compared; parts then speak for or against
_MOST = 4.0  # of a part that says everything and sounds the same
_LEFT_OVER_SHORT, _LEFT_OVER_LONG = -4.0, -1.0  # a part without a partner
_TITLES = frozenset(
    "mr mrs ms dr prof sheikh shaikh sheik haji hajji hajj hadji sayyid sayed syed mullah mulla "
    "maulavi mawlawi ing drs mw dhr sig dott col colonel ustad engineer qari".split()
)
_PARTICLES = frozenset(
    "al el ul ur as ash ad ar at an az bin ibn ben bint umm ould wald "
    "van der den di da del de la".split()
)
_ARABIC_PARTICLES = frozenset(
    "بن ابن بنت ولد الحاج شیخ الشیخ حاجی ملا مولوی سید السید قاری".split()
)
_SILENT = re.compile(
    "[\u064b-\u065f\u0670\u0640\u200b-\u200f\u202a-\u202e'\u2019\u02bc`\u2018\u02bb\u02bf\u02be]"
)
_ONE_LETTER = str.maketrans(
    {"ي": "ی", "ى": "ی", "ك": "ک", "أ": "ا", "إ": "ا", "ٱ": "ا", "ھ": None, "ہ": "ه", "ڵ": "ل"}
)
_WORDS = re.compile(r"(?:[^\W\d_]|[\u0900-\u0dff])+")
_HAN = re.compile("([\u3400-\u9fff])")
_SERVANTS = frozenset("abd abdul abdel abdal abdur abdus abdu abdool عبد".split())
_SERVANT = re.compile(r"abd(?:[aeiou]l|[aeou](?=([lrnsdtz])\1))?(?=[a-z]{3})")
_OF_GOD = frozenset("allah ullah llah ollah olah الله".split())
_OF_FAITH = frozenset("din uddin eddin eddine aldin oddin deen دین".split())


@dataclass(frozen=True, slots=True)
class Part:
    """Two parts of names side by side: how alike they sound, and the log-odds that gave."""

    left: str
    right: str
    likeness: float
    weight: float


@dataclass(frozen=True, slots=True)
class NameScore:
    """`score` in [0, 1], and what it rests on; parts without a partner have an empty side."""

    score: float
    parts: tuple[Part, ...]


@lru_cache(maxsize=100_000)
def parts_of(name: str) -> tuple[str, ...]:
    """Return the parts of a name that say who it is, without titles and particles.

    "Servant of", "of God" and "of the faith" are joined to their neighbour, as they are one name.

    Args:
        name: A name as written, in any script.
    """
    folded = _SILENT.sub("", unicodedata.normalize("NFKC", name)).translate(_ONE_LETTER)
    words = _WORDS.findall(_HAN.sub(r" \1 ", folded))
    found = list[str]()
    for word in words:
        _add(found, word)
    return tuple(found or words)


def rarity(names: Iterable[str]) -> Callable[[str], float]:
    """Return how much a part says among `names`: 1 when one has it, 0.3 for the commonest."""
    counts = Counter(frame for name in names for frame in {_frame(part) for part in parts_of(name)})
    most = max(2.0, float(max(counts.values(), default=1)))

    def weigh(part: str) -> float:
        shared = max(1, counts[_frame(part)])
        return max(0.3, 1.0 - 0.7 * math.log(shared) / math.log(max(most, 20.0)))

    return weigh


def score_names(left: str, right: str, *, weigh: Callable[[str], float] | None = None) -> NameScore:
    """Return how likely two names are one, and why.

    The score orders pairs and grows with the odds; it is not a probability of a person.

    Args:
        left: A name as written, in any script.
        right: Another.
        weigh: How much a part says, from `rarity`; without it all parts say the same.
    """
    ours, theirs = parts_of(left), parts_of(right)
    if not ours or not theirs:
        return NameScore(score=0.0, parts=())
    weights = {part: _weight(part, weigh) for part in {*ours, *theirs}}
    beside = list[Part]()
    free_ours, free_theirs = set(range(len(ours))), set(range(len(theirs)))
    for found, at_ours, at_theirs in _candidates(ours, theirs):
        if free_ours.issuperset(at_ours) and free_theirs.issuperset(at_theirs):
            free_ours.difference_update(at_ours)
            free_theirs.difference_update(at_theirs)
            one, other = [ours[i] for i in at_ours], [theirs[i] for i in at_theirs]
            says = sum(weights[part] for part in (*one, *other)) / 2
            beside.append(Part(" ".join(one), " ".join(other), found, says * _agreed(found)))
    over_ours, over_theirs = _prices(len(ours), len(theirs))
    beside += [Part(ours[i], "", 0.0, over_ours * weights[ours[i]]) for i in sorted(free_ours)]
    beside += [
        Part("", theirs[i], 0.0, over_theirs * weights[theirs[i]]) for i in sorted(free_theirs)
    ]
    total = sum(part.weight for part in beside)
    score = 1 / (1 + math.exp(-_START - total))
    return NameScore(score=round(score, 6), parts=tuple(beside))


def _agreed(found: float) -> float:
    """Return what a likeness speaks for: from -4 at the least one that counts to 4 for the same."""
    return _MOST * (2 * (found - LEAST_LIKENESS) / (1 - LEAST_LIKENESS) - 1)


def _prices(ours: int, theirs: int) -> tuple[float, float]:
    """Return what a part without a partner costs on each side: more in the shorter name."""
    if ours == theirs:
        both = (_LEFT_OVER_SHORT + _LEFT_OVER_LONG) / 2
        return both, both
    if ours < theirs:
        return _LEFT_OVER_SHORT, _LEFT_OVER_LONG
    return _LEFT_OVER_LONG, _LEFT_OVER_SHORT


def _candidates(ours: tuple[str, ...], theirs: tuple[str, ...]) -> list[tuple[float, range, range]]:
    """Return what could stand beside each other, the most alike first."""
    found = []
    for at_ours, one in _spans(ours):
        for at_theirs, other in _spans(theirs):
            joined = len(at_ours) + len(at_theirs) - 2
            if len(at_ours) > 1 and len(at_theirs) > 1:
                continue
            alike = _alike(one, other) - 0.02 * joined
            if alike > LEAST_LIKENESS:
                found.append((alike, at_ours, at_theirs))
    found.sort(key=lambda one: (-one[0], len(one[1]) + len(one[2]), one[1].start + one[2].start))
    return found


@lru_cache(maxsize=500_000)
def _alike(left: str, right: str) -> float:
    return max(likeness(one, other) for one in sounds_of(left) for other in sounds_of(right))


def _spans(parts: tuple[str, ...]) -> Iterator[tuple[range, str]]:
    for start in range(len(parts)):
        for end in range(start + 1, min(start + MOST_JOINED, len(parts)) + 1):
            yield range(start, end), "".join(parts[start:end])


def _frame(part: str) -> str:
    return sounds_of(part)[0].frame[:6]


def _weight(part: str, weigh: Callable[[str], float] | None) -> float:
    says = 0.35 + 0.2 * len(sounds_of(part)[0].frame) + 0.06 * len(sounds_of(part)[0].row)
    return min(1.0, says) * (weigh(part) if weigh else 1.0)


def _add(found: list[str], word: str) -> None:
    """Add a word of a name to its parts, joined to the one before where both are one name."""
    if word in _ARABIC_PARTICLES:
        return
    latin = anyascii(word).lower() if not word.isascii() else word.lower()
    if latin in _TITLES or latin in _PARTICLES:
        return
    bare = re.sub("^(عبد)?(?:وال|ال)(?=..)", r"\1", word) if word not in _OF_GOD else "له"
    if latin in _SERVANTS or bare in _SERVANTS:
        found.append("عبد" if bare == "عبد" else "abd")
    elif found and found[-1] in {"abd", "عبد"}:
        found[-1] += bare
    elif found and (latin in _OF_GOD or bare == "له"):
        found[-1] += "له" if bare == "له" else "ulah"
    elif found and (latin in _OF_FAITH or bare in _OF_FAITH):
        found[-1] += "دین" if bare == "دین" else "din"
    else:
        servant = _SERVANT.match(latin)
        found.append("abd" + latin[servant.end() :] if servant else bare)
