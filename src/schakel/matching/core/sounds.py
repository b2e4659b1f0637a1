"""Words of any script as a row of sounds, and how alike two such rows are.

A sound is one character: consonants as in the phonetic alphabet, lower-case vowels, and capitals
for letters that can stand for several sounds: `C` in Latin, `W` for the Arabic letter that is w, v,
u or o. Arabic letters are read alike in Arabic, Persian, Dari, Pashto, Urdu and Sorani; what a
letter can be in one of them is near to it in `_NEAR`. Other scripts come by way of Latin letters.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz import fuzz

VOWELS = frozenset("aeiou")
_ARABIC_SCRIPT = re.compile("[\u0600-\u06ff]")
# How much a vowel says, by what the script writes of them; 1 is a consonant.
_VOWEL_WEIGHTS = (
    (_ARABIC_SCRIPT, 0.04),
    (re.compile("[\u0590-\u05ff]"), 0.05),
    (re.compile("[\u0900-\u0dff]"), 0.12),
    (re.compile("[\u1200-\u139f]"), 0.15),
    (re.compile("[\u0400-\u04ff\u3400-\u9fff]"), 0.25),
)
_LATIN_VOWELS = 0.3
_LETTERS = dict(
    pair.split(":")
    for pair in (
        "ا:A آ:A ب:b پ:p ت:t ث:θ ج:J چ:ʧ ح:h خ:χ د:d ذ:ð ر:r ز:z ژ:ʒ س:s ش:ʃ ص:s ض:ð ط:t ظ:ð ع:ʕ "
        "غ:ɣ ف:f ق:q ک:k گ:g ل:l م:m ن:n و:W ه:h ی:Y ء:ʕ ة:Ħ ڕ:r ڵ:l ڤ:v ێ:Y ۆ:W ە:a ټ:t ډ:d ړ:r "
        "ښ:X ږ:ɣ ځ:z څ:ʦ ڼ:n ې:Y ۍ:Y ګ:g ٹ:t ڈ:d ڑ:r ں:n ہ:h ے:Y ۀ:h ۃ:Ħ ؤ:W ئ:Y"
    ).split()
)
_SPELLINGS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("shch|sch", "ʃ"),
        ("tsch|tch", "ʧ"),
        ("dsch|dzh|dj", "J"),
        ("hs(?=[iu])", "ʃ"),
        ("sh", "ʃ"),
        ("ch", "ʧ"),
        ("kh", "χ"),
        ("gh", "ɣ"),
        ("ph", "f"),
        ("th", "θ"),
        ("dh", "ð"),
        ("zh", "ʒ"),
        ("t[sz]", "ʦ"),
        ("bh", "b"),
        ("jh", "J"),
        ("c[kq]", "k"),
        ("qu(?=[ei])", "k"),
        ("oo|ou", "u"),
        ("ee", "i"),
        ("c(?=[eiy])", "Ç"),
        ("c", "C"),
        ("x", "X"),
        ("j", "J"),
    )
)
_MARKED = dict(zip("şšșśçčćžğ", "ʂʂʂʂʧʧʧʒG", strict=True))
_WEAK = {
    "h": 0.35,
    "Y": 0.3,
    "W": 0.3,
    "A": 0.3,
    "ʕ": 0.02,
    "Ħ": 0.12,
    "y": 0.25,
    "w": 0.4,
    "G": 0.3,
}
_NEAR: dict[tuple[str, str], float] = {}
for _cost, _groups in (
    (0.05, "kC qk Xʃ ʂs ʂʃ θt θs ðd ðz ɣg Gg"),
    (0.1, "vw Jʒ ʦs Çs Çʧ Wu Wo Ww Wv Yi Ye Yy Aa zʒ"),
    (0.2, "Cs Cʦ CJ Xχ Xh Xk qɣ qg pb Jy ʧʃ Jz JY ʦz zs td ʃs ʧʦ Çk Çʦ ÇJ Ae Ao ʧC ʒʃ ðs"),
    (0.3, "χk χh Jg ʧJ bv fp gk ʧχ ʧk qʧ wb ʧt ɣh ɣr ʦt ðt θd ʦʧ Xs Xz Au Ai ʒs χɣ χg ʒɣ ʒg"),
    (0.5, "fv fb rl mn gh ʃz nl kt"),
):
    for _pair in _groups.split():
        _NEAR.setdefault((_pair[0], _pair[1]), _cost)
        _NEAR.setdefault((_pair[1], _pair[0]), _cost)
_COARSE = str.maketrans("θðdʃʂʧÇʦʒJzXχkqgɣGCpvf", "tttsssssssskkkkkkkkbbb", "aeiouAWYywʕhĦ")
_SHORT = 3  # consonants; shorter frames differ by one doubtful letter too easily
_LEAST_RATIO = 40.0  # of the coarse consonants; below it the fine comparison is not worth its time


@dataclass(frozen=True, slots=True)
class Sound:
    """A word as heard: `row` of sounds, the `vowel_weight` of its script, coarse `frame`."""

    row: str
    vowel_weight: float
    frame: str


@lru_cache(maxsize=100_000)
def sounds_of(word: str) -> tuple[Sound, ...]:
    """Return how a word can be heard: once, or twice where `sh`, `kh`, `th` may be two letters.

    Args:
        word: A word without spaces, in any script, letters with or without marks.
    """
    if _ARABIC_SCRIPT.search(word):
        row = "".join(_LETTERS.get(letter, "") for letter in word)
        return (_sound(row.replace("χWA", "χA"), _VOWEL_WEIGHTS[0][1]),)
    weight = next((w for script, w in _VOWEL_WEIGHTS if script.search(word)), _LATIN_VOWELS)
    folded = unicodedata.normalize("NFKC", word.lower())
    latin = "".join(_MARKED.get(letter) or anyascii(letter).lower() for letter in folded)
    readings = dict.fromkeys((latin, re.sub("([sktdgc])h", r"\1.h", latin)))
    return tuple(_sound(_spell(reading), weight) for reading in readings)


def likeness(left: Sound, right: Sound) -> float:
    """Return how alike two words sound: 1 for the same, 0 and below for nothing in common."""
    if left.row == right.row:
        return 1.0
    if not left.row or not right.row:
        return 0.0
    if min(len(left.row), len(right.row)) == 1:  # an initial
        return 0.65 if left.row[0] == right.row[0] else 0.0
    if max(len(left.frame), len(right.frame)) > _SHORT and (
        fuzz.ratio(left.frame, right.frame) < _LEAST_RATIO
    ):
        return 0.0
    first, second = sorted((left.row, right.row))
    return _aligned(first, second, min(left.vowel_weight, right.vowel_weight))


def _sound(row: str, vowel_weight: float) -> Sound:
    once = re.sub(r"(.)\1+", r"\1", row)
    frame = re.sub(r"(.)\1+", r"\1", once.translate(_COARSE))
    return Sound(row=once, vowel_weight=vowel_weight, frame=frame)


def _spell(latin: str) -> str:
    for pattern, sound in _SPELLINGS:
        latin = pattern.sub(sound, latin)
    return "".join(letter for letter in latin if letter.isalpha())


@lru_cache(maxsize=500_000)
def _aligned(left: str, right: str, vowel_weight: float) -> float:
    """Return 1 minus the cheapest way from one row to the other, by the mean weight of both."""
    before = [0.0]
    for sound in right:
        before.append(before[-1] + _lost(sound, vowel_weight))
    whole = before[-1]
    for sound in left:
        lost = _lost(sound, vowel_weight)
        whole += lost
        now = [before[0] + lost]
        for place, other in enumerate(right):
            now.append(
                min(
                    before[place] + _changed(sound, other, vowel_weight),
                    before[place + 1] + lost,
                    now[place] + _lost(other, vowel_weight),
                )
            )
        before = now
    return 1.0 - 2 * before[-1] / whole if whole else 0.0


def _lost(sound: str, vowel_weight: float) -> float:
    return vowel_weight if sound in VOWELS else _WEAK.get(sound, 1.0)


def _changed(left: str, right: str, vowel_weight: float) -> float:
    if left == right:
        return 0.0
    vowels = (left in VOWELS) + (right in VOWELS)
    if vowels == 2:
        return vowel_weight * (0.4 if left + right in "ieiuouaea" else 0.7)
    near = _NEAR.get((left, right))
    if near is not None:
        return near
    apart = _lost(left, vowel_weight) + _lost(right, vowel_weight)
    return apart if vowels else min(1.0, apart)
