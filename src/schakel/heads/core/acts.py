"""What the owner of a log signs about the log itself: which key follows, that it begins anew.

`docs/reference/log.md` gives the texts that are signed.
"""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from schakel.heads.core.note import ROOT_BYTES, Head
from schakel.heads.core.shown import Shown, Verify, origin_of

FIELDS = ("old", "new", "size", "root", "by_old", "by_new")
MOST_ACTS = 1_000
KEY_BYTES = 32


class ActError(ValueError):
    """What is given is no act of this log, or is not signed as it says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """A key of a log signed for the next one; what it signs above `head` afterwards is void.

    `old` and `new` are Ed25519 keys (32 bytes), `head` is the last head under the old one, and
    both keys sign: the new one shows that whoever names it has it.
    """

    old: bytes
    new: bytes
    head: Head
    by_old: bytes = b""
    by_new: bytes = b""

    def text(self) -> bytes:
        """Return what both keys sign."""
        return f"schakel.log-key/1\n{self.old.hex()}\n{self.new.hex()}\n{self.head.body()}".encode()

    def to_json(self) -> dict[str, Any]:
        """Return the values by which it is kept and told."""
        return {
            "old": self.old.hex(),
            "new": self.new.hex(),
            "size": self.head.size,
            "root": base64.b64encode(self.head.root).decode(),
            "by_old": self.by_old.hex(),
            "by_new": self.by_new.hex(),
        }


def to_control(handovers: Sequence[Handover]) -> list[str]:
    """Return handovers as a control message may carry them: six words each, in one list."""
    return [str(one.to_json()[name]) for one in handovers for name in FIELDS]


def from_control(given: object) -> list[dict[str, str]]:
    """Return what `read_handovers` takes, from the words of a control message.

    Raises:
        ActError: Not a list of words, six for each handover.
    """
    if not isinstance(given, list) or len(given) % len(FIELDS):
        raise ActError("no list of handovers")
    if not all(isinstance(word, str) for word in given):
        raise ActError("no list of handovers")
    starts = range(0, len(given), len(FIELDS))
    return [dict(zip(FIELDS, given[at : at + len(FIELDS)], strict=True)) for at in starts]


def read_handovers(given: object, *, node: str, verify: Verify) -> tuple[Handover, ...]:
    """Return the handovers of the log of `node`, in order, once all signatures hold.

    Args:
        given: A list of what `Handover.to_json` returns.
        node: Code of the node whose log it is.
        verify: Tells whether (signature, content) fits a `public_key`.

    Raises:
        ActError: Another shape, a signature that does not hold, or a key that nobody named.
    """
    if not isinstance(given, list) or len(given) > MOST_ACTS:
        raise ActError("no list of handovers")
    found: list[Handover] = []
    for one in given:
        handover = _read(one, node=node)
        if found and found[-1].new != handover.old:
            raise ActError("a key that the one before it does not name")
        for key, signature in (
            (handover.old, handover.by_old),
            (handover.new, handover.by_new),
        ):
            if not verify(signature, handover.text(), public_key=key):
                raise ActError("a key did not sign for this handover")
        found.append(handover)
    return tuple(found)


def newest_key(handovers: Sequence[Handover], *, known: bytes, size: int) -> bytes:
    """Return the key to which a `known` one leads.

    Args:
        handovers: In order, with signatures that hold.
        known: The key under which a head of the log is known.
        size: Of that head; a key that signed more than it says at its end leads nowhere.
    """
    return _keys_from(handovers, known=known, size=size)[-1]


def may_follow(handovers: Sequence[Handover], *, known: bytes, size: int, head: Shown) -> bool:
    """Tell whether the key of `head` may sign it, for who knows a head of `size` under `known`.

    Args:
        handovers: In order, with signatures that hold, as the owner of the log tells them.
        known: The key under which a head of the log is known.
        size: Of that head.
        head: What is shown now.
    """
    keys = _keys_from(handovers, known=known, size=size)
    return head.public_key in keys and is_key_of(
        head.public_key, size=head.head.size, newest=keys[-1], handovers=handovers
    )


def is_key_of(key: bytes, *, size: int, newest: bytes, handovers: Sequence[Handover]) -> bool:
    """Tell whether a head of `size` may be signed by `key`: by an earlier one up to its end."""
    earlier = (one for one in handovers if one.old == key)
    return key == newest or any(size <= one.head.size for one in earlier)


def _keys_from(handovers: Sequence[Handover], *, known: bytes, size: int) -> list[bytes]:
    keys = [known]
    for one in handovers:
        if one.old == keys[-1] and (len(keys) > 1 or size <= one.head.size):
            keys.append(one.new)
    return keys


def _read(given: object, *, node: str) -> Handover:
    if not isinstance(given, Mapping):
        raise ActError("no handover")
    try:
        handover = Handover(
            old=bytes.fromhex(given["old"]),
            new=bytes.fromhex(given["new"]),
            head=Head(
                origin=origin_of(node),
                size=int(given["size"]),
                root=base64.b64decode(given["root"], validate=True),
            ),
            by_old=bytes.fromhex(given["by_old"]),
            by_new=bytes.fromhex(given["by_new"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ActError("no handover") from error
    lengths = (len(handover.old), len(handover.new), len(handover.head.root))
    if lengths != (KEY_BYTES, KEY_BYTES, ROOT_BYTES) or handover.head.size < 0:
        raise ActError("no handover")
    return handover
