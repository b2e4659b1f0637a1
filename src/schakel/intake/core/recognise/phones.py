"""Phone numbers in any notation, as E.164."""

import re
from collections.abc import Iterator

import phonenumbers
from phonenumbers import Leniency, PhoneNumberFormat, PhoneNumberMatcher

from schakel.intake.core.found import Found
from schakel.intake.core.recognise._near import before, plain_digits

MOST = 5_000  # numbers in one text
LINK = re.compile(r"(?:wa\.me|api\.whatsapp\.com/send\?phone=)[/=]?\+?(\d{8,15})", re.IGNORECASE)
NOT_A_PHONE = re.compile(
    r"(?:order|ordernummer|bestel\w*|factuur\w*|invoice|nr\.?|no\.?|number|nummer|isbn|kvk|bsn|"
    r"btw|vat|ref\w*|kenmerk|zaak\w*|case|dossier\w*|article|artikel|art\.?|track\w*|ticket|pin|"
    r"account|rekening\w*)[ :#.]*$"
)
PHONE_WORD = re.compile(r"(?:tel|phone|telefoon|mobie|mobil|gsm|call|bel|whatsapp|cell|fax)")


def find_phones(text: str, country: str) -> Iterator[Found]:
    """Yield phone numbers; a national notation says of which country it was read.

    A number written internationally is shown even when it is only possible, with `valid` False;
    one written nationally must be valid there, and must not be called something else.

    Source: ITU-T E.164, through Google's libphonenumber.
    """
    for link in LINK.finditer(text):
        yield _found(link[1], phonenumbers.parse("+" + link[1]), start=link.start(1))
    plain = plain_digits(text).replace("\uff0b", "+")
    for match in PhoneNumberMatcher(plain, country, leniency=Leniency.POSSIBLE, max_tries=MOST):
        raw = match.raw_string
        written = text[match.start : match.end]
        if raw.lstrip(" (").startswith(("+", "00")):
            yield _found(written, match.number, start=match.start)
        elif _is_national(raw, match.number, said=before(plain, match.start)):
            assumed = f"national notation, read as {country}"
            yield _found(written, match.number, start=match.start, assumption=assumed)


def _is_national(raw: str, number: phonenumbers.PhoneNumber, *, said: str) -> bool:
    if not phonenumbers.is_valid_number(number):
        return False
    if PHONE_WORD.search(said):
        return True
    return raw.startswith(("0", "(0")) and not NOT_A_PHONE.search(said)


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
