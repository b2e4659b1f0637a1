"""A security module that makes this node's keys and lets none of them out (PKCS#11).

What leaves the module are public keys, signatures, and the secret that is agreed with the sender of
one envelope. Source: OASIS PKCS#11 2.40; for Ed25519 and X25519 also 3.0 and RFC 8410.
"""

import os
import secrets
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar, Literal, TypeVar

from schakel.kernel.errors import SchakelError

Curve = Literal["Ed25519", "X25519"]
KINDS = frozenset({"signing", "encryption", "log"})
# RFC 8410: the names of the curves as DER
CURVES: dict[str, bytes] = {"Ed25519": b"\x06\x03+ep", "X25519": b"\x06\x03+en"}
POINT_BYTES = 32
T = TypeVar("T")


class TokenAwayError(SchakelError):
    """The security module does not do what is asked of it; the text says why."""

    code: ClassVar[str] = "shell.token_away"
    status: ClassVar[int] = 503


class PinRefusedError(TokenAwayError):
    """The PIN is wrong; trying again would lock the token."""

    code: ClassVar[str] = "shell.pin_refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenSettings:
    """Where the keys are: the library of the maker, the label of the token, and its PIN.

    `kinds` are the keys that are made there: of `signing`, `encryption`, `log`.
    """

    module: str
    label: str
    pin_file: str
    kinds: frozenset[str] = KINDS


def read_token_settings(environment: Mapping[str, str]) -> TokenSettings | None:
    """Return what `SCHAKEL_PKCS11_*` say, or None when keys are files.

    Raises:
        ValueError: They are not usable; the text says which variable.
    """
    module = environment.get("SCHAKEL_PKCS11_MODULE", "")
    if not module:
        return None
    label = environment.get("SCHAKEL_PKCS11_TOKEN", "")
    pin_file = environment.get("SCHAKEL_PKCS11_PIN_FILE", "")
    if not label or not pin_file:
        raise ValueError(
            "SCHAKEL_PKCS11_MODULE needs SCHAKEL_PKCS11_TOKEN and SCHAKEL_PKCS11_PIN_FILE"
        )
    named = environment.get("SCHAKEL_PKCS11_KEYS", "").replace(",", " ").split()
    kinds = frozenset(named) if named else KINDS
    if not kinds <= KINDS:
        raise ValueError("SCHAKEL_PKCS11_KEYS takes signing, encryption and log")
    return TokenSettings(module=module, label=label, pin_file=pin_file, kinds=kinds)


