"""Accounts, payment cards and amounts."""

import re
from collections.abc import Iterator
from functools import lru_cache

from stdnum import iban
from stdnum.exceptions import ValidationError

from schakel.intake.core.found import Found
from schakel.intake.core.recognise._near import before, luhn
from schakel.intake.core.recognise.currencies import (
    ALSO_ELSE,
    MONEY,
    currency_codes,
    currency_names,
)

_GAP = r"[ .\t\n-]{0,2}"  # between groups; a line may end inside an account
IBAN = re.compile(
    rf"(?<![A-Z0-9])(?:IBAN)?[ :]{{0,2}}([A-Z]{{2}}\d{{2}}(?:{_GAP}[A-Z0-9]){{11,30}})(?![A-Z0-9])",
    re.IGNORECASE,
)
PRINTED = re.compile(r"[A-Z]{2}\d{2}(?P<gap>[ .-]?)(?:[A-Z0-9]{4}(?P=gap))*[A-Z0-9]{1,4}")
ACCOUNT_WORD = re.compile(r"iban|rekening|account|konto|conto|compte|cuenta|hesap")
_SHORTEST_GROUP = 4  # country and check digits
CARD = re.compile(r"(?<![\d.,+-])(?<!\d )\d(?:[ .-]?\d){12,22}(?!\d)(?![.,]\d)")
# Groups as on the card; with more groups of four behind them it is a row of a table.
AS_PRINTED = re.compile(
    r"\d{4}(?P<gap>[ .-])\d{4}(?P=gap)\d{4}(?P=gap)\d{1,4}(?:(?P=gap)\d{1,3})?"
    r"|\d{4}(?P<other>[ .-])\d{6}(?P=other)\d{4,5}"
)
MORE = re.compile(r" \d{3,}(?!/)")
NOT_A_CARD = re.compile(r"kenmerk|referen|barcode|order|factuur|invoice|imei|track|ean\b")
CARD_WORD = re.compile(r"card|kaart|karte|carte|carta|tarjeta|visa|maestro|amex|unionpay|\bpan\b")
THOUSANDTHS = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})  # ISO 4217
# Ranges of issuers with the lengths that they use.
ISSUERS: tuple[tuple[str, frozenset[int]], ...] = (
    (r"4", frozenset({16, 19})),
    (r"5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720", frozenset({16})),
    (r"3[47]", frozenset({15})),
    (r"30[0-59]|3[689]", frozenset({14})),
    (r"6011|64[4-9]|65|35(?:2[89]|[3-8])|62", frozenset({16, 19})),
    (r"220[0-4]|9792|60[68]|81|82|508", frozenset({16})),
)
# Too many other numbers look like these: they need a word beside them.
RARE_ISSUERS: tuple[tuple[str, frozenset[int]], ...] = (
    (r"4", frozenset({13})),
    (r"5[06-9]|6", frozenset(range(13, 20))),
)
_AROUND = 25  # characters looked ahead for a word for paying
_LARGE = 3  # digits
# Written with a code and no space between, only these are more likely money than a booking.
COMMON = frozenset({"EUR", "USD", "GBP", "CHF", "TRY", "AED", "SEK", "PLN", "TND", "LYD", "EGP"})
ALSO_LARGE = frozenset({"tl", "kr", "rs"})
_NUMBER = r"\d{1,3}(?:[.,' ]\d{3})+(?:[.,]\d{1,2}(?!\d))?|\d{1,12}(?:[.,]\d{1,3}(?!\d))?"
_ROUND = r"(?:[,.](?:--?|=))?"
MULTIPLES = {
    "k": 1_000, "duizend": 1_000, "thousand": 1_000, "tausend": 1_000, "mille": 1_000,
    "mila": 1_000, "mil": 1_000, "m": 1_000_000, "mln": 1_000_000, "mio": 1_000_000,
    "miljoen": 1_000_000, "million": 1_000_000, "millions": 1_000_000, "millionen": 1_000_000,
    "milioni": 1_000_000, "millones": 1_000_000, "milyon": 1_000_000, "miljard": 1_000_000_000,
    "billion": 1_000_000_000, "milliard": 1_000_000_000, "mrd": 1_000_000_000,
}  # fmt: skip
_MULTIPLE = rf"(?:\s?(?P<multiple{{}}>{'|'.join(sorted(MULTIPLES, key=len, reverse=True))})\b\.?)?"


def find_ibans(text: str, country: str) -> Iterator[Found]:
    """Yield bank accounts; one whose checksum fails is shown as such (ISO 13616)."""
    at = 0
    while match := IBAN.search(text, at):
        found = _iban_in(match[1], match.start(1), said=before(text, match.start()))
        # Another account may begin within the stretch, so the search goes on behind this one.
        at = found.end if found else match.start(1) + _SHORTEST_GROUP
        if found:
            yield found


def find_cards(text: str, country: str) -> Iterator[Found]:
    """Yield payment cards: Luhn and a known range of issuers (ISO/IEC 7812)."""
    for match in CARD.finditer(text):
        said = before(text, match.start())
        called = CARD_WORD.search(said) is not None
        for raw in () if NOT_A_CARD.search(said) else _shorter(match[0]):
            digits = re.sub(r"\D", "", raw)
            end = match.start() + len(raw)
            printed = AS_PRINTED.fullmatch(raw) and not MORE.match(text, end)
            if _is_card(digits, rare=called or bool(printed)) and (
                called or printed or raw == digits
            ):
                start = match.start()
                yield Found(kind="card", value=digits, raw=raw, start=start, end=end, valid=True)
                break


