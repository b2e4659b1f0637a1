"""Invented pages with known identifiers in them, and much that only looks like one.

A page is written as it would lie on a desk, with two marks in it: what stands between `[[` and `]]`
is an identifier that must be found, and what stands between `‹` and `›` is none and must not be.
A line that begins with `*12 ` is one of a table of twelve.

    [[phone +31612345678|06 12345678]]   this kind, with this value, written like this
    [[plate|AB-123-CD]]                  this kind, whatever the value
    [[iban DE]]                          an account with a right check number, in any notation
    ‹PL-####/@@›                         no identifier: # is a digit, @ a capital, xxx hexadecimal
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType
from stdnum import luhn
from stdnum.iso7064 import mod_97_10

from schakel.intake.core.recognise.documents import check_digit
from schakel.intake.core.recognise.money import LENGTHS

FOLDER = Path(__file__).parent / "pages"
MARK = re.compile(r"\[\[(?P<wanted>[^\]]+)\]\]|‹(?P<noise>[^›]*)›")
REPEATED = re.compile(r"^\*(\d+) (.*)$", re.MULTILINE)
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
STATES = ("SYR", "AFG", "ITA", "D<<", "UTO")


@dataclass(frozen=True, slots=True)
class Wanted:
    """An identifier that stands in a page."""

    kind: str
    value: str
    start: int
    end: int
    checked: bool  # it has a checksum or an international prefix


@dataclass(frozen=True, slots=True)
class Page:
    """A page with what must be found on it; `noise` are stretches that are no identifier."""

    name: str
    country: str
    text: str
    wanted: tuple[Wanted, ...]
    noise: tuple[tuple[int, int], ...]


def read_pages(name: str, *, seed: int) -> Iterator[Page]:
    """Yield the pages of one file, with other digits for every seed."""
    chance = random.Random(seed)  # noqa: S311  # test data
    text = (FOLDER / name).read_text(encoding="utf-8")
    for written in text.split("=== ")[1:]:
        head, _, body = written.partition("\n")
        title, country = head.split()
        repeated = REPEATED.sub(lambda row: "\n".join([row[2]] * int(row[1])), body)
        yield _page(title, country, repeated, Maker(chance))


def _page(name: str, country: str, written: str, maker: "Maker") -> Page:
    wanted, noise, text, last = [], [], "", 0
    for mark in MARK.finditer(written):
        text += written[last : mark.start()]
        start, last = len(text), mark.end()
        if mark["wanted"]:
            kind, value, shown = maker.make(mark["wanted"])
            text += shown
            checked = "|" not in mark["wanted"] and "national" not in mark["wanted"]
            wanted.append(Wanted(kind, value, start, len(text), checked))
        else:
            text += maker.noise(mark["noise"] or "")
            noise.append((start, len(text)))
    return Page(name, country, text + written[last:], tuple(wanted), tuple(noise))


class Maker:
    """Makes identifiers that pass their checks, in the notations that people use."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    def make(self, wanted: str) -> tuple[str, str, str]:
        """Return kind, value (empty where any will do) and what is written."""
        head, bar, shown = wanted.partition("|")
        kind, _, rest = head.partition(" ")
        if bar:
            return kind, rest, shown
        return kind, *getattr(self, kind)(*rest.split())

    def noise(self, pattern: str) -> str:
        """Return `pattern` with a digit for each #, a capital for each @, hexadecimal for x."""
        dice = {"#": "0123456789", "@": "ABCDEFGHJKLMNPRSTUVWXYZ"}
        if "xxx" in pattern:
            dice["x"] = "0123456789abcdef"
        return "".join(self.chance.choice(dice.get(sign, sign)) for sign in pattern)

    def digits(self, size: int) -> str:
        """Return so many digits."""
        return "".join(self.chance.choices("0123456789", k=size))

    def phone(self, country: str, style: str = "") -> tuple[str, str]:
        """Return a mobile number of a country, in international notation unless `national`."""
        number = phonenumbers.example_number_for_type(country, PhoneNumberType.MOBILE)
        assert number
        while True:
            own = str(number.national_number)
            number.national_number = int(own[:-5] + self.digits(5))
            if phonenumbers.is_valid_number(number):
                break
        plain = phonenumbers.format_number(number, PhoneNumberFormat.E164)
        spaced = phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
        if style == "national":
            return plain, phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
        if style:
            written = self.chance.choice((plain, f"00{plain[1:]}"))
            return plain, written.translate(ARABIC if style == "arabic" else PERSIAN)
        code, _, rest = spaced.partition(" ")
        return plain, self.chance.choice(
            (
                plain, spaced, f"00{plain[1:]}", f"00 {spaced[1:]}", spaced.replace(" ", "-"),
                spaced.replace(" ", "."), f"({code}) {rest}", spaced.replace(" ", "\u00a0"),
                f"{code}{rest}", f"00{code[1:]}-{rest}",
            )
        )  # fmt: skip

    def iban(self, country: str) -> tuple[str, str]:
        """Return an account with a right check number, plain or in groups."""
        letters = {"NL": "INGB", "GB": "BARC", "IT": "X", "BG": "BNBG", "IE": "AIBK"}
        head = letters.get(country, "")
        own = head + self.digits(LENGTHS[country] - 4 - len(head))
        value = f"{country}{98 - int(mod_97_10.checksum(f'{own}{country}00')):02d}{own}"
        gap = self.chance.choice(("", "", " ", " ", ".", "-"))
        return value, gap.join(re.findall(".{1,4}", value))

    def card(self) -> tuple[str, str]:
        """Return a payment card, plain or in groups."""
        body = self.chance.choice(("4", "51", "53", "2221")).ljust(15, "x")
        body = "".join(sign if sign != "x" else self.digits(1) for sign in body)
        value = body + luhn.calc_check_digit(body)
        return value, self.chance.choice(("", " ", "-")).join(re.findall(".{1,4}", value))

    def imei(self) -> tuple[str, str]:
        """Return a device number; the page says what it is."""
        body = "35" + self.digits(12)
        value = body + luhn.calc_check_digit(body)
        return value, self.chance.choice(
            (value, f"{value[:2]}-{value[2:8]}-{value[8:14]}-{value[14]}", value)
        )

    def imo(self, style: str = "") -> tuple[str, str]:
        """Return a vessel number, with its name unless it stands `bare` in a column of them."""
        body = "9" + self.digits(5)
        value = body + str(sum(int(d) * (7 - at) for at, d in enumerate(body)) % 10)
        return value, value if style else self.chance.choice(
            (f"IMO {value}", f"IMO: {value}", f"IMO no. {value}")
        )

    def vin(self) -> tuple[str, str]:
        """Return a European vehicle number, which has no check digit."""
        value = "WV1ZZZ7HZ" + self.chance.choice("EFGHJK") + "H" + self.digits(6)
        return value, value

    def mrz(self) -> tuple[str, str]:
        """Return the zone of a passport."""
        number, issuer = self.noise("@@#######"), self.chance.choice(STATES)
        body = f"{number}{check_digit(number)}{issuer}9001011M3001019{'<' * 14}0"
        last = check_digit(body[:10] + body[13:20] + body[21:43])
        value = f"P<{issuer}EXAMPLE<<INVENTED".ljust(44, "<") + f"\n{body}{last}"
        return value, value
