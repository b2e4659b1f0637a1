"""What a witness signs about the head of another's log, and when it does.

Source: C2SP tlog-cosignature (cosignature/v1) and tlog-witness.
"""

import base64
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from schakel.heads.core.merkle import is_consistent
from schakel.heads.core.note import DASH, Head, NoteError

ALGORITHM = b"\x04"  # Ed25519 with a moment
MARK_BYTES = 4 + 8 + 64  # key id, seconds since 1970, signature


class Verdict(StrEnum):
    """What a witness says of a head that it is shown."""

    COSIGNED = "cosigned"
    BEHIND = (
        "behind"  # it holds another head than the proof begins at; show it the proof from there
    )
    REWRITTEN = "rewritten"  # the head does not continue the one it holds
    OTHER_KEY = "other-key"  # the head is signed by another key than before
    ANEW = "anew"  # its owner says that the log begins anew; people here have to agree


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The newest head of a log that a witness cosigned."""

    size: int
    root: bytes


def judge(held: Held | None, *, old: int, head: Head, proof: Sequence[bytes]) -> Verdict:
    """Return what a witness says of `head`, whose signature holds.

    Args:
        held: What it cosigned last, None at the first meeting.
        old: Number of leaves from which the proof leads to the head.
        head: What it is shown.
        proof: Consistency proof of RFC 9162.
    """
    if held is None:
        return Verdict.COSIGNED
    if head.size == held.size:
        return Verdict.COSIGNED if head.root == held.root else Verdict.REWRITTEN
    if head.size < held.size or old != held.size:
        return Verdict.BEHIND
    follows = is_consistent(
        old=held.size, old_root=held.root, new=head.size, new_root=head.root, path=proof
    )
    return Verdict.COSIGNED if follows else Verdict.REWRITTEN


def witness_name(node: str) -> str:
    """Return the name under which a node cosigns."""
    return f"schakel.witness/{node}"


def cosign_head(
    head: Head, *, name: str, public_key: bytes, sign: Callable[[bytes], bytes], at: datetime
) -> str:
    """Return the line by which the witness `name` says that it saw `head` at `at`, in seconds."""
    seconds = int(at.timestamp())
    mark = _key_id(name, public_key) + seconds.to_bytes(8) + sign(_signed(head, seconds))
    return f"{DASH} {name} {base64.b64encode(mark).decode()}\n"


def read_cosignature(
    line: str,
    *,
    head: Head,
    name: str,
    public_key: bytes,
    verify: Callable[[bytes, bytes], bool],
) -> datetime:
    """Return when the witness `name` saw `head`, once its line holds.

    Args:
        line: As `cosign_head` returns it.
        head: The head it must be about.
        name: Name of the witness.
        public_key: Its Ed25519 key, 32 bytes.
        verify: Tells whether (signature, content) fits the key.

    Raises:
        NoteError: No cosignature, or not of this witness about this head.
    """
    try:
        dash, given_name, text = line.removesuffix("\n").split(" ")
        mark = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise NoteError("not a cosignature") from error
    if (dash, given_name, len(mark)) != (DASH, name, MARK_BYTES):
        raise NoteError("not a cosignature of this witness")
    seconds = int.from_bytes(mark[4:12])
    if mark[:4] != _key_id(name, public_key) or not verify(mark[12:], _signed(head, seconds)):
        raise NoteError("the cosignature does not hold")
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError) as error:
        raise NoteError("the cosignature names no moment") from error


def _signed(head: Head, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{head.body()}".encode()


def _key_id(name: str, public_key: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + ALGORITHM + public_key).digest()[:4]
