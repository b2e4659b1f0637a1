"""Phone numbers in any notation, as E.164."""

import re
from collections.abc import Iterator

import phonenumbers
from phonenumbers import Leniency, NumberParseException, PhoneNumberFormat, PhoneNumberMatcher

from schakel.intake.core.found import Found
from schakel.intake.core.recognise._near import before, explains
from schakel.intake.core.recognise.phone_words import (
    ABBREVIATION,
    CLOCK,
    IN_CAPITALS,
    NO_NUMBER,
    PHONE_WORD,
    calls_it_other,
)
from schakel.intake.core.recognise.tables import MANY, cell_at

MOST = 5_000  # numbers in one text
LINK = re.compile(
    r"(?:wa\.me/|whatsapp\.com/send/?\?phone=|signal\.me/#p/|viber://\w+\?number=)"
    r"(?:\+|%2B)?(\d{8,15})(?!\d)",
    re.IGNORECASE,
)
# The digits of "00" as a prefix: of these two signs the matcher is shown a space and a plus.
DOUBLE_ZERO = re.compile(r"(?<![\d+,/-])(?<!\d[ .:])00(?=[ .-]?[1-9]\d?[\d ./()-]{6})")
# A pair of decimals is a position, and the number before it ends there.
BEFORE_A_PAIR = re.compile(r"[ (](?=[-+]?\d{1,3}\.\d{1,15}\s?[,;]\s?[-+]?\d{1,3}\.\d)")
# "+34 (0)612": a trunk prefix that the country may not have.
TRUNK = re.compile(r"\+ ?([1-9]\d{0,2})([ .-]?)\(0\)([ .-]?\d[\d ./-]{4,16}\d)")
INTERNATIONAL = re.compile(r"(?<![\w+])\+ ?[1-9](?:[ ().-]{0,2}\d){7,20}")
_GROUPS_LEFT_OUT = 3
_MOBILE = (
    phonenumbers.PhoneNumberType.MOBILE,
    phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
)
_GROUP = re.compile(r"[ ().-]+\d+$")


def is_country(code: str) -> bool:
    """Tell whether national notations of this country can be read (ISO 3166 alpha-2)."""
    return code in phonenumbers.SUPPORTED_REGIONS


def find_linked_phones(text: str, country: str) -> Iterator[Found]:
    """Yield the numbers that links to a messenger carry."""
    for link in LINK.finditer(text):
        yield _found(link[1], phonenumbers.parse("+" + link[1]), start=link.start(1))


def find_phones(text: str, country: str) -> Iterator[Found]:
    """Yield phone numbers; a national notation says of which country it was read.

    A number written internationally is shown even when it is only possible, with `valid` False;
    one written nationally must be valid there, and must not be called something else.

    Source: ITU-T E.164, through Google's libphonenumber.
    """
    shown = DOUBLE_ZERO.sub(" +", text.translate({ord("["): "(", ord("]"): ")"}))
    shown = BEFORE_A_PAIR.sub("\n", shown)
    yield from _with_trunk_prefix(text, shown)
    yield from _without_what_follows(text, shown)
    for match in PhoneNumberMatcher(shown, country, leniency=Leniency.POSSIBLE, max_tries=MOST):
        number, start = match.number, match.start
        valid = phonenumbers.is_valid_number(number)
        if match.raw_string.lstrip(" (").startswith("+"):
            doubled = text[start] == "0"
            start -= doubled
            if valid or not doubled or PHONE_WORD.search(before(text, start)):
                yield _found(text[start : match.end], number, start=start)
        elif valid and _is_national(match.raw_string, text, number, start=start):
            assumed = f"national notation, read as {country}"
            yield _found(text[start : match.end], number, start=start, assumption=assumed)


def _with_trunk_prefix(text: str, shown: str) -> Iterator[Found]:
    """Yield numbers with a zero in brackets that their country does not dial at all."""
    for match in TRUNK.finditer(shown):
        number, kept = _parsed(f"+{match[1]} {match[3]}"), _parsed(f"+{match[1]} 0{match[3]}")
        dialled = kept is not None and phonenumbers.is_valid_number(kept)
        if number and phonenumbers.is_valid_number(number) and not dialled:
            start = match.start() - (text[match.start()] == "0")
            yield _found(text[start : match.end()], number, start=start)


def _without_what_follows(text: str, shown: str) -> Iterator[Found]:
    """Yield numbers that are valid once the last groups are left out: a count, a day."""
    for match in INTERNATIONAL.finditer(shown):
        raw = match[0]
        for _ in range(_GROUPS_LEFT_OUT):
            number = _parsed(raw)
            if number and phonenumbers.is_valid_number(number):
                if raw != match[0]:
                    start = match.start() - (text[match.start()] == "0")
                    yield _found(text[start : match.start() + len(raw)], number, start=start)
                break
            raw = _GROUP.sub("", raw)


def _parsed(raw: str) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(raw)
    except NumberParseException:
        return None


def _is_national(raw: str, text: str, number: phonenumbers.PhoneNumber, *, start: int) -> bool:
    """Tell whether a valid number in national notation is one: not a time, not called other."""
    said = before(text, start)
    if CLOCK.fullmatch(raw) or calls_it_other(said):
        return False
    if explains(PHONE_WORD, said):
        return True
    if "  " in raw or said[-1:].isalnum() or not raw.startswith(("0", "(0")):
        return False  # columns of a table, a code
    if NO_NUMBER.fullmatch(raw) or IN_CAPITALS.search(text[max(0, start - ABBREVIATION) : start]):
        return False
    cell = cell_at(text, start)
    small = cell is None or cell.columns < MANY
    return small or phonenumbers.number_type(number) in _MOBILE


def _found(
    raw: str, number: phonenumbers.PhoneNumber, *, start: int, assumption: str = ""
) -> Found:
    return Found(
        kind="phone",
        value=phonenumbers.format_number(number, PhoneNumberFormat.E164),
        raw=raw,
        start=start,
        end=start + len(raw),
        valid=phonenumbers.is_valid_number(number),
        assumption=assumption,
    )
