"""The node's own keys: one to sign with, one that partners encrypt to."""

import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Literal

from django.conf import settings
from joserfc.jwk import OKPKey

Curve = Literal["Ed25519", "X25519"]


def signing_key() -> OKPKey:
    """Return the private signing key of this node; the first call makes it."""
    return _key(Path(settings.SCHAKEL_HOME), "signing.jwk", "Ed25519")


def encryption_key() -> OKPKey:
    """Return the private key to which partners encrypt; the first call makes it."""
    return _key(Path(settings.SCHAKEL_HOME), "encryption.jwk", "X25519")


def public_part(key: OKPKey) -> dict[str, str]:
    """Return the public JSON Web Key (RFC 8037) with its thumbprint (RFC 7638) as `kid`."""
    values = key.as_dict(private=False)
    return {name: str(values[name]) for name in ("kty", "crv", "x")} | {"kid": key.thumbprint()}


def import_public(values: Mapping[str, str]) -> OKPKey:
    """Return a partner's key from its card."""
    return OKPKey.import_key({name: values[name] for name in ("kty", "crv", "x")})


def fingerprint(signing: Mapping[str, str], encryption: Mapping[str, str]) -> str:
    """Return what two administrators compare by phone: forty digits in groups of five.

    Source: SHA-256 over both public keys, 128 bits of it as decimal digits.
    """
    digest = hashlib.sha256(f"{signing['x']}.{encryption['x']}".encode()).digest()
    digits = f"{int.from_bytes(digest[:16]):040d}"[-40:]
    return " ".join(digits[start : start + 5] for start in range(0, 40, 5))


@lru_cache(maxsize=16)
def _key(home: Path, name: str, curve: Curve) -> OKPKey:
    path = home / "keys" / name
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        made = OKPKey.generate_key(curve)
        path.write_text(json.dumps(made.as_dict(private=True)), encoding="ascii")
    return OKPKey.import_key(json.loads(path.read_text(encoding="ascii")))
