"""Telephones by IMEI, vehicles by VIN."""

import re
from collections.abc import Iterator

from schakel.intake.core.found import Found
from schakel.intake.core.recognise._near import before, explains, luhn

IMEI = re.compile(r"(?<![\d-])(?<!\d[ /])\d{2}[ /-]?\d{6}[ /-]?\d{6}[ /-]?\d{1,2}(?![\d-])")
REPORTING_BODIES = ("01", "35", "86", "99")  # those that give out numbers today
_CHARACTER = "[A-HJ-NPR-Z0-9]"
IMEI_WORD = re.compile("imei")
VIN = re.compile(
    rf"(?<![A-Z0-9])(?:{_CHARACTER}{{17}}"
    rf"|{_CHARACTER}{{3}}([ -]){_CHARACTER}{{6}}\1{_CHARACTER}{{8}})"
    r"(?![A-Z0-9])",
    re.IGNORECASE,
)
VIN_WORD = re.compile(r"\bvin\b|ch[aâ]ssis|chas[ií]s|fahrgestell|telaio|bastidor|nadwozi|şasi")
LETTERS = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", "12345678123457923456789", strict=True))
VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


def find_imeis(text: str, country: str) -> Iterator[Found]:
    """Yield device numbers that are called so, or written as such (3GPP TS 23.003, 6.2)."""
    for match in IMEI.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        called = explains(IMEI_WORD, before(text, match.start()))
        written = match[0].count("-") == 3 or digits.startswith(REPORTING_BODIES)
        valid = luhn(digits) if len(digits) == 15 else None
        if called or (written and valid):
            yield _found("imei", digits, match, valid=valid)


def find_vins(text: str, country: str) -> Iterator[Found]:
    """Yield vehicle numbers; the check digit binds North American ones alone (ISO 3779)."""
    for match in VIN.finditer(text):
        value = re.sub(r"[ -]", "", match[0]).upper()
        letters = sum(character.isalpha() for character in value)
        called = VIN_WORD.search(before(text, match.start()))
        alone = 3 <= letters <= 14 and value[-4:].isdigit() and match[0].isupper() and not match[1]
        held = _vin_digit(value) == value[8]
        valid = True if held else False if value[0] in "12345" else None
        # A parcel of one carrier has a number of this length that begins with 1Z.
        if called or (alone and valid is not False and not value.startswith("1Z")):
            yield _found("vin", value, match, valid=valid)


def _vin_digit(value: str) -> str:
    total = sum(
        int(LETTERS.get(character, character)) * weight
        for character, weight in zip(value, VIN_WEIGHTS, strict=True)
    )
    return "X" if total % 11 == 10 else str(total % 11)


def _found(kind: str, value: str, match: re.Match[str], *, valid: bool | None) -> Found:
    return Found(
        kind=kind,
        value=value,
        raw=match[0],
        start=match.start(),
        end=match.end(),
        valid=valid,
    )
