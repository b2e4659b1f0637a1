"""What stands above the line: everything of a report that a version does not give."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from anyascii import anyascii

_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
SHORTEST_PASSAGE = 20  # letters and digits: below that a sentence is a common phrase


class Kind(StrEnum):
    """What kind of thing stays."""

    NAME = "name"
    INFORMANT = "informant"
    BIRTH_DATE = "birth-date"
    NUMBER = "number"
    WORD = "word"
    PASSAGE = "passage"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Secret:
    """One thing above the line, as the report has it."""

    kind: Kind
    value: str


def list_words(kept_back: str) -> list[Secret]:
    """Return what the author kept back in words of his own, one a line."""
    lines = (line.strip() for line in kept_back.splitlines())
    return [Secret(kind=Kind.WORD, value=line) for line in lines if line]


def list_passages(report: str, version: str) -> list[Secret]:
    """Return the sentences of a report that do not stand in the version, long ones only."""
    given = squeeze(version)
    passages = (part.strip() for part in _SENTENCE.split(report))
    return [
        Secret(kind=Kind.PASSAGE, value=passage)
        for passage in passages
        if len(squeeze(passage)) >= SHORTEST_PASSAGE and squeeze(passage) not in given
    ]


def count_kinds(secrets: Iterable[Secret]) -> dict[Kind, int]:
    """Return how many of each kind stay, for who may not read the report."""
    found = [secret.kind for secret in secrets]
    return {kind: found.count(kind) for kind in Kind if kind in found}


def squeeze(text: str) -> str:
    """Return letters and digits alone, in Latin letters and small: separators hide nothing."""
    return re.sub(r"[^a-z0-9]", "", anyascii(text).lower())