class Token:
    """One token of a security module, open as long as this process lives.

    Modules differ in what they bear of several threads; here one thing is done at a time.
    """

    def __init__(self, given: TokenSettings) -> None:
        self._given = given
        self._lock = threading.RLock()
        self._session: Any = None
        self._process = 0
        self._refused_pin = ""

    def make_key(self, curve: Curve, *, label: str) -> tuple[str, bytes]:
        """Make a key pair that cannot be read out; return its id and its public key (32 bytes)."""
        key_id = secrets.token_hex(16)
        point = self._do(lambda session: _make(session, curve, label=label, key_id=key_id))
        return key_id, point

    def sign(self, key_id: str, content: bytes) -> bytes:
        """Return the Ed25519 signature (64 bytes) of `content` by the key `key_id`."""
        return self._do(lambda session: _sign(session, key_id, content))

    def agree(self, key_id: str, point: bytes) -> bytes:
        """Return the X25519 secret (32 bytes) of the key `key_id` and a public key."""
        return self._do(lambda session: _agree(session, key_id, point))

    def destroy(self, key_id: str) -> None:
        """Destroy the key `key_id`, if it is there."""
        self._do(lambda session: _destroy(session, key_id))

    def require_key(self, key_id: str) -> None:
        """Return when the token answers and holds the key `key_id`."""
        self._do(lambda session: _private(session, key_id))

    def _do(self, deed: Callable[[Any], T]) -> T:
        """Do something in the session; when that fails, once more in a new one.

        Raises:
            TokenAwayError: With what to look at.
        """
        try:
            import pkcs11
            from pkcs11 import exceptions
        except ImportError as error:
            raise TokenAwayError(
                "keys in a security module need the package python-pkcs11, and it is not installed"
            ) from error
        with self._lock:
            try:
                try:
                    return deed(self._open(pkcs11))
                except exceptions.PinIncorrect:
                    raise
                except exceptions.PKCS11Error:
                    self._close()
                    return deed(self._open(pkcs11))
            except exceptions.PinIncorrect as error:
                self._refused_pin = self._pin()
                raise PinRefusedError(self._text("the PIN is wrong")) from error
            except exceptions.NoSuchToken as error:
                raise self._away("there is no such token") from error
            except exceptions.NoSuchKey as error:
                raise self._away("it does not hold the key that this node's files name") from error
            except (exceptions.PKCS11Error, RuntimeError, OSError) as error:
                raise self._away(f"{type(error).__name__} {error}".strip()) from error

    def _open(self, pkcs11: Any) -> Any:
        """Return the session; a process that was split off opens its own."""
        if self._session is not None and self._process == os.getpid():
            return self._session
        pin = self._pin()
        if pin == self._refused_pin:  # a module locks itself after a few wrong ones
            raise PinRefusedError(
                self._text("the PIN was wrong; it is not tried again until its file changes")
            )
        if not Path(self._given.module).is_file():
            raise self._away("the library is not there")
        library = pkcs11.lib(self._given.module)
        library.reinitialize()  # a token that came back is seen, and another process is another
        self._process = os.getpid()
        token = library.get_token(token_label=self._given.label)
        self._session = token.open(rw=True, user_pin=pin)
        return self._session

    def _close(self) -> None:
        with suppress(Exception):  # it is broken already
            self._session.close()
        self._session = None

    def _pin(self) -> str:
        try:
            return Path(self._given.pin_file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise self._away("the file of its PIN cannot be read") from error

    def _away(self, why: str) -> TokenAwayError:
        return TokenAwayError(self._text(why))

    def _text(self, why: str) -> str:
        given = self._given
        return (
            f"the security module does not answer for this node: {why} "
            f"(token {given.label}, library {given.module}); nothing can be signed or opened"
        )


@lru_cache(maxsize=8)
def token_of(given: TokenSettings) -> Token:
    """Return the token of these settings: one for the whole process."""
    return Token(given)


def _make(session: Any, curve: Curve, *, label: str, key_id: str) -> bytes:
    from pkcs11 import Attribute, KeyType, MechanismFlag

    parameters = session.create_domain_parameters(
        KeyType.EC_EDWARDS, {Attribute.EC_PARAMS: CURVES[curve]}, local=True
    )
    use = MechanismFlag.SIGN | MechanismFlag.VERIFY
    public, private = parameters.generate_keypair(
        id=bytes.fromhex(key_id),
        label=label,
        store=True,
        capabilities=use if curve == "Ed25519" else MechanismFlag.DERIVE,
        private_template={Attribute.SENSITIVE: True, Attribute.EXTRACTABLE: False},
    )
    if private[Attribute.EXTRACTABLE]:
        private.destroy()
        raise RuntimeError("it makes keys that can be read out")
    return bytes(public[Attribute.EC_POINT])[-POINT_BYTES:]  # some put the DER of a string before


def _sign(session: Any, key_id: str, content: bytes) -> bytes:
    from pkcs11 import Mechanism

    return bytes(_private(session, key_id).sign(content, mechanism=Mechanism.EDDSA))


def _agree(session: Any, key_id: str, point: bytes) -> bytes:
    from pkcs11 import KDF, Attribute, KeyType, Mechanism

    secret = _private(session, key_id).derive_key(
        KeyType.GENERIC_SECRET,
        POINT_BYTES * 8,
        mechanism=Mechanism.ECDH1_DERIVE,
        mechanism_param=(KDF.NULL, None, point),
        template={Attribute.TOKEN: False, Attribute.SENSITIVE: False, Attribute.EXTRACTABLE: True},
    )
    try:
        return bytes(secret[Attribute.VALUE])
    finally:
        secret.destroy()


def _destroy(session: Any, key_id: str) -> None:
    from pkcs11 import Attribute

    for found in list(session.get_objects({Attribute.ID: bytes.fromhex(key_id)})):
        found.destroy()


def _private(session: Any, key_id: str) -> Any:
    from pkcs11 import ObjectClass

    return session.get_key(object_class=ObjectClass.PRIVATE_KEY, id=bytes.fromhex(key_id))
