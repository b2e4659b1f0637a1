"""The log's own key, kept beside the node's other keys, and the keys before it."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from django.conf import settings

from schakel.heads.core.acts import ActError, Handover, read_handovers, to_control
from schakel.heads.core.anew import Beginning, read_beginning
from schakel.shell import disk
from schakel.shell.private_keys import get_private, make_private, replace_private

OWN, NEXT = "log.jwk", "log-next.jwk"
HANDOVERS, ANEW = "log-keys.jsonl", "log-anew.json"


class LogKey:
    """Signs and verifies heads of this node's log."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.public = private.public_key().public_bytes_raw()

    def sign(self, content: bytes) -> bytes:
        """Return the Ed25519 signature of `content` (64 bytes)."""
        return self._private.sign(content)

    def verify(self, signature: bytes, content: bytes) -> bool:
        """Tell whether `signature` is ours over `content`."""
        try:
            self._private.public_key().verify(signature, content)
        except InvalidSignature:
            return False
        return True


def is_signed(signature: bytes, content: bytes, *, public_key: bytes) -> bool:
    """Tell whether the Ed25519 key `public_key` (32 bytes) signed `content`."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True


def find_log_key() -> LogKey | None:
    """Return the log's key from the home of the node, or None when it has none yet.

    A change of the key that a power cut interrupted is completed.
    """
    key, handovers = _find(OWN) or _find_older(), list_handovers()
    if handovers and (key is None or key.public != handovers[-1].new):
        following = _find(NEXT)
        if following and following.public == handovers[-1].new:
            replace_key()
            return following
    return key


def make_next_key() -> LogKey:
    """Return the key that will follow, made unless a change that did not come about left one."""
    make_private(_folder() / NEXT, "Ed25519", kind="log")
    found = _find(NEXT)
    assert found is not None
    return found


def replace_key() -> None:
    """Put the key that follows in the place of the one before it, which is destroyed."""
    replace_private(_folder() / NEXT, _folder() / OWN)
    (_folder() / "log.ed25519").unlink(missing_ok=True)


def list_handovers() -> tuple[Handover, ...]:
    """Return how the key of this node's log changed, oldest first.

    Raises:
        ActError: What is kept about it was altered.
    """
    path = _folder() / HANDOVERS
    try:
        found = path.stat()
    except FileNotFoundError:
        return ()
    return _read_acts(path, settings.SCHAKEL_NODE.code, (found.st_ino, found.st_mtime_ns))


def handovers_told() -> list[dict[str, Any]]:
    """Return how the key of this node's log changed, as others are told of it."""
    return [one.to_json() for one in list_handovers()]


def handover_words() -> list[str]:
    """Return the same as partners are told: the words of a control message."""
    return to_control(list_handovers())


def keep_handover(handover: Handover) -> None:
    """Write down, durably, that the key of the log changes."""
    lines = [json.dumps(one.to_json()) for one in (*list_handovers(), handover)]
    _keep(_folder() / HANDOVERS, "\n".join(lines) + "\n")


def find_beginning() -> Beginning | None:
    """Return the last word by which this node said that its log begins anew, or None.

    Raises:
        ActError: It was altered.
    """
    try:
        given = json.loads((_folder() / ANEW).read_text(encoding="ascii"))
        return read_beginning(given, node=settings.SCHAKEL_NODE.code, verify=is_signed)
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise ActError("what is kept of a beginning of the log was altered") from error


def keep_beginning(beginning: Beginning) -> None:
    """Write down, durably, that the log begins anew."""
    _keep(_folder() / ANEW, json.dumps(beginning.to_control()))


def log_key() -> LogKey:
    """Return the log's key from the home of the node; the first call makes it."""
    key = find_log_key()
    if key is None:
        make_private(_folder() / OWN, "Ed25519", kind="log")
        return log_key()
    return key


@lru_cache(maxsize=64)
def _read_acts(path: Path, node: str, _version: tuple[int, int]) -> tuple[Handover, ...]:
    try:
        acts = [json.loads(line) for line in path.read_text(encoding="ascii").splitlines()]
    except ValueError as error:
        raise ActError("what is kept of the keys of the log was altered") from error
    return read_handovers(acts, node=node, verify=is_signed)


def _keep(path: Path, text: str) -> None:
    draft = path.with_suffix(".new")
    draft.write_text(text, encoding="ascii")
    disk.settle(draft, path)


def _find(name: str) -> LogKey | None:
    try:
        private, _words = get_private(_folder() / name)
    except FileNotFoundError:
        return None
    assert isinstance(private, Ed25519PrivateKey)
    return LogKey(private)


def _find_older() -> LogKey | None:
    """Return a key as the first nodes wrote it: its 32 bytes."""
    try:
        raw = (_folder() / "log.ed25519").read_bytes()
    except FileNotFoundError:
        return None
    return LogKey(Ed25519PrivateKey.from_private_bytes(raw))


def _folder() -> Path:
    return Path(settings.SCHAKEL_HOME) / "keys"
