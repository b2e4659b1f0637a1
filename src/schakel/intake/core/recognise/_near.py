"""What stands near a match."""

import re

REACH = 45  # characters looked back for a word that explains a number
_EDGE = re.compile(r"[\t\n]")


def before(text: str, start: int, reach: int = REACH) -> str:
    """Return the words before `start` in lower case: of the same line or cell.

    A number that begins its line or cell is explained by the one before, as in a form or a table.
    """
    parts = _EDGE.split(text[max(start - reach, 0) : start])
    own = parts.pop()
    while parts and not own.strip(" >*|-"):
        own = parts.pop()
    return own.lower()


def luhn(digits: str) -> bool:
    """Tell whether the last digit checks the others (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
