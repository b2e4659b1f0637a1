"""The log's own key, kept beside the node's other keys."""

from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings


class LogKey:
    """Signs and verifies heads of this node's log."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

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


def log_key() -> LogKey:
    """Return the log's key from the home of the node; the first call makes it."""
    path = Path(settings.SCHAKEL_HOME) / "keys" / "log.ed25519"
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_bytes(Ed25519PrivateKey.generate().private_bytes_raw())
    return LogKey(Ed25519PrivateKey.from_private_bytes(path.read_bytes()))
