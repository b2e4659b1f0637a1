"""What stands near a match."""

import re

from schakel.intake.core.recognise.tables import MANY, cell_at

REACH = 45  # characters looked back for a word that explains a number
_ANOTHER = re.compile(r"\d{4}.*[^\W\d_]{3}")  # a number, and then words
_EDGE = re.compile(r"[\t\n]")


def before(text: str, start: int, reach: int = REACH) -> str:
    """Return the words before `start` in lower case: of the same line or cell.

    A cell is explained by the name of its column; where a table has none, or may be a form, and
    for what begins its line, by the one before.
    """
    parts = _EDGE.split(text[max(start - reach, 0) : start])
    own = parts.pop()
    cell = cell_at(text, start)
    name = cell.name if cell else ""
    if cell is None or not name or cell.columns < MANY:
        while parts and not own.strip(" >*|-"):
            own = parts.pop()
    return f"{name} {own}".lower() if name else own.lower()


def explains(word: re.Pattern[str], said: str) -> bool:
    """Tell whether `word` names what comes behind `said`, and not another number before it."""
    words = list(word.finditer(said))
    return bool(words) and not _ANOTHER.search(said, words[-1].end())


def luhn(digits: str) -> bool:
    """Tell whether the last digit checks the others (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
