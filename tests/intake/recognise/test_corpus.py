"""Invented identifiers in many spellings, and pages of what only looks like them, measured."""

import random
import re
from collections import Counter
from collections.abc import Iterator

import phonenumbers
import pytest
from stdnum import luhn
from stdnum.iso7064 import mod_97_10

from schakel.intake.core.recognise import find_all
from schakel.intake.core.recognise.documents import check_digit

COUNTRIES = (
    "NL BE DE FR IT ES PT GB IE AT CH PL CZ SK HU RO BG GR CY MT HR SI RS BA AL XK TR UA MD BY LY "
    "TN DZ MA EG SD ER ET SO NE ML SN GM CI IQ IR AF PK BD VN LB SY JO AE US"
).split()
LEAST_FOUND = 0.95  # of those with a checksum or an international prefix
MOST_FALSE = 2.0  # on a page of 3,000 characters
Case = tuple[str, str, str]  # kind, text, value
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
AROUND = ("{}", "Bel {} voor meer", "contact: {}.", "({})", "رقم {} هاتف", "- {}\n- ", "\t{}\t")


@pytest.fixture
def chance() -> random.Random:
    """Return the same dice for every run."""
    return random.Random(20261125)  # noqa: S311  # test data


def phones(chance: random.Random) -> Iterator[Case]:
    """Yield a number of each country in every international notation."""
    for country in COUNTRIES:
        number = phonenumbers.example_number_for_type(
            country, phonenumbers.PhoneNumberType.MOBILE
        ) or phonenumbers.example_number(country)
        plain, spaced = (
            phonenumbers.format_number(number, style)
            for style in (
                phonenumbers.PhoneNumberFormat.E164,
                phonenumbers.PhoneNumberFormat.INTERNATIONAL,
            )
        )
        code, _, rest = spaced.partition(" ")
        for written in (
            plain, spaced, f"00{plain[1:]}", f"00 {spaced[1:]}", spaced.replace(" ", "."),
            spaced.replace(" ", "-"), f"({code}) {rest}", f"(00{code[1:]}) {rest}",
            spaced.replace(" ", "\u202f"), plain.translate(ARABIC), f"[{plain}]",
            f"https://wa.me/{plain[1:]}", f"tel:{plain}", f"\u202a{spaced}\u202c",
        ):  # fmt: skip
            yield "phone", chance.choice(AROUND).format(written), plain


def accounts(chance: random.Random) -> Iterator[Case]:
    """Yield accounts with a right check number, in groups, in capitals and not."""
    for country, digits in (("DE", 18), ("IT", 0), ("ES", 20), ("TN", 20), ("BE", 12), ("AE", 19)):
        own = "".join(chance.choices("0123456789", k=digits)) or "X" + "0542811101" + "0" * 12
        check = 98 - int(mod_97_10.checksum(f"{own}{country}00"))
        value = f"{country}{check:02d}{own}"
        groups = re.findall(".{1,4}", value)
        for gap in ("", " ", "-", ".", "\u00a0", "  "):
            yield "iban", chance.choice(AROUND).format(gap.join(groups)), value
            yield "iban", f"iban {gap.join(groups).lower()} t.n.v.", value
        yield "iban", " ".join(groups[:3]) + "\n" + " ".join(groups[3:]), value


def checked_digits(chance: random.Random) -> Iterator[Case]:
    """Yield payment cards, devices and vessels."""
    for prefix, size in (("4", 16), ("51", 16), ("2221", 16), ("37", 15), ("6011", 16), ("36", 14)):
        body = prefix + "".join(chance.choices("0123456789", k=size - 1 - len(prefix)))
        value = body + luhn.calc_check_digit(body)
        for gap in ("", " ", "-", ".", "\u00a0"):
            written = gap.join(re.findall(".{1,4}", value))
            yield (
                "card",
                chance.choice(("kaart {}", "card: {} 12/28", "visa {}.")).format(written),
                value,
            )
    for _ in range(6):
        body = "35" + "".join(chance.choices("0123456789", k=12))
        value = body + luhn.calc_check_digit(body)
        for written in ("IMEI {}", "IMEI: {}", "imei nr {}", "IMEI\t{}", "{}", "IMEI\n{}"):
            yield "imei", written.format(value), value
        body = "9" + "".join(chance.choices("0123456789", k=5))
        value = body + str(sum(int(d) * (7 - at) for at, d in enumerate(body)) % 10)
        for written in ("IMO {}", "IMO: {}", "IMO nr. {}", "imo={}", "IMO\t{}", "(IMO {})"):
            yield "imo", written.format(value), value


