"""What amounts of money are called."""

import re
from functools import lru_cache

from babel.core import get_global

# In any case of letters; where several countries use the word, all of their currencies.
_WORDS: tuple[tuple[str, str], ...] = (
    ("EUR", "€ eur euro euros euro's ευρώ евро يورو"),
    ("USD", "$ us$ usd dollar dollars dollari dólares доллар долларов دولار"),
    ("CAD", "c$ ca$"),
    ("AUD", "a$ au$"),
    ("GBP", "£ gbp pound pounds pond sterling"),
    ("CHF", "chf sfr. franken"),
    ("TRY", "₺ tl lira lirası"),
    ("PLN", "zł zloty złotych"),
    ("RON", "lei"),
    ("HUF", "ft forint"),
    ("CZK", "kč korun"),
    ("BGN", "лв лв. leva"),
    ("UAH", "₴ hryvnia грн"),
    ("RUB", "₽ roubles rubles roebel руб"),
    ("INR", "₹"),
    ("NGN", "₦ naira"),
    ("ETB", "birr"),
    ("ERN", "nakfa"),
    ("AFN", "؋ afghani afghanis"),
    ("IRR", "toman tuman"),
    ("BDT", "৳ taka"),
    ("ALL", "lekë"),
    ("GEL", "₾ lari"),
    ("AMD", "֏ dram"),
    ("ILS", "₪ shekel shekels"),
    ("VND", "₫"),
    ("KRW", "₩"),
    ("SEK DKK NOK", "kr kr. kroner kronor kronen"),
    ("LYD TND DZD IQD JOD KWD RSD", "dinar dinars dinari"),
    ("MAD AED", "dirham dirhams"),
    ("XOF XAF", "cfa fcfa"),
    ("PKR INR LKR", "rs rs. rupee rupees roepie"),
    ("IRR SAR QAR YER", "rial rials riyal riyals"),
    ("SYP LBP EGP SDG", "lirah"),
    ("JPY CNY", "¥"),
)
# Measures, numbers of types and other words too: they need a word for paying beside them.
ALSO_ELSE = frozenset({"ft", "pound", "pounds", "pond", "lei", "tl", "kr", "rs", "dram", "m"})
MONEY = re.compile(
    r"betaal|betal|kost|prijs|bedrag|geld|contant|voorschot|schuld|loon|huur|pay|paid|price|cost|"
    r"cash|money|"
    r"amount|fee|fare|deposit|debt|rent|wage|prezz|pagat|pagament|soldi|costo|contant|zahl|preis|"
    r"betrag|bar\b|"
    r"miete|prix|pay[ée]|argent|montant|loyer|co[ûu]t|ücret|fiyat|para|nakit|öde|tutar|preț|plat|"
    r"bani|cena|"
    r"p[łl]ac|koszt|ár\b|total|totaal|saldo|balance"
)
# Codes that are words in capitals; nobody writes these amounts with the code alone.
_ALSO_WORDS = frozenset({"ALL", "TOP", "COP", "CUP", "PEN", "MOP", "SOS", "TRY", "LAK", "BAM"})


@lru_cache(maxsize=1)
def currency_names() -> dict[str, tuple[str, ...]]:
    """Return every name in lower case with the currencies that it can mean (ISO 4217)."""
    names: dict[str, tuple[str, ...]] = {}
    for codes, words in _WORDS:
        names |= dict.fromkeys(words.split(), tuple(codes.split()))
    return names


@lru_cache(maxsize=1)
def currency_codes() -> frozenset[str]:
    """Return the codes of the currencies in use, written in capitals (ISO 4217)."""
    used = {
        code
        for currencies in get_global("territory_currencies").values()
        for code, _, until, is_tender in currencies
        if is_tender and until is None
    }
    return frozenset(used) - _ALSO_WORDS | {"TRY"}
