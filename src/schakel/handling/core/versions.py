"""Versions of the decision table: a change of a rule is a new version, never an edit."""

from dataclasses import dataclass
from datetime import date

FIRST = "2026-11-24.2"
SHARPENED = "2026-11-25.1"
STOPPING = "2026-11-25.2"
VETTING = "2026-11-25.3"
LITERAL = "2026-11-25.4"


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of the table: its id, its first day, and why it was made."""

    id: str
    first_date: date
    why: str


# Oldest first; the last one is in force.
VERSIONS = (
    Version(
        id=FIRST,
        first_date=date(2026, 11, 24),
        why="The first table: the rows of the law notes and the human-rights judgement.",
    ),
    Version(
        id=SHARPENED,
        first_date=date(2026, 11, 25),
        why="A receiver is everybody who can read it; a set that leads to somebody counts as "
        "personal; one line for each organisation; adequacy and arrangements count only for what "
        "they cover; victims and witnesses in an open case are not returned unheard; protected "
        "witnesses stay unseen.",
    ),
    Version(
        id=STOPPING,
        first_date=date(2026, 11, 25),
        why="The privacy officer and the human-rights desk can stop a country, an authority, a "
        "link or a case; an assurance that was broken or is overdue holds.",
    ),
    Version(
        id=VETTING,
        first_date=date(2026, 11, 25),
        why="What comes in from outside is checked before it is used.",
    ),
    Version(
        id=LITERAL,
        first_date=date(2026, 11, 25),
        why="Not knowing whether a third country is the origin holds, with or without personal "
        "data; more names of fields tell of asylum, and more are on the readmission form.",
    ),
)
CURRENT = VERSIONS[-1].id
_ORDER = {version.id: place for place, version in enumerate(VERSIONS)}


def is_version(version: str) -> bool:
    """Tell whether the table ever had this version."""
    return version in _ORDER


def counts_in(version: str, *, since: str, until: str) -> bool:
    """Tell whether a row from `since` to before `until` (empty: for good) counts in `version`."""
    place = _ORDER[version]
    return _ORDER[since] <= place and (not until or place < _ORDER[until])