def zones(chance: random.Random) -> Iterator[Case]:
    """Yield passports and identity cards, as scanners and people leave them."""
    for issuer in ("SYR", "AFG", "ITA", "D<<"):
        number = "".join(chance.choices("BCDFG0123456789", k=9))
        body = f"{number}{check_digit(number)}{issuer}9001011M3001019{'<' * 14}0"
        last = check_digit(body[:10] + body[13:20] + body[21:43])
        value = f"P<{issuer}EXAMPLE<<INVENTED".ljust(44, "<") + f"\n{body}{last}"
        top = f"I<{issuer}{number}{check_digit(number)}".ljust(30, "<")
        middle = f"9001011M3001019{issuer}".ljust(29, "<")
        last = check_digit(top[5:30] + middle[:7] + middle[8:15] + middle[18:29])
        card = f"{top}\n{middle}{last}\n" + "EXAMPLE<<INVENTED".ljust(30, "<")
        for zone in (value, card):
            for text in (
                zone, zone.lower(), re.sub("(.{5})", r"\1 ", zone), zone.replace("\n", "\n\n"),
                f"Scan:\n{zone}\neinde", f"> {zone}".replace("\n", "\n> "), zone.replace("\n", " "),
                f"MRZ: {zone}", zone.replace("<<", "«"),
            ):  # fmt: skip
                yield "mrz", text, zone


@pytest.mark.parametrize("make", [phones, accounts, checked_digits, zones])
def test_identifiers_that_can_be_checked_are_found(make, chance):
    """One in twenty may be missed: a lead that nobody sees is a lead that is lost."""
    cases = list(make(chance))
    missed = [
        case
        for case in cases
        for kind, text, value in [case]
        if not any(
            (one.kind, one.value, one.raw) == (kind, value, text[one.start : one.end])
            for one in find_all(text, country="NL")
        )
    ]
    assert len(missed) <= (1 - LEAST_FOUND) * len(cases), missed


def pages(chance: random.Random) -> Iterator[tuple[str, str]]:
    """Yield long texts with nothing to find in them but numbers of other kinds."""

    def n(size: int) -> str:
        return "".join(chance.choices("0123456789", k=size))

    def a(size: int) -> str:
        return "".join(chance.choices("ABCDEFGHKLMNPRSTVWXZ", k=size))

    rows = {
        "orders": lambda: f"Order {n(8)} artikel {n(6)}-{n(3)} ref. {a(2)}{n(7)} klantnr {n(7)}",
        "invoice": lambda: (
            f"Factuurnummer 2026{n(6)} BTW NL{n(9)}B{n(2)} KvK {n(8)} kenmerk "
            f"{n(4)} {n(4)} {n(4)} {n(4)}\tM{n(1)}x{n(2)}\t{n(2)},{n(2)}\t{n(3)}.{n(2)}"
        ),
        "log": lambda: (
            f"[12:{n(2)}:{n(2)}.{n(3)}] pid={n(5)} GET /api/v1/items/{n(9)} 404 "
            f"10.1.{n(2)}.{n(2)} id={n(8)}-{n(4)}-4{n(3)}-a{n(3)}-{n(12)}"
        ),
        "reals": lambda: "\t".join(f"{chance.uniform(0, 900):.3f}" for _ in range(8)),
        "columns": lambda: "  ".join(n(chance.randint(1, 9)) for _ in range(10)),
        "fours": lambda: " ".join(n(4) for _ in range(12)),
        "post": lambda: (
            f"3S{a(4)}{n(9)} EAN {n(13)} ISBN 978-{n(2)}-{n(4)}-{n(3)}-1 AWB {n(3)}-{n(8)} "
            f"1Z{n(3)}{a(2)}{n(10)}"
        ),
        "court": lambda: (
            f"ECLI:NL:HR:2026:{n(4)} parketnummer {n(2)}-{n(6)}-{n(2)} rolnr. {n(3)}-"
            f"{n(4)} BVH {n(10)} BSN {n(9)} Stb. 2026, {n(3)}"
        ),
        "trains": lambda: (
            f"Lijn {n(2)}: 07:{n(2)} 08:{n(2)} halte {n(8)} versie {n(1)}.{n(1)}.{n(2)}"
        ),
        "prose": lambda: (
            "Nice was het niet, maar druk; zaal 3, blz. 112-115, 34,5% van 1.250, "
            "rij F, wind 4 bft, uitslag 6-4 6-3, artikel 8 lid 3, postcode 2511 AB."
        ),
    }
    for name, row in rows.items():
        yield name, "\n".join(row() for _ in range(80))


def test_pages_without_identifiers_stay_quiet(chance):
    """Two false finds a page, and no officer looks at the third."""
    for name, text in pages(chance):
        found = Counter(one.kind for one in find_all(text, country="NL"))
        assert found.total() <= MOST_FALSE * len(text) / 3_000, (name, found)
