"""Number plates with their country."""

import re
from collections.abc import Iterator

from schakel.intake.core.found import Found
from schakel.intake.core.recognise._near import before

_C = "BCDFGHJKLMNPRSTVWXYZ"  # consonants, of which most countries make their series
# Layouts that no other country shares: written like this they need no word beside them.
DISTINCTIVE: tuple[tuple[str, str], ...] = (
    ("NL", r"\d{2}-[A-Z]{3}-\d|\d-[A-Z]{3}-\d{2}|[A-Z]{2}-\d{3}-[A-Z]|[A-Z]-\d{3}-[A-Z]{2}"),
    ("NL", r"[A-Z]{3}-\d{2}-[A-Z]|[A-Z]-\d{2}-[A-Z]{3}|\d-[A-Z]{2}-\d{3}|\d{3}-[A-Z]{2}-\d"),
    ("FR", r"[A-HJ-NP-TV-Z]{2}-\d{3}-[A-HJ-NP-TV-Z]{2}"),
    ("BE", r"[1-9]-[A-Z]{3}-\d{3}"),
    ("GB", r"[A-HJ-PR-Y][A-HJ-PR-Y]\d{2} [A-HJ-PR-Z]{3}"),
    ("DE", r"[A-ZÄÖÜ]{1,3}-[A-Z]{1,2} \d{1,4}[EH]?"),
)
# Layouts that more than one country uses, or that look like other things: they need a word.
SHARED: tuple[tuple[str, str], ...] = (
    ("NL", r"[A-Z]{2}-?\d{2}-?\d{2}|\d{2}-?\d{2}-?[A-Z]{2}|\d{2}-?[A-Z]{2}-?\d{2}"),
    ("NL", r"[A-Z]{2}-?\d{2}-?[A-Z]{2}|[A-Z]{2}-?[A-Z]{2}-?\d{2}|\d{2}-?[A-Z]{2}-?[A-Z]{2}"),
    ("NL", r"\d{2}[A-Z]{3}\d|\d[A-Z]{3}\d{2}|[A-Z]{2}\d{3}[A-Z]|[A-Z]\d{3}[A-Z]{2}"),
    ("NL", r"[A-Z]{3}\d{2}[A-Z]|[A-Z]\d{2}[A-Z]{3}|\d[A-Z]{2}\d{3}|\d{3}[A-Z]{2}\d"),
    (
        "PT",
        r"[A-Z]{2}-\d{2}-\d{2}|\d{2}-\d{2}-[A-Z]{2}|\d{2}-[A-Z]{2}-\d{2}|[A-Z]{2}-\d{2}-[A-Z]{2}",
    ),
    ("IT", r"[A-HJ-NPR-TV-Z]{2} ?\d{3} ?[A-HJ-NPR-TV-Z]{2}"),
    ("FR", r"[A-HJ-NP-TV-Z]{2}[ -]?\d{3}[ -]?[A-HJ-NP-TV-Z]{2}"),
    ("DE", r"[A-ZÄÖÜ]{1,3}[ -][A-Z]{1,2}[ -]?\d{1,4}[EH]?"),
    ("BE", r"[1-9][ -]?[A-Z]{3}[ -]?\d{3}"),
    ("ES", rf"\d{{4}}[ -]?[{_C}]{{3}}"),
    ("GB", r"[A-Z]{2}\d{2} ?[A-Z]{3}"),
    ("PL", r"[A-Z]{2,3} ?[A-Z0-9]{4,5}"),
    ("RO", r"(?:B[ -]?\d{2,3}|[A-Z]{2}[ -]?\d{2})[ -]?[A-Z]{3}"),
    ("BG", r"[ABEHKMOPCTYX]{1,2} ?\d{4} ?[ABEHKMOPCTYX]{2}"),
    ("GR", r"[ABEZHIKMNOPTYX]{3}[ -]?\d{4}"),
    ("TR", r"(?:0[1-9]|[1-7]\d|8[01]) ?[A-Z]{1,3} ?\d{2,4}"),
    ("HU", r"[A-Z]{3}-\d{3}|[A-Z]{2} ?[A-Z]{2}-\d{3}"),
    ("AT", r"[A-Z]{1,2}[ -]\d{1,5} ?[A-Z]{1,3}"),
    ("HR", r"[A-ZČŠŽ]{2}[ -]?\d{3,4}[ -]?[A-Z]{1,2}"),
    ("RS", r"[A-ZČŠŽ]{2}[ -]?\d{3,4}-[A-Z]{2}"),
)
SAYS_PLATE = re.compile(
    r"kenteken|nummerbord|kentekenplaat|\bplaat\b|\bplates?\b|licen[cs]e|registration|\breg\b|"
    r"targa|targhe|kennzeichen|immatriculation|plaque|matr[ií]cula|plaka|tablic|rejestra|"
    r"num[aă]r de [iî]nmatriculare|rendsz[aá]m|registar"
)
SAYS_COUNTRY: tuple[tuple[str, str], ...] = (
    ("NL", r"dutch|nederlands|netherlands|kenteken|nummerbord|\bnl\b|olandese"),
    ("IT", r"italian|italiaans|targa|targhe|\bita?\b|italienisch"),
    ("FR", r"french|frans|immatriculation|plaque|\bfr\b|französisch|francese"),
    ("DE", r"german|duits|kennzeichen|\bde\b|tedesc|deutsch"),
    ("BE", r"belgian|belgisch|\bbe\b|belge"),
    ("ES", r"spanish|spaans|matr[ií]cula|español|\bes\b"),
    ("GB", r"british|brits|\bgb\b|\buk\b|english|engels"),
    ("PL", r"polish|pools|tablic|rejestra|\bpl\b|polnisch"),
    ("RO", r"romanian|roemeens|[iî]nmatriculare|\bro\b"),
    ("BG", r"bulgarian|bulgaars|\bbg\b"),
    ("GR", r"greek|grieks|\bgr\b"),
    ("TR", r"turkish|turks|plaka|\btr\b"),
    ("HU", r"hungarian|hongaars|rendsz[aá]m|\bhu?\b"),
    ("AT", r"austrian|oostenrijks|\bat\b|österreich"),
    ("HR", r"croatian|kroatisch|\bhr\b"),
    ("RS", r"serbian|servisch|\bsrb?\b|\brs\b"),
    ("PT", r"portuguese|portugees|\bpt?\b"),
)
_ALL = "|".join(f"(?:{layout})" for _, layout in (*DISTINCTIVE, *SHARED))
CANDIDATE = re.compile(rf"(?<![\w/.@-])(?:{_ALL})(?![\w/@-])(?!\.\d)")


