"""What amounts of money are called."""

from functools import lru_cache

from babel import Locale

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
    """Return the codes of all currencies, written in capitals (ISO 4217)."""
    return frozenset(Locale.parse("en").currencies) - _ALSO_WORDS | {"TRY"}
