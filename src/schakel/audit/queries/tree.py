"""The stored tree, and the signed head that is kept beside the database."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from django.conf import settings

from schakel.audit.keys import find_log_key, is_signed, list_handovers
from schakel.audit.models import TreeNode
from schakel.heads.core.acts import ActError, is_key_of
from schakel.heads.core.merkle import Frontier, consistency_proof, range_root
from schakel.heads.core.note import Head, NoteError, read_head


def count_leaves() -> int:
    """Return how many leaves the tree has."""
    last = TreeNode.objects.filter(level=0).order_by("-index").values_list("index", flat=True)
    return (last.first() if last.exists() else -1) + 1  # type: ignore[operator]


def get_node(level: int, index: int) -> bytes:
    """Return the hash of a complete node."""
    return bytes(TreeNode.objects.get(level=level, index=index).hash)


def frontier_at(size: int) -> Frontier:
    """Return the right edge of the tree as it was at `size` leaves."""
    return Frontier.resume(size, get_node)


def prove_growth(old: int, new: int) -> list[bytes]:
    """Return the hashes that prove that the first `old` of `new` leaves were kept; from 0, none."""
    if old in {0, new}:
        return []
    return consistency_proof(old, new, lambda start, end: range_root(start, end, get_node))


def path_beside() -> Path:
    """Return where the newest head is kept outside the database."""
    return Path(settings.SCHAKEL_HOME) / "log" / "checkpoint"


def read_note(note: str) -> Head:
    """Return the head in a note that this log signed.

    Raises:
        NoteError: It is no note, this log did not sign it, or the log's key is gone.
    """
    return read_signed(note)[0]


def read_signed(note: str) -> tuple[Head, bytes]:
    """Return the head in a note, and which key of this log signed it: an earlier one up to its end.

    Raises:
        NoteError: It is no note, this log did not sign it, or the log's key is gone.
    """
    try:
        newest, handovers = find_log_key(), list_handovers()
    except ActError as error:
        raise NoteError(str(error)) from error
    if newest is None:
        raise NoteError("the key of the log is missing")
    for key in (newest.public, *(one.old for one in reversed(handovers))):
        try:
            head = read_head(note, public_key=key, verify=partial(is_signed, public_key=key))
        except NoteError as error:
            problem = error
            continue
        if is_key_of(key, size=head.size, newest=newest.public, handovers=handovers):
            return head, key
        raise NoteError("a key that was replaced before signed it")
    raise problem


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadBeside:
    """The head outside the database: None when there is no file, a `problem` when it is bad."""

    head: Head | None = None
    problem: str = ""

    @classmethod
    def read(cls) -> "HeadBeside":
        """Read the file."""
        try:
            return cls(head=read_note(path_beside().read_text(encoding="utf-8")))
        except FileNotFoundError:
            return cls()
        except (NoteError, UnicodeDecodeError) as error:
            return cls(problem=f"the signed head beside the database does not verify: {error}")
