"""Machine-readable zones of passports, identity cards and visas."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from schakel.intake.core.found import Found

LINE = re.compile(r"[^\n]+")
ALLOWED = re.compile(r"[A-Z0-9<]+")
WEIGHTS = (7, 3, 1)


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
    lines = [(match.start(), match.end(), _clean(match[0])) for match in LINE.finditer(text)]
    taken = -1
    for place in range(len(lines)):
        for zone in ZONES if place > taken else ():
            part = lines[place : place + zone.lines]
            if _fits(zone, [line for _, _, line in part]):
                taken = place + zone.lines - 1
                yield _found(zone, text, part)
                break


def check_digit(characters: str) -> int:
    """Return the check digit of a stretch: weights 7, 3, 1; `<` counts 0, A counts 10."""
    return (
        sum(
            (0 if c == "<" else int(c, 36)) * WEIGHTS[place % 3]
            for place, c in enumerate(characters)
        )
        % 10
    )


def _clean(line: str) -> str:
    return re.sub(r"\s", "", line).upper().replace("«", "<<")


def _fits(zone: Zone, lines: Sequence[str]) -> bool:
    return (
        len(lines) == zone.lines
        and all(len(line) == zone.length and ALLOWED.fullmatch(line) for line in lines)
        and lines[0][0] in zone.starts
        and "<" in "".join(lines)
    )


def _found(zone: Zone, text: str, part: Sequence[tuple[int, int, str]]) -> Found:
    lines = [line for _, _, line in part]
    checks = zone.checks[:3] if lines[0][0] == "V" else zone.checks  # a visa has no last digit
    start, end = part[0][0], part[-1][1]
    held = [_holds(lines, spans, at) for spans, at in checks]
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