def find_plates(text: str, country: str) -> Iterator[Found]:
    """Yield plates as `NL:99ZZX9`; one that fits several countries gets candidates.

    Most layouts also fit order numbers and the like, so unless nobody else uses it a plate is
    believed only beside a word that says so.

    Source: layouts of the registration authorities; ISO 3166 for the countries.
    """
    for match in CANDIDATE.finditer(text):
        raw = match[0]
        said = before(text, match.start())
        own = [code for code, layout in DISTINCTIVE if re.fullmatch(layout, raw)]
        called = SAYS_PLATE.search(said) is not None
        if not own and not called:
            continue
        fitting = own or list(
            dict.fromkeys(code for code, layout in SHARED if re.fullmatch(layout, raw))
        )
        codes = _named(fitting, said) or fitting
        bare = re.sub(r"[ -]", "", raw)
        values = [f"{code}:{bare}" for code in codes]
        yield Found(
            kind="plate",
            value=values[0] if len(values) == 1 else None,
            raw=raw,
            start=match.start(),
            end=match.end(),
            candidates=() if len(values) == 1 else tuple(values),
        )


def _named(codes: list[str], said: str) -> list[str]:
    """Return those countries of `codes` that the words before the plate name."""
    return [code for code, words in SAYS_COUNTRY if code in codes and re.search(words, said)]
