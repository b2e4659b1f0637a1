"""The signed head of the log.

Source: C2SP signed-note and tlog-checkpoint: origin, size, root, an empty line, signatures.
"""

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass

DASH = "\u2014"
ROOT_BYTES = 32


class NoteError(ValueError):
    """A text that is no signed head of this log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The state of a log: `origin` names it, `size` counts leaves, `root` is 32 bytes."""

    origin: str
    size: int
    root: bytes

    def body(self) -> str:
        """Return the text that is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def key_id(name: str, public_key: bytes) -> bytes:
    """Return the four bytes by which a signature names its Ed25519 key."""
    return hashlib.sha256(name.encode() + b"\n\x01" + public_key).digest()[:4]


def sign_head(head: Head, *, public_key: bytes, sign: Callable[[bytes], bytes]) -> str:
    """Return the note of `head`, signed by the log's own key."""
    body = head.body()
    mark = key_id(head.origin, public_key) + sign(body.encode())
    return f"{body}\n{DASH} {head.origin} {base64.b64encode(mark).decode()}\n"


def read_head(note: str, *, public_key: bytes, verify: Callable[[bytes, bytes], bool]) -> Head:
    """Return the head in `note` once its signature holds.

    Args:
        note: The signed note.
        public_key: Ed25519 key of the log, 32 bytes.
        verify: Tells whether (signature, content) fits the key.

    Raises:
        NoteError: Not a note, or not signed by this key.
    """
    try:
        body, signatures = note.split("\n\n", 1)
        origin, size, root = body.split("\n")
        head = Head(origin=origin, size=int(size), root=base64.b64decode(root, validate=True))
        marks = [line.split(" ") for line in signatures.splitlines()]
        mine = [base64.b64decode(m[2], validate=True) for m in marks if m[:2] == [DASH, origin]]
    except (ValueError, IndexError) as error:
        raise NoteError("not a signed head") from error
    if head.body() != f"{body}\n" or len(head.root) != ROOT_BYTES or head.size < 0:
        raise NoteError("not a signed head in its one way of writing")
    wanted = key_id(origin, public_key)
    if not any(m[:4] == wanted and verify(m[4:], head.body().encode()) for m in mine):
        raise NoteError("the head is not signed by this log")
    return head
