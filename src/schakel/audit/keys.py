"""The log's own key, kept beside the node's other keys."""

from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from django.conf import settings

from schakel.shell.private_keys import get_private, make_private


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
    """Return the log's key from the home of the node, or None when it has none yet."""
    try:
        private, _words = get_private(_folder() / "log.jwk")
    except FileNotFoundError:
        return _find_older()
    assert isinstance(private, Ed25519PrivateKey)
    return LogKey(private)


def log_key() -> LogKey:
    """Return the log's key from the home of the node; the first call makes it."""
    key = find_log_key()
    if key is None:
        make_private(_folder() / "log.jwk", "Ed25519", kind="log")
        return log_key()
    return key


def _find_older() -> LogKey | None:
    """Return a key as the first nodes wrote it: its 32 bytes."""
    try:
        raw = (_folder() / "log.ed25519").read_bytes()
    except FileNotFoundError:
        return None
    return LogKey(Ed25519PrivateKey.from_private_bytes(raw))


def _folder() -> Path:
    return Path(settings.SCHAKEL_HOME) / "keys"
