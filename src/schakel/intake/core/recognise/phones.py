"""Phone numbers in any notation, as E.164."""

from collections.abc import Iterator

import phonenumbers
from phonenumbers import Leniency, PhoneNumberFormat, PhoneNumberMatcher

from schakel.intake.core.found import Found

MOST = 5_000  # numbers in one text


def find_phones(text: str, country: str) -> Iterator[Found]:
    """Yield phone numbers; a national notation says of which country it was read.

    Source: ITU-T E.164, through Google's libphonenumber.
    """
    for match in PhoneNumberMatcher(text, country, leniency=Leniency.POSSIBLE, max_tries=MOST):
        international = match.raw_string.lstrip(" (").startswith(("+", "00", "\uff0b"))
        valid = phonenumbers.is_valid_number(match.number)
        if not international and not valid:
            continue
        yield Found(
            kind="phone",
            value=phonenumbers.format_number(match.number, PhoneNumberFormat.E164),
            raw=text[match.start : match.end],
            start=match.start,
            end=match.end,
            valid=valid,
            assumption="" if international else f"national notation, read as {country}",
        )
