"""What stands near a match, and digits of other scripts."""

import re
import unicodedata

REACH = 45  # characters looked back for a word that explains a number


def before(text: str, start: int, reach: int = REACH) -> str:
    """Return the words before `start` on the same line or cell, in lower case."""
    part = text[max(start - reach, 0) : start]
    return re.split(r"[\t\n]", part)[-1].lower()


def plain_digits(text: str) -> str:
    """Return `text` with the digits of any script as 0 to 9, one for one."""
    if text.isascii():
        return text
    return "".join(
        str(unicodedata.digit(letter)) if letter.isdigit() and letter.isdecimal() else letter
        for letter in text
    )


def luhn(digits: str) -> bool:
    """Tell whether the last digit checks the others (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
