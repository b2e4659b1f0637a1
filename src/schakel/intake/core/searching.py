"""A long text is searched in stretches, so that what was found before a bound is kept."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from schakel.intake.core.found import Found
from schakel.intake.core.problems import Problem
from schakel.intake.core.recognise import find_all

_STRETCH = 100_000  # characters
_AROUND = 2_000  # characters read on both sides, longer than anything that is recognised


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What was found, in order, and what ended the search before the text did, if anything."""

    found: tuple[Found, ...]
    ended_by: Problem | None = None


def search_text(
    text: str, *, country: str, most: int, is_late: Callable[[], bool] = lambda: False
) -> Search:
    """Return what is recognised in `text`, from its beginning, up to `most` of it.

    Args:
        text: Any length.
        country: ISO 3166 alpha-2; national notations are read as of there.
        most: How many finds are kept.
        is_late: Asked between stretches; true ends the search with what it has.
    """
    found: list[Found] = []
    for start in range(0, len(text), _STRETCH):
        if is_late():
            return Search(found=tuple(found), ended_by=Problem.SEARCH_STOPPED)
        found += _in_stretch(text, start, country=country)
        if len(found) > most:
            return Search(found=tuple(found[:most]), ended_by=Problem.TOO_MANY_FOUND)
    return Search(found=tuple(found))


def _in_stretch(text: str, start: int, *, country: str) -> list[Found]:
    """Return what begins in one stretch, read with what stands around it."""
    first = max(0, start - _AROUND)
    seen = text[first : start + _STRETCH + _AROUND]
    moved = (
        replace(one, start=one.start + first, end=one.end + first)
        for one in find_all(seen, country=country)
    )
    return [one for one in moved if start <= one.start < start + _STRETCH]
