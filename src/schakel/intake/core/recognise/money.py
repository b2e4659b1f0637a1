"""Accounts, payment cards and amounts."""

import re
from collections.abc import Iterator

from stdnum import iban
from stdnum.exceptions import ValidationError

from schakel.intake.core.found import Found
from schakel.intake.core.recognise._near import luhn

IBAN = re.compile(
    r"(?<![A-Z0-9])[A-Z]{2}\d{2}(?:[ \u00a0.-]?[A-Z0-9]){11,30}(?![A-Z0-9])", re.IGNORECASE
)
CARD = re.compile(r"(?<![\d.,+-])(?<!\d )\d(?:[ \u00a0-]?\d){12,18}(?![\d])(?![.,]\d)")
# Ranges of issuers with the lengths that they use.
ISSUERS: tuple[tuple[str, frozenset[int]], ...] = (
    (r"4", frozenset({13, 16, 19})),
    (r"5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720", frozenset({16})),
    (r"3[47]", frozenset({15})),
    (r"30[0-5]|3[68]", frozenset({14})),
    (r"6011|64[4-9]|65|35(?:2[89]|[3-8])", frozenset({16, 19})),
    (r"50(?:18|20|38)|5893|6304|67(?:59|6[1-3])", frozenset(range(13, 20))),
)
SYMBOLS = {
    "€": "EUR", "$": "USD", "£": "GBP", "₺": "TRY", "eur": "EUR", "euro": "EUR", "euros": "EUR",
    "usd": "USD", "dollar": "USD", "dollars": "USD", "gbp": "GBP", "pound": "GBP",
    "pounds": "GBP", "chf": "CHF", "try": "TRY", "lira": "TRY", "pln": "PLN", "ron": "RON",
    "huf": "HUF", "bgn": "BGN", "sek": "SEK", "dkk": "DKK", "nok": "NOK", "mad": "MAD",
    "tnd": "TND", "lyd": "LYD", "dzd": "DZD", "egp": "EGP", "aed": "AED", "irr": "IRR",
}  # fmt: skip
_NAMES = "|".join(sorted((re.escape(name) for name in SYMBOLS), key=len, reverse=True))
_NUMBER = r"\d{1,3}(?:[.,' \u00a0]\d{3})+(?:[.,]\d{1,2})?(?:,-)?|\d{1,12}(?:[.,]\d{1,3})?(?:,-)?"
AMOUNT = re.compile(
    rf"(?<![\w.,])(?:(?P<left>{_NAMES})\s?(?P<after>{_NUMBER})(?P<thousand>\s?k\b)?"
    rf"|(?P<before>{_NUMBER})(?P<thousands>\s?k)?\s?(?P<right>{_NAMES}))(?![\w])",
    re.IGNORECASE,
)


def find_ibans(text: str, country: str) -> Iterator[Found]:
    """Yield bank accounts; one whose checksum fails is shown as such (ISO 13616)."""
    for match in IBAN.finditer(text):
        yield from _iban_in(match[0], match.start())


def find_cards(text: str, country: str) -> Iterator[Found]:
    """Yield payment cards: Luhn and a known range of issuers (ISO/IEC 7812)."""
    for match in CARD.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        issued = any(re.match(r, digits) and len(digits) in lengths for r, lengths in ISSUERS)
        if issued and luhn(digits):
            yield Found(
                kind="card",
                value=digits,
                raw=match[0],
                start=match.start(),
                end=match.end(),
                valid=True,
            )


def find_amounts(text: str, country: str) -> Iterator[Found]:
    """Yield amounts with their currency (ISO 4217).

    Three digits after one separator may be thousands or a fraction: both readings are offered.
    """
    for match in AMOUNT.finditer(text):
        name = (match["left"] or match["right"]).lower()
        number = match["after"] or match["before"]
        factor = 1_000 if match["thousand"] or match["thousands"] else 1
        readings = [f"{SYMBOLS[name]} {value * factor:.2f}" for value in _readings(number)]
        yield Found(
            kind="amount",
            value=readings[0] if len(readings) == 1 else None,
            raw=match[0],
            start=match.start(),
            end=match.end(),
            assumption="dollar read as USD" if name == "$" else "",
            candidates=() if len(readings) == 1 else tuple(readings),
        )


def _iban_in(raw: str, start: int) -> Iterator[Found]:
    whole = raw
    while len(raw) >= 15:
        value = re.sub(r"[^A-Z0-9]", "", raw.upper())
        try:
            iban.validate(value, check_country=False)
        except ValidationError:
            raw = raw[:-1].rstrip(" \u00a0.-")
        else:
            yield _account(value, raw, start, valid=True)
            return
    length = LENGTHS.get(whole[:2].upper(), 0)
    written = re.match(rf"(?:[A-Za-z0-9][ \u00a0.-]?){{{length}}}(?![A-Za-z0-9])", whole)
    if length and written:
        raw = written[0].rstrip(" \u00a0.-")
        value = re.sub(r"[^A-Z0-9]", "", raw.upper())
        yield _account(value, raw, start, valid=False)


LENGTHS = {
    "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20,
    "ES": 24, "FI": 18, "FR": 27, "GB": 22, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IT": 27,
    "LT": 20, "LU": 20, "LV": 21, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24,
    "SE": 24, "SI": 19, "SK": 24, "TR": 26,
}  # fmt: skip


def _account(value: str, raw: str, start: int, *, valid: bool) -> Found:
    return Found(kind="iban", value=value, raw=raw, start=start, end=start + len(raw), valid=valid)


def _readings(number: str) -> list[float]:
    """Return the values that a written number can have."""
    whole = number.endswith(",-")  # a Dutch way to say that nothing follows the point
    bare = re.sub(r"[' \u00a0]", "", number.removesuffix(",-"))
    marks = re.findall(r"[.,]", bare)
    digits = re.split(r"[.,]", bare)
    if not marks:
        return [float(bare)]
    if len(set(marks)) == 2:
        return [float("".join(digits[:-1]) + "." + digits[-1])]
    if len(marks) > 1 or whole:
        return [float("".join(digits))]
    fraction = float(f"{digits[0]}.{digits[1]}")
    if len(digits[1]) != 3:
        return [fraction]
    return [float("".join(digits)), fraction]
