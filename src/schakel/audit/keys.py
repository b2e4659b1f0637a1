"""The log's own key, kept beside the node's other keys."""

import contextlib
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings


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


def find_log_key() -> LogKey | None:
    """Return the log's key from the home of the node, or None when it has none yet."""
    try:
        return LogKey(Ed25519PrivateKey.from_private_bytes(_path().read_bytes()))
    except FileNotFoundError:
        return None


def log_key() -> LogKey:
    """Return the log's key from the home of the node; the first call makes it."""
    return find_log_key() or _make_log_key()


def _make_log_key() -> LogKey:
    path = _path()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".log.{secrets.token_hex(8)}")
    draft.touch(mode=0o600, exist_ok=False)
    with draft.open("wb") as file:
        file.write(Ed25519PrivateKey.generate().private_bytes_raw())
        file.flush()
        os.fsync(file.fileno())
    # A link appears whole or not at all, and never in place of a key that another process made.
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
    return log_key()


def _path() -> Path:
    return Path(settings.SCHAKEL_HOME) / "keys" / "log.ed25519"