def _shorter(raw: str) -> Iterator[str]:
    """Yield `raw`, then without its last groups: an expiry date may stand right behind a card."""
    while raw:
        yield raw
        raw = raw[: max(raw.rfind(sign) for sign in " .-")] if re.search(r"[ .-]", raw) else ""


def _is_card(digits: str, *, rare: bool) -> bool:
    issuers = ISSUERS + RARE_ISSUERS if rare else ISSUERS
    issued = any(re.match(r, digits) and len(digits) in lengths for r, lengths in issuers)
    return issued and luhn(digits)


def find_amounts(text: str, country: str) -> Iterator[Found]:
    """Yield amounts with their currency (ISO 4217).

    Three digits after the only separator are thousands, unless the currency has a thousandth; what
    several countries call their money gets candidates.
    """
    for match in _amount().finditer(text):
        name = match["left"] or match["right"]
        if not _is_money(text, match, name.lower()):
            continue
        codes = currency_names().get(name.lower(), (name,))
        number = match["after"] or match["before"]
        factor = MULTIPLES.get((match["multiple1"] or match["multiple2"] or "").lower(), 1)
        readings = [
            f"{code} {value * factor:.2f}"
            for code in codes
            for value in _readings(number, small=factor > 1, thousandth=code in THOUSANDTHS)
        ]
        yield Found(
            kind="amount",
            value=readings[0] if len(readings) == 1 else None,
            raw=match[0],
            start=match.start(),
            end=match.end(),
            assumption="dollar read as USD" if name == "$" else "",
            candidates=() if len(readings) == 1 else tuple(readings),
        )


def _is_money(text: str, match: re.Match[str], name: str) -> bool:
    """Tell whether a name that also means something else means money here."""
    if match["left"] and name.isalpha() and text[match.start("after") - 1].isalpha():
        return name.upper() in COMMON
    if name not in ALSO_ELSE:
        return True
    around = f"{before(text, match.start())}|{text[match.end() : match.end() + _AROUND]}"
    return MONEY.search(around.lower()) is not None or (name in ALSO_LARGE and _is_large(match))


def _is_large(match: re.Match[str]) -> bool:
    digits = re.sub(r"\D", "", match["before"] or "")
    return len(digits) >= _LARGE


@lru_cache(maxsize=1)
def _amount() -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, currency_names()), key=len, reverse=True))
    names = rf"(?i:{words})|(?:{'|'.join(sorted(currency_codes()))})"
    return re.compile(
        rf"(?<![\w.,/-])(?:(?P<left>{names})[ :]{{0,2}}(?P<after>{_NUMBER}){_ROUND}"
        rf"(?i:{_MULTIPLE.format(1)})"
        rf"|(?P<before>{_NUMBER}){_ROUND}(?i:{_MULTIPLE.format(2)}) ?(?:US )?"
        rf"(?P<right>{names}))(?!\w|[-/][\dA-Z]| ?=)"
    )


def _iban_in(raw: str, start: int, *, said: str) -> Found | None:
    whole = raw
    while len(raw) >= 15:
        value = re.sub(r"[^A-Z0-9]", "", raw.upper())
        try:
            iban.validate(value, check_country=False)
        except ValidationError:
            raw = raw[:-1].rstrip(" .\t\n-")
        else:
            return _account(value, raw, start, valid=True)
    length = LENGTHS.get(whole[:2].upper(), 0)
    written = re.match(rf"(?:[A-Za-z0-9]{_GAP}){{{length}}}(?![A-Za-z0-9])", whole)
    raw = written[0].rstrip(" .\t\n-") if length and written else ""
    if PRINTED.fullmatch(raw) or (raw and ACCOUNT_WORD.search(said)):
        value = re.sub(r"[^A-Z0-9]", "", raw.upper())
        return _account(value, raw, start, valid=False)
    return None


LENGTHS = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22,
    "BY": 28, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DJ": 27, "DK": 18, "EE": 20, "EG": 29,
    "ES": 24, "FI": 18, "FR": 27, "GB": 22, "GE": 22, "GR": 27, "HR": 21, "HU": 28, "IE": 22,
    "IL": 23, "IQ": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LI": 21,
    "LT": 20, "LU": 20, "LV": 21, "LY": 25, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MR": 27,
    "MT": 31, "NL": 18, "NO": 15, "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24,
    "RS": 22, "RU": 33, "SA": 24, "SD": 18, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "SO": 23,
    "TN": 24, "TR": 26, "UA": 29, "VA": 22, "XK": 20, "YE": 30,
}  # fmt: skip


def _account(value: str, raw: str, start: int, *, valid: bool) -> Found:
    return Found(kind="iban", value=value, raw=raw, start=start, end=start + len(raw), valid=valid)


def _readings(number: str, *, small: bool, thousandth: bool) -> list[float]:
    """Return the values that a written number can have.

    Args:
        number: Digits with separators.
        small: It counts thousands or millions, so "2,500 million" is a fraction too.
        thousandth: The currency has coins of a thousandth.
    """
    bare = re.sub(r"[' ]", "", number)
    marks = re.findall(r"[.,]", bare)
    digits = re.split(r"[.,]", bare)
    if not marks:
        return [float(bare)]
    if len(set(marks)) == 2:
        return [float("".join(digits[:-1]) + "." + digits[-1])]
    if len(marks) > 1:
        return [float("".join(digits))]
    fraction = float(f"{digits[0]}.{digits[1]}")
    if len(digits[1]) != 3 or int(digits[0]) == 0:
        return [fraction]
    whole = float("".join(digits))
    return [whole, fraction] if small or thousandth else [whole]
