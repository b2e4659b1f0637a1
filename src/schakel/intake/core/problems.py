"""What can be wrong with a file, and what that means for keeping it."""

from collections.abc import Iterable
from enum import StrEnum


class Problem(StrEnum):
    """One thing that kept a file from being read whole; `wording` has the sentence."""

    EMPTY_FILE = "empty-file"
    TOO_BIG = "too-big"
    TOO_BIG_TO_KEEP = "too-big-to-keep"
    NOT_READ = "not-read"
    NO_TEXT = "no-text"
    PAGES_WITHOUT_TEXT = "pages-without-text"
    PASSWORD_PROTECTED = "password-protected"  # noqa: S105
    BROKEN_ENCODING = "broken-encoding"
    UNCERTAIN_DATES = "uncertain-dates"
    DAMAGED = "damaged"
    TYPE_LIES = "type-lies"
    TWO_TYPES = "two-types"
    ZIP_BOMB = "zip-bomb"
    ZIP_OVERLAP = "zip-overlap"
    ZIP_TRAVERSAL = "zip-traversal"
    XML_ENTITIES = "xml-entities"
    PICTURE_TOO_LARGE = "picture-too-large"
    NESTED_TOO_DEEP = "nested-too-deep"
    TOO_MANY_PARTS = "too-many-parts"
    TEXT_CUT = "text-cut"
    READER_STOPPED = "reader-stopped"
    SEARCH_STOPPED = "search-stopped"
    TOO_MANY_FOUND = "too-many-found"


class State(StrEnum):
    """How far an original came; its bytes are kept in every state but `refused` and `erased`."""

    WAITING = "waiting"
    READ = "read"
    KEPT = "kept"
    QUARANTINED = "quarantined"
    REFUSED = "refused"
    ERASED = "erased"


# Nobody could look inside, or what is inside is made to mislead or to harm.
_DANGEROUS = frozenset(
    {
        Problem.TOO_BIG,
        Problem.PASSWORD_PROTECTED,
        Problem.TYPE_LIES,
        Problem.TWO_TYPES,
        Problem.ZIP_BOMB,
        Problem.ZIP_OVERLAP,
        Problem.ZIP_TRAVERSAL,
        Problem.XML_ENTITIES,
        Problem.PICTURE_TOO_LARGE,
        Problem.NESTED_TOO_DEEP,
        Problem.READER_STOPPED,
    }
)
_UNREAD = frozenset({Problem.EMPTY_FILE, Problem.NOT_READ, Problem.NO_TEXT, Problem.DAMAGED})


def state_of(own: Iterable[Problem], nested: Iterable[Problem] = ()) -> State:
    """Return the state of an original.

    Args:
        own: The problems of the file itself.
        nested: The problems of everything inside it.

    Returns:
        `quarantined` when anything is dangerous anywhere, else `kept` when nothing of the file
        itself was read, else `read`.
    """
    mine = set(own)
    if (mine | set(nested)) & _DANGEROUS:
        return State.QUARANTINED
    return State.KEPT if mine & _UNREAD else State.READ


def worst_of(problems: Iterable[Problem]) -> Problem | None:
    """Return the problem to show first, or None; dangerous ones come before the others."""
    order = list(Problem)
    ranked = sorted(set(problems), key=lambda one: (one not in _DANGEROUS, order.index(one)))
    return ranked[0] if ranked else None
