"""Machine-readable zones of passports, identity cards and visas."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from schakel.intake.core.found import Found

LINE = re.compile(r"[^\n]+")
# What may stand before a zone on its line: marks of a quotation or a cell, a label.
LEAD = re.compile(
    r"[\s>|*\"'-]{0,40}(?:[^\n<:]{1,40}:\s{1,10})?[\s>|*\"']{0,10}(?=[PVIAC])", re.IGNORECASE
)
MARK = re.compile(r"[\s>|*\"']{0,40}")
ALLOWED = re.compile(r"[A-Z0-9<]+")
WEIGHTS = (7, 3, 1)
_LONGEST = 200  # signs of a row, with the spaces of a bad reading
_LEAST = 12  # signs of a line whose filling was lost


@dataclass(frozen=True, slots=True)
class Zone:
    """A layout: how many lines of which length, and which stretches are checked by which digit.

    Each check names (line, from, to) stretches in the order in which they are weighed, and the
    place (line, position) of the digit.
    """

    lines: int
    length: int
    starts: str
    number: tuple[int, int, int]
    birth: tuple[int, int, int]
    expiry: tuple[int, int, int]
    checks: tuple[tuple[tuple[tuple[int, int, int], ...], tuple[int, int]], ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """A line that may be one of a zone: where it stands, and its signs without spaces."""

    start: int
    end: int
    text: str


def _check(
    *spans: tuple[int, int, int], at: tuple[int, int]
) -> tuple[tuple[tuple[int, int, int], ...], tuple[int, int]]:
    return spans, at


TD1 = Zone(
    3, 30, "IAC", (0, 5, 14), (1, 0, 6), (1, 8, 14),
    (
        _check((0, 5, 14), at=(0, 14)),
        _check((1, 0, 6), at=(1, 6)),
        _check((1, 8, 14), at=(1, 14)),
        _check((0, 5, 30), (1, 0, 7), (1, 8, 15), (1, 18, 29), at=(1, 29)),
    ),
)  # fmt: skip
TD2 = Zone(
    2, 36, "IACPV", (1, 0, 9), (1, 13, 19), (1, 21, 27),
    (
        _check((1, 0, 9), at=(1, 9)),
        _check((1, 13, 19), at=(1, 19)),
        _check((1, 21, 27), at=(1, 27)),
        _check((1, 0, 10), (1, 13, 20), (1, 21, 35), at=(1, 35)),
    ),
)  # fmt: skip
TD3 = Zone(
    2, 44, "PV", (1, 0, 9), (1, 13, 19), (1, 21, 27),
    (
        _check((1, 0, 9), at=(1, 9)),
        _check((1, 13, 19), at=(1, 19)),
        _check((1, 21, 27), at=(1, 27)),
        _check((1, 0, 10), (1, 13, 20), (1, 21, 43), at=(1, 43)),
    ),
)  # fmt: skip
ZONES = (TD3, TD2, TD1)


def find_mrzs(text: str, country: str) -> Iterator[Found]:
    """Yield machine-readable zones with every check digit verified.

    Spaces and lower case of a bad reading are mended; nothing else is guessed.

    Source: ICAO Doc 9303, parts 3 to 7.
    """
    if "<" not in text and "«" not in text:
        return
    rows = [row for match in LINE.finditer(text) if (row := _row(text, match)).text]
    taken = -1
    for place in range(len(rows)):
        found = _zone_at(text, rows, place) if place > taken else None
        if found:
            taken = place
            while taken + 1 < len(rows) and rows[taken + 1].start < found.end:
                taken += 1
            yield found


def _zone_at(text: str, rows: Sequence[_Row], place: int) -> Found | None:
    """Return the zone that begins at a row: as it is printed, or mended when its digits agree."""
    for zone in ZONES:
        below = rows[place : place + zone.lines]
        if _fits(zone, [row.text for row in below]):
            return _found(zone, text, rows=below, lines=[row.text for row in below])
    for zone in ZONES:
        for used, lines in _mended(zone, rows[place : place + zone.lines]):
            if _fits(zone, lines):
                found = _found(zone, text, rows=used, lines=lines)
                if found.valid:
                    return found
    return None


def _mended(zone: Zone, rows: Sequence[_Row]) -> Iterator[tuple[Sequence[_Row], list[str]]]:
    """Yield rows with the lines they would be if they were joined to one, or lost their filling."""
    whole, length = rows[0].text, zone.length
    if len(whole) == zone.lines * length:
        yield rows[:1], [whole[at : at + length] for at in range(0, len(whole), length)]
    if min(len(row.text) for row in rows) >= _LEAST and any("<<" in row.text for row in rows):
        yield rows, [row.text.ljust(length, "<") for row in rows]


def _row(text: str, line: re.Match[str]) -> _Row:
    start, end = line.span()
    lead = LEAD.match(text, start, end) or MARK.match(text, start, end)
    start = lead.end() if lead else start
    end = start + len(text[start:end].rstrip(" \t\"'.,;)|"))
    bare = re.sub(r"\s", "", text[start:end]) if end - start <= _LONGEST else ""
    bare = bare.upper().replace("\u00ab", "<<")
    return _Row(start, end, bare if ALLOWED.fullmatch(bare) else "")


def check_digit(characters: str) -> int:
    """Return the check digit of a stretch: weights 7, 3, 1; `<` counts 0, A counts 10."""
    return (
        sum(
            (0 if c == "<" else int(c, 36)) * WEIGHTS[place % 3]
            for place, c in enumerate(characters)
        )
        % 10
    )


def _fits(zone: Zone, lines: Sequence[str]) -> bool:
    return (
        len(lines) == zone.lines
        and all(len(line) == zone.length for line in lines)
        and lines[0][0] in zone.starts
        and "<" in "".join(lines)
    )


def _found(zone: Zone, text: str, *, rows: Sequence[_Row], lines: Sequence[str]) -> Found:
    start, end = rows[0].start, rows[-1].end
    checks = zone.checks[:3] if lines[0][0] == "V" else zone.checks  # a visa has no last digit
    held = [_holds(lines, spans, at) for spans, at in checks]
    if zone is TD1 and lines[0][14] == "<":
        held[0] = _holds_long_number(lines[0])
    state = lines[0][2:5].replace("<", "")
    detail = (
        f"document {_cut(lines, zone.number)} of {state}, born {_cut(lines, zone.birth)}, "
        f"expires {_cut(lines, zone.expiry)}"
    )
    return Found(
        kind="mrz",
        value="\n".join(lines),
        raw=text[start:end],
        start=start,
        end=end,
        valid=all(held),
        detail=detail,
    )


def _cut(lines: Sequence[str], span: tuple[int, int, int]) -> str:
    line, start, end = span
    return lines[line][start:end].rstrip("<")


def _holds(
    lines: Sequence[str], spans: Sequence[tuple[int, int, int]], at: tuple[int, int]
) -> bool:
    stretch = "".join(lines[line][start:end] for line, start, end in spans)
    digit = lines[at[0]][at[1]]
    return str(check_digit(stretch)) == digit.replace("<", "0")


def _holds_long_number(line: str) -> bool:
    """Tell whether a number that goes on in the optional data agrees with its digit behind it.

    Source: ICAO Doc 9303-5, 4.2.2.1, note j; issuers count the filler between or leave it out.
    """
    rest = line[15:].partition("<")[0]
    numbers = (f"{line[5:14]}{rest[:-1]}", f"{line[5:14]}<{rest[:-1]}")
    return rest[-1:].isdigit() and any(str(check_digit(one)) == rest[-1] for one in numbers)
