"""The node's own keys: one to sign with, one that partners encrypt to, and their successors."""

import hashlib
import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from joserfc.jwk import OKPKey
from mnemonic import Mnemonic

from schakel.kernel.errors import UnusableInputError
from schakel.network.core.cards import NodeCard
from schakel.shell.private_keys import (
    get_private,
    make_private,
    remove_private,
    replace_private,
)
from schakel.shell.security_module import Curve

SIGNING, ENCRYPTION = "signing.jwk", "encryption.jwk"
NEXT_SIGNING, NEXT_ENCRYPTION = "signing-next.jwk", "encryption-next.jwk"
COMPARED = 16  # bytes of the digest that two people compare


def signing_key() -> OKPKey:
    """Return the private signing key of this node; the first call makes it."""
    return _key(_folder() / SIGNING, "Ed25519")


def encryption_key() -> OKPKey:
    """Return the private key to which partners encrypt; the first call makes it."""
    return _key(_folder() / ENCRYPTION, "X25519")


def find_encryption_key(kid: str) -> OKPKey | None:
    """Return the private key named `kid`, or None.

    Older keys, and the next one, lie beside the current one as `encryption-<anything>.jwk`, so that
    what was sealed before and during a change of keys can be opened.
    """
    current = encryption_key()
    if current.thumbprint() == kid:
        return current
    others = (_key(path, "X25519") for path in sorted(_folder().glob("encryption-*.jwk")))
    return next((key for key in others if key.thumbprint() == kid), None)


def make_keys(home: Path) -> None:
    """Make the keys of the node in `home`, unless they are there."""
    _key(home / "keys" / SIGNING, "Ed25519")
    _key(home / "keys" / ENCRYPTION, "X25519")


def find_next_keys() -> tuple[OKPKey, OKPKey] | None:
    """Return the keys that will follow the current ones, for signing and encryption, or None."""
    if not all((_folder() / name).exists() for name in (NEXT_SIGNING, NEXT_ENCRYPTION)):
        return None
    return _key(_folder() / NEXT_SIGNING, "Ed25519"), _key(_folder() / NEXT_ENCRYPTION, "X25519")


def make_next_keys() -> None:
    """Make the keys that will follow the current ones, unless they are there."""
    _key(_folder() / NEXT_ENCRYPTION, "X25519")
    _key(_folder() / NEXT_SIGNING, "Ed25519")


def use_next_keys() -> None:
    """Sign with the next key from now on; what was sealed to the current one can still be opened.

    The old signing key is gone: nothing will be signed with it again.
    """
    folder, old = _folder(), encryption_key().thumbprint()
    with suppress(FileExistsError):
        os.link(folder / ENCRYPTION, folder / f"encryption-{old}.jwk")
    (folder / NEXT_ENCRYPTION).replace(folder / ENCRYPTION)
    complete_change()


def complete_change() -> None:
    """Do the second half of a change of keys, which a power cut may have left undone."""
    folder = _folder()
    if (folder / NEXT_SIGNING).exists() and not (folder / NEXT_ENCRYPTION).exists():
        replace_private(folder / NEXT_SIGNING, folder / SIGNING)


def drop_old_keys(*, before: datetime) -> int:
    """Remove keys for decryption that were replaced before a moment; return how many."""
    dropped = 0
    for path in _folder().glob("encryption-*.jwk"):
        if path.name != NEXT_ENCRYPTION and path.stat().st_ctime < before.timestamp():
            remove_private(path)
            dropped += 1
    return dropped


def public_part(key: OKPKey) -> dict[str, str]:
    """Return the public JSON Web Key (RFC 8037) with its thumbprint (RFC 7638) as `kid`."""
    values = key.as_dict(private=False)
    return {name: str(values[name]) for name in ("kty", "crv", "x")} | {"kid": key.thumbprint()}


def import_public(values: Mapping[str, str]) -> OKPKey:
    """Return a partner's key from its card."""
    return _public(values["crv"], values["x"])


def public_of(x: str, curve: Curve) -> dict[str, str]:
    """Return the public JSON Web Key with these coordinates.

    Raises:
        UnusableInputError: They are no key.
    """
    try:
        return public_part(_public(curve, x))
    except ValueError as error:
        raise UnusableInputError("a key on the card is none") from error


def check_card(card: NodeCard) -> None:
    """Return when the keys on a card are what they say.

    Raises:
        UnusableInputError: A key is of another kind, or its name is not its thumbprint.
    """
    signing = public_of(str(card.signing_key.get("x")), "Ed25519")
    encryption = public_of(str(card.encryption_key.get("x")), "X25519")
    if (signing, encryption) != (dict(card.signing_key), dict(card.encryption_key)):
        raise UnusableInputError("a key on the card is not what it says")


def digest_of_keys(signing: Mapping[str, str], encryption: Mapping[str, str]) -> str:
    """Return the SHA-256 over both public keys of a node, hexadecimal."""
    return hashlib.sha256(f"{signing['x']}.{encryption['x']}".encode()).hexdigest()


def fingerprint(signing: Mapping[str, str], encryption: Mapping[str, str]) -> str:
    """Return what two administrators compare by phone: forty digits in groups of five.

    Digits are read the same way in every language. Source: SHA-256 over both public keys, the
    first 128 bits of it as a decimal number.
    """
    digest = bytes.fromhex(digest_of_keys(signing, encryption))
    digits = f"{int.from_bytes(digest[:COMPARED]):040d}"
    return " ".join(digits[start : start + 5] for start in range(0, 40, 5))


def fingerprint_words(signing: Mapping[str, str], encryption: Mapping[str, str]) -> str:
    """Return the fingerprint as twelve English words, which are easier to read out than digits.

    The same 128 bits as the digits and four bits that notice a misheard word. Source: BIP-39,
    English list: 2,048 words of which the first four letters differ.
    """
    digest = bytes.fromhex(digest_of_keys(signing, encryption))
    return _words().to_mnemonic(digest[:COMPARED])


@lru_cache(maxsize=1)
def _words() -> Mnemonic:
    return Mnemonic("english")


@lru_cache(maxsize=256)
def _public(curve: str, x: str) -> OKPKey:
    return OKPKey.import_key({"kty": "OKP", "crv": curve, "x": x})


def _folder() -> Path:
    return Path(settings.SCHAKEL_HOME) / "keys"


def _key(path: Path, curve: Curve) -> OKPKey:
    if not path.exists():
        make_private(path, curve, kind=path.stem.partition("-")[0])
    private, words = get_private(path)
    return OKPKey(private, {name: words[name] for name in ("kty", "crv", "x")})
