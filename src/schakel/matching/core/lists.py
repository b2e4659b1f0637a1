"""Lists of people as CSV files, for people who have files and no node."""

import csv
from collections.abc import Iterable

from schakel.matching.core.people import Listed, read_birth

NEEDED = ("id", "name")
MOST_FAULTS = 20


class UnusableListError(ValueError):
    """A list that cannot be used; `faults` has one sentence each, with its line."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(self.faults))


def read_list(content: bytes, *, name: str) -> tuple[Listed, ...]:
    """Return the people of a CSV file with a header: `id,name` and more.

    `birth_date`, `nationality` and `sex` are used when they are there; other columns are ignored.

    Args:
        content: The file, UTF-8.
        name: What the file is called in faults.

    Raises:
        UnusableListError: With every fault, at most `MOST_FAULTS`.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnusableListError([f"{name}: not UTF-8 at byte {error.start}"]) from error
    rows = csv.DictReader(text.splitlines(keepends=True), strict=True)
    missing = [column for column in NEEDED if column not in (rows.fieldnames or ())]
    if missing:
        raise UnusableListError([f"{name}: the first line names no column {', '.join(missing)}"])
    people, faults = dict[str, Listed](), list[str]()
    try:
        for row in rows:
            try:
                _add(people, row)
            except ValueError as error:
                faults.append(f"{name}, line {rows.line_num}: {error}")
            if len(faults) == MOST_FAULTS:
                break
    except csv.Error as error:
        faults.append(f"{name}, line {rows.line_num}: {error}")
    if faults:
        raise UnusableListError(faults)
    return tuple(people.values())


def _add(people: dict[str, Listed], row: dict[str, str | None]) -> None:
    known = {column: (row.get(column) or "").strip() for column in (*NEEDED, *_MORE)}
    if not known["id"] or not known["name"]:
        raise UnusableListError(["id and name must be filled in"])
    if known["id"] in people:
        raise UnusableListError([f"the id {known['id']} is there already"])
    people[known["id"]] = Listed(
        id=known["id"],
        name=known["name"],
        birth=read_birth(known["birth_date"]),
        nationality=known["nationality"],
        sex=known["sex"],
    )


_MORE = ("birth_date", "nationality", "sex")
