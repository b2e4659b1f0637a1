"""Private keys of this node: a file for its owner alone, or a file that names one in a token.

Both are JSON Web Keys (RFC 8037). In the second, `pkcs11` names the key by its id in hexadecimal
and there is no `d`: it can be copied, and whoever has it can sign nothing.
"""

import base64
import json
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from django.conf import settings

from schakel.shell import disk
from schakel.shell.home import read_identity
from schakel.shell.security_module import Curve, Token, TokenAwayError, token_of

PrivateKey = Ed25519PrivateKey | X25519PrivateKey
NATIVE: dict[str, type[Ed25519PrivateKey] | type[X25519PrivateKey]] = {
    "Ed25519": Ed25519PrivateKey,
    "X25519": X25519PrivateKey,
}


def get_private(path: Path) -> tuple[PrivateKey, Mapping[str, Any]]:
    """Return the key in the file `path`, and what the file says of it beside the secret.

    Another process may replace the file at any moment.

    Raises:
        FileNotFoundError: There is none.
    """
    found = path.stat()
    return _read(path, found.st_ino, found.st_mtime_ns)


def make_private(path: Path, curve: Curve, *, kind: str) -> None:
    """Make a new key, whole or not at all; of two processes at once, one wins and both use it.

    Args:
        path: Its file.
        curve: Of the key.
        kind: `signing`, `encryption` or `log`: by it the settings say whether a token makes it.

    Raises:
        TokenAwayError: The token should make it and does not.
    """
    draft = _draft(path, new_key(curve, kind=kind, home=path.parents[1]))
    try:
        os.link(draft, path)
    except FileExistsError:
        _destroy(draft)
    finally:
        draft.unlink()
        disk.sync(path.parent)


def new_key(curve: Curve, *, kind: str, home: Path) -> dict[str, Any]:
    """Return what is written down of a new key of the node in `home`.

    The key itself is in these words, or in the token when the settings say so for its kind.
    """
    given = settings.SCHAKEL_PKCS11
    if given is None or kind not in given.kinds:
        native = NATIVE[curve].generate()
        return {
            "kty": "OKP",
            "crv": curve,
            "x": _to_text(native.public_key().public_bytes_raw()),
            "d": _to_text(native.private_bytes_raw()),
        }
    label = f"schakel {read_identity(home).code} {kind}"
    key_id, point = token_of(given).make_key(curve, label=label)
    words = {"kty": "OKP", "crv": curve, "x": _to_text(point), "pkcs11": key_id}
    _prove(words)
    return words


def replace_private(new: Path, old: Path) -> None:
    """Put the key of `new` in the place of `old`, which is gone from then on.

    The old one is destroyed first: after a power cut, doing this again completes it.
    """
    _destroy(old)
    disk.settle(new, old)


def remove_private(path: Path) -> None:
    """Remove a key, from its token too."""
    _destroy(path)
    path.unlink(missing_ok=True)


def require_privates(home: Path) -> None:
    """Return when all keys in the home of a node can be used.

    Raises:
        TokenAwayError: One is in a token that does not answer, or does not hold it.
    """
    for path in sorted((home / "keys").glob("*.jwk")):
        with suppress(FileNotFoundError):  # replaced meanwhile
            key_id = _words(path).get("pkcs11")
            if key_id:
                _token().require_key(key_id)


class TokenSigner(Ed25519PrivateKey):
    """A signing key in a token, as the libraries take it."""

    def __init__(self, key_id: str, point: bytes) -> None:
        self._id, self._point = key_id, point

    def sign(self, data: Any) -> bytes:
        """Return the signature of `data`; the token makes it."""
        return _token().sign(self._id, bytes(data))

    def public_key(self) -> Ed25519PublicKey:
        """Return the public key."""
        return Ed25519PublicKey.from_public_bytes(self._point)

    def private_bytes(self, *args: Any) -> NoReturn:
        """Refuse: there is no way out."""
        raise _not_leaving()

    def private_bytes_raw(self) -> NoReturn:
        """Refuse: there is no way out."""
        raise _not_leaving()

    def __copy__(self) -> "TokenSigner":
        return self

    def __deepcopy__(self, memo: object) -> "TokenSigner":
        return self


class TokenAgreement(X25519PrivateKey):
    """A key that partners encrypt to, in a token, as the libraries take it."""

    def __init__(self, key_id: str, point: bytes) -> None:
        self._id, self._point = key_id, point

    def exchange(self, peer_public_key: X25519PublicKey) -> bytes:
        """Return the secret shared with the holder of a public key; the token finds it."""
        return _token().agree(self._id, peer_public_key.public_bytes_raw())

    def public_key(self) -> X25519PublicKey:
        """Return the public key."""
        return X25519PublicKey.from_public_bytes(self._point)

    def private_bytes(self, *args: Any) -> NoReturn:
        """Refuse: there is no way out."""
        raise _not_leaving()

    def private_bytes_raw(self) -> NoReturn:
        """Refuse: there is no way out."""
        raise _not_leaving()

    def __copy__(self) -> "TokenAgreement":
        return self

    def __deepcopy__(self, memo: object) -> "TokenAgreement":
        return self


@lru_cache(maxsize=64)
def _read(path: Path, inode: int, changed: int) -> tuple[PrivateKey, Mapping[str, Any]]:
    words = _words(path)
    return _native(words), {name: value for name, value in words.items() if name != "d"}


def _native(words: Mapping[str, Any]) -> PrivateKey:
    if "d" in words:
        return NATIVE[words["crv"]].from_private_bytes(_from_text(words["d"]))
    point = _from_text(words["x"])
    if words["crv"] == "Ed25519":
        return TokenSigner(words["pkcs11"], point)
    return TokenAgreement(words["pkcs11"], point)


def _prove(words: Mapping[str, Any]) -> None:
    """Use a new key once, so that a token that means something else by it shows at once."""
    key = _native(words)
    try:
        if isinstance(key, TokenSigner):
            key.public_key().verify(key.sign(b"schakel"), b"schakel")
        elif isinstance(key, TokenAgreement):
            other = X25519PrivateKey.generate()
            if key.exchange(other.public_key()) != other.exchange(key.public_key()):
                raise ValueError("another secret")
    except TokenAwayError:
        raise
    except Exception as error:
        raise TokenAwayError(
            f"the security module made a key for {words['crv']} that does not do what it should; "
            "leave this kind out of SCHAKEL_PKCS11_KEYS"
        ) from error


def _draft(path: Path, words: Mapping[str, Any]) -> Path:
    disk.make_folder(path.parent)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    draft.touch(mode=0o600, exist_ok=False)
    with draft.open("w", encoding="ascii") as file:
        json.dump(dict(words), file)
        file.flush()
        os.fsync(file.fileno())
    return draft


def _destroy(path: Path) -> None:
    with suppress(FileNotFoundError):
        key_id = _words(path).get("pkcs11")
        if key_id:
            _token().destroy(key_id)


def _words(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="ascii"))
    return found


def _token() -> Token:
    if settings.SCHAKEL_PKCS11 is None:
        raise TokenAwayError(
            "the keys of this node are in a security module, and SCHAKEL_PKCS11_MODULE names none"
        )
    return token_of(settings.SCHAKEL_PKCS11)


def _not_leaving() -> TypeError:
    return TypeError("this key does not leave its security module")


def _to_text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _from_text(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
