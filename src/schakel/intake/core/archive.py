"""Whether an archive may be opened, decided from its table of contents alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from schakel.intake.core.problems import Problem

_HEADER = 30  # bytes of a local header before its name


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the table of contents; sizes and offset in bytes."""

    name: str
    offset: int
    compressed: int
    size: int
    encrypted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveLimits:
    """How much an archive may hold; `ratio` counts only once `ratio_from` bytes come out."""

    entries: int = 5_000
    total: int = 500 * 1024 * 1024
    ratio: int = 200
    ratio_from: int = 10 * 1024 * 1024


DEFAULT_LIMITS = ArchiveLimits()


def judge_archive(
    entries: Sequence[Entry], limits: ArchiveLimits = DEFAULT_LIMITS
) -> tuple[Problem, ...]:
    """Return every reason not to open the archive; empty when it may be opened.

    Args:
        entries: The whole table of contents.
        limits: What this node can carry.

    Source: D. Fifield, "A better zip bomb", WOOT 2019, for overlapping entries.
    """
    judgements = {
        Problem.ZIP_BOMB: _is_bomb(entries, limits),
        Problem.ZIP_OVERLAP: _overlaps(entries),
        Problem.ZIP_TRAVERSAL: any(_leaves_its_place(entry.name) for entry in entries),
        Problem.PASSWORD_PROTECTED: any(entry.encrypted for entry in entries),
    }
    return tuple(problem for problem, applies in judgements.items() if applies)


def _is_bomb(entries: Sequence[Entry], limits: ArchiveLimits) -> bool:
    if len(entries) > limits.entries or sum(entry.size for entry in entries) > limits.total:
        return True
    return any(
        entry.size > limits.ratio_from and entry.size > limits.ratio * max(entry.compressed, 1)
        for entry in entries
    )


def _overlaps(entries: Sequence[Entry]) -> bool:
    end = 0
    for entry in sorted(entries, key=lambda one: one.offset):
        if entry.offset < end:
            return True
        end = entry.offset + _HEADER + entry.compressed
    return False


def _leaves_its_place(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return parts[0].endswith(":") or not parts[0] or ".." in parts
