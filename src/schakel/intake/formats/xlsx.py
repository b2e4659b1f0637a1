"""Excel workbooks: the values of every sheet, hidden ones too."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from schakel.intake.formats._base import Child, Context, File, Read, formats
from schakel.intake.formats._links import list_hidden_targets
from schakel.intake.formats._packed import ZIP_START, GuardError, Package, names_in, open_package

_ZEROS = re.compile(r"\A0{2,20}\Z")  # a number format that keeps leading zeros
_LARGEST = 2**63  # above this a number is a measure, and no number of anything


class Xlsx:
    """Office Open XML workbook; a row is a line, a cell ends with a tab."""

    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    suffixes = frozenset({".xlsx", ".xlsm", ".xltx"})
    container = ZIP_START
    rank = 132

    def matches(self, file: File) -> bool:
        """Tell whether the archive holds a workbook."""
        return "xl/workbook.xml" in names_in(file)

    def read(self, file: File, context: Context) -> Read:
        """Return all sheets as text, then comments and drawn text."""
        try:
            with open_package(file, context) as package:
                package.refuse_doctypes()
                around = list(_texts_around(package))
                targets = list(_targets(package))
                children = [
                    Child(name=name, content=package.read(name))
                    for name in package.names
                    if name.startswith(("xl/media/", "xl/embeddings/"))
                ]
        except GuardError as refusal:
            return Read(problems=refusal.problems)
        lines, room = [], context.limits.text_characters
        for line in _lines(file):
            lines.append(line)
            room -= len(line)
            if room < 0:
                break
        text = "\n".join([*lines, *around]).strip()
        return Read(text="\n".join([text, *list_hidden_targets(targets, text)]), children=children)


def _lines(file: File) -> Iterator[str]:
    from openpyxl import load_workbook

    with file.path.open("rb") as stream:  # a path without suffix would be refused
        workbook = load_workbook(stream, read_only=True, data_only=True)
        for sheet in workbook.worksheets:
            yield f"[{sheet.title}]"
            sheet.reset_dimensions()  # what a file says about its size may be a lie
            for row in sheet.iter_rows():
                cells = [text_of_cell(cell.value, str(cell.number_format)) for cell in row]
                line = "\t".join(cells).rstrip("\t")
                if line:
                    yield line
            yield ""


def text_of_cell(value: Any, number_format: str) -> str:
    """Return the value of one cell as a person would write it.

    A phone number that Excel took for a number keeps all its digits, and its leading zeros when
    the cell shows them; dates are ISO 8601.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer() and abs(value) < _LARGEST:
        value = int(value)
    if isinstance(value, int):
        shown = number_format.replace('"', "").replace("\\", "")
        digits = str(value)
        if _ZEROS.match(shown.lstrip("+ ").replace(" ", "").replace("-", "")):
            digits = digits.zfill(shown.count("0"))
        return f"+{digits}" if shown.startswith("+") and value > 0 else digits
    if isinstance(value, datetime):
        midnight = value.time() == time(0)
        return value.date().isoformat() if midnight else value.isoformat(" ", "seconds")
    if isinstance(value, date | time | timedelta):
        return value.isoformat() if not isinstance(value, timedelta) else str(value)
    return " ".join(str(value).split("\t"))


def _texts_around(package: Package) -> Iterator[str]:
    for name in package.names:
        if re.match(r"xl/(comments|threadedComments|drawings/drawing|persons)", name):
            tree = package.tree(name)
            if tree is not None:
                yield from filter(
                    None,
                    (
                        "".join(map(str, one.itertext())).strip()
                        for one in tree.iter("{*}t", "{*}text")
                    ),
                )


def _targets(package: Package) -> Iterator[str]:
    for name in package.names:
        tree = package.tree(name) if name.startswith("xl/worksheets/_rels/") else None
        if tree is not None:
            yield from (
                one.get("Target", "") for one in tree if one.get("TargetMode") == "External"
            )


formats.register("xlsx", Xlsx())
