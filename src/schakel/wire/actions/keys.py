"""The node's own keys: one to sign with, one that partners encrypt to."""

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Literal

from django.conf import settings
from joserfc.jwk import OKPKey

Curve = Literal["Ed25519", "X25519"]
SIGNING, ENCRYPTION = "signing.jwk", "encryption.jwk"


def signing_key() -> OKPKey:
    """Return the private signing key of this node; the first call makes it."""
    return _key(Path(settings.SCHAKEL_HOME) / "keys" / SIGNING, "Ed25519")


def encryption_key() -> OKPKey:
    """Return the private key to which partners encrypt; the first call makes it."""
    return _key(Path(settings.SCHAKEL_HOME) / "keys" / ENCRYPTION, "X25519")


def find_encryption_key(kid: str) -> OKPKey | None:
    """Return the private key named `kid`, or None.

    Older keys may lie beside the current one as `encryption-<anything>.jwk`, so that what was
    sealed before a change of keys can still be opened.
    """
    current = encryption_key()
    if current.thumbprint() == kid:
        return current
    folder = Path(settings.SCHAKEL_HOME) / "keys"
    older = (_key(path, "X25519") for path in sorted(folder.glob("encryption-*.jwk")))
    return next((key for key in older if key.thumbprint() == kid), None)


def make_keys(home: Path) -> None:
    """Make the keys of the node in `home`, unless they are there."""
    _key(home / "keys" / SIGNING, "Ed25519")
    _key(home / "keys" / ENCRYPTION, "X25519")


def public_part(key: OKPKey) -> dict[str, str]:
    """Return the public JSON Web Key (RFC 8037) with its thumbprint (RFC 7638) as `kid`."""
    values = key.as_dict(private=False)
    return {name: str(values[name]) for name in ("kty", "crv", "x")} | {"kid": key.thumbprint()}


def import_public(values: Mapping[str, str]) -> OKPKey:
    """Return a partner's key from its card."""
    return _public(values["crv"], values["x"])


def fingerprint(signing: Mapping[str, str], encryption: Mapping[str, str]) -> str:
    """Return what two administrators compare by phone: forty digits in groups of five.

    Digits are read the same way in every language. Source: SHA-256 over both public keys, the
    first 128 bits of it as a decimal number.
    """
    digest = hashlib.sha256(f"{signing['x']}.{encryption['x']}".encode()).digest()
    digits = f"{int.from_bytes(digest[:16]):040d}"
    return " ".join(digits[start : start + 5] for start in range(0, 40, 5))


@lru_cache(maxsize=256)
def _public(curve: str, x: str) -> OKPKey:
    return OKPKey.import_key({"kty": "OKP", "crv": curve, "x": x})


@lru_cache(maxsize=64)
def _key(path: Path, curve: Curve) -> OKPKey:
    if not path.exists():
        _make(path, curve)
    return OKPKey.import_key(json.loads(path.read_text(encoding="ascii")))


def _make(path: Path, curve: Curve) -> None:
    """Write a new key whole or not at all; of two processes at once, one wins and both use it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=path.parent, encoding="ascii") as draft:
        json.dump(OKPKey.generate_key(curve).as_dict(private=True), draft)
        draft.flush()
        os.fsync(draft.fileno())
        with suppress(FileExistsError):
            os.link(draft.name, path)
