"""How a head travels between nodes: ids, numbers and digests alone."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from schakel.heads.core.note import DASH, Head, read_head


class Verify(Protocol):
    """Tells whether a key of 32 bytes signed a content."""

    def __call__(self, signature: bytes, content: bytes, /, *, public_key: bytes) -> bool: ...


MOST_HASHES = 64  # a proof over 2^64 leaves is no longer


class ShownError(ValueError):
    """What was shown is not of the documented shape, or not signed as it says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A head as one node shows it to another, with the key that signed it."""

    head: Head
    note: str
    public_key: bytes


def origin_of(node: str) -> str:
    """Return the name of a node's log."""
    return f"schakel.log/{node}"


def to_words(note: str, *, public_key: bytes) -> dict[str, Any]:
    """Return a signed note as values of a control message."""
    body, marks = note.split("\n\n", 1)
    _, size, root = body.split("\n")
    mark = marks.splitlines()[0].split(" ")[2]
    return {"key": public_key.hex(), "size": int(size), "root": root, "signature": mark}


def read_words(given: object, *, node: str, verify: Verify) -> Shown:
    """Return the head of `node`'s log in `given`, once its signature holds.

    Args:
        given: The values, as `to_words` makes them.
        node: Code of the node whose log it must be.
        verify: Tells whether (signature, content) fits a `public_key`.

    Raises:
        ShownError: Another shape, or the signature does not hold.
    """
    if not isinstance(given, Mapping):
        raise ShownError("no head")
    try:
        key = bytes.fromhex(str(given["key"]))
        size, root, mark = int(given["size"]), str(given["root"]), str(given["signature"])
        origin = origin_of(node)
        note = f"{origin}\n{size}\n{root}\n\n{DASH} {origin} {mark}\n"
        head = read_head(
            note, public_key=key, verify=lambda sig, text: verify(sig, text, public_key=key)
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ShownError("no head of this log") from error
    return Shown(head=head, note=note, public_key=key)


def write_proof(proof: list[bytes]) -> list[str]:
    """Return the hashes of a proof as texts."""
    return [base64.b64encode(one).decode() for one in proof]


def read_proof(given: object) -> list[bytes]:
    """Return the hashes of a proof.

    Raises:
        ShownError: Not a short list of hashes.
    """
    if not isinstance(given, list) or len(given) > MOST_HASHES:
        raise ShownError("no proof")
    try:
        return [base64.b64decode(one, validate=True) for one in given]
    except (TypeError, ValueError, binascii.Error) as error:
        raise ShownError("no proof") from error
