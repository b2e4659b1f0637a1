"""Tables in a text: cells between tabs, and the row of names above them."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_ROW = re.compile(r"^[^\n]*\t[^\n]*$", re.MULTILINE)
_NUMBER = re.compile(r"\d{3}")
MANY = 3  # columns: with fewer it may be a form, in which the cell before names the next


@dataclass(frozen=True, slots=True)
class _Row:
    start: int
    end: int
    names: tuple[str, ...]  # of the columns, in lower case; empty for the row of names itself
    columns: int


@dataclass(frozen=True, slots=True)
class Cell:
    """Where something stands in a table; `name` is that of its column, perhaps empty."""

    name: str
    named: bool  # the table has a row of names
    columns: int


def cell_at(text: str, start: int) -> Cell | None:
    """Return the cell in which `start` lies, None outside a table."""
    starts, rows = _rows(text)
    place = bisect_right(starts, start) - 1
    if place < 0 or start > rows[place].end:
        return None
    row = rows[place]
    column = text.count("\t", row.start, start)
    name = row.names[column] if column < len(row.names) else ""
    return Cell(name, bool(row.names), row.columns)


def cells_under(text: str, name: re.Pattern[str]) -> Iterator[int]:
    """Yield where each cell begins whose column has a name in which `name` is found."""
    for row in _rows(text)[1]:
        start = row.start
        for column, cell in enumerate(text[row.start : row.end].split("\t")):
            if column < len(row.names) and cell.strip() and name.search(row.names[column]):
                yield start + len(cell) - len(cell.lstrip())
            start += len(cell) + 1


@lru_cache(maxsize=2)
def _rows(text: str) -> tuple[list[int], list[_Row]]:
    """Return every line with a tab; lines that follow each other are one table."""
    rows: list[_Row] = []
    names: tuple[str, ...] = ()
    for match in _ROW.finditer(text):
        cells = match[0].split("\t")
        first = not rows or rows[-1].end + 1 != match.start()
        if first:
            names = tuple(cell.strip().lower() for cell in cells) if _are_names(cells) else ()
        rows.append(
            _Row(match.start(), match.end(), () if first else names, max(len(cells), len(names)))
        )
    return [row.start for row in rows], rows


def _are_names(cells: list[str]) -> bool:
    """Tell whether a row can be that of the names: words, and nothing with three digits."""
    filled = [cell for cell in cells if cell.strip()]
    worded = [cell for cell in filled if any(sign.isalpha() for sign in cell)]
    return 2 * len(worded) > len(filled) and not any(map(_NUMBER.search, filled))
