"""`schakel match`: compare lists of names in files; no node needed."""

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from schakel.matching.core.lists import UnusableListError, read_list
from schakel.matching.core.pairs import rarity
from schakel.matching.core.people import Listed, Verdict, compare_people

UNUSABLE = 2
TOLD_EVERY = 100  # rows of the first list


class Command(BaseCommand):
    """Every pair at or above the threshold, with what it rests on."""

    help = "Compare the people of two CSV files."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        deeds = parser.add_subparsers(dest="deed", required=True)
        names = deeds.add_parser("names", help="columns id,name; docs/reference/matching.md")
        names.add_argument("left", type=Path, metavar="A.csv")
        names.add_argument("right", type=Path, metavar="B.csv")
        names.add_argument("--threshold", type=_share, default=0.5, help="least score, 0 to 1")
        names.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the pairs; exit 2, with a sentence per fault, on lists that cannot be read."""
        try:
            left, right = _read(options["left"]), _read(options["right"])
        except UnusableListError as error:
            for fault in error.faults:
                self.stderr.write(fault)
            sys.exit(UNUSABLE)
        pairs = self._pairs(left, right, least=options["threshold"])
        if options["json"]:
            told = [
                {"a": one.id, "b": other.id, "score": found.score, "explanation": _explain(found)}
                for one, other, found in pairs
            ]
            self.stdout.write(json.dumps({"pairs": told}, ensure_ascii=False, indent=1))
            return
        for one, other, found in pairs:
            self.stdout.write(
                f"{found.score:.3f}  {one.id}  {one.name}  |  {other.id}  {other.name}"
            )
            for line in _explain(found):
                self.stdout.write(f"         {line}")

    def _pairs(
        self, left: tuple[Listed, ...], right: tuple[Listed, ...], *, least: float
    ) -> Iterator[tuple[Listed, Listed, Verdict]]:
        """Yield the pairs in the order of the lists, and say on standard error how far it is."""
        weigh = rarity(person.name for person in (*left, *right))
        for done, one in enumerate(left, start=1):
            for other in right:
                found = compare_people(one, other, weigh=weigh)
                if found.score >= least:
                    yield one, other, found
            if done % TOLD_EVERY == 0 and sys.stderr.isatty():
                self.stderr.write(f"{done} of {len(left)} compared")


def _explain(found: Verdict) -> list[str]:
    """Return each piece of evidence as a sentence, with its weight in log-odds."""
    lines = []
    for part in found.parts:
        if part.left and part.right:
            told = f"{part.left} sounds like {part.right} ({part.likeness:.2f})"
        else:
            told = f"{part.left or part.right} has no partner"
        lines.append(f"{told}: {part.weight:+.1f}")
    return lines + [f"{code}: {weight:+.1f}" for code, weight in found.more]


def _read(path: Path) -> tuple[Listed, ...]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnusableListError([f"{path}: {error.strerror}"]) from error
    return read_list(content, name=path.name)


def _share(text: str) -> float:
    try:
        value = float(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is no number from 0 to 1") from error
    if not 0 <= value <= 1:
        raise ArgumentTypeError(f"{text!r} is no number from 0 to 1")
    return value
