"""The outside of an envelope: what anybody may see, checked before anything is decrypted."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from schakel.wire.core.errors import EnvelopeRefusedError
from schakel.wire.core.shapes import (
    BASE64URL,
    NODE,
    bytes_of,
    fields_of,
    id_of,
    match_of,
    read_json,
    text_of,
)

SUITE = 1  # Ed25519, X25519 with ECDH-ES+A256KW, A256GCM; 2 is kept for a hybrid with ML-KEM
SIGNATURE, KEY_AGREEMENT, CIPHER = "Ed25519", "ECDH-ES+A256KW", "A256GCM"
LONGEST_SEALED = 4 * 1024 * 1024  # characters
OUTSIDE = frozenset({"suite", "id", "to", "jwe"})
HEADER = frozenset({"alg", "enc", "kid", "epk", "suite", "id", "to"})
POINT = frozenset({"kty", "crv", "x"})
PARTS = 5  # header, wrapped key, nonce, ciphertext, tag
LENGTHS = {1: 54, 2: 16, 4: 22}  # characters of wrapped key (40 bytes), nonce (12) and tag (16)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """A sealed envelope of the right shape; `kid` names the key of ours that opens it."""

    id: UUID
    to: str
    jwe: str
    kid: str


def read_sealed(given: object, *, me: str) -> Sealed:
    """Return the sealed envelope in `given`.

    Args:
        given: A value of JSON.
        me: Code of this node.

    Raises:
        EnvelopeRefusedError: `exchange.not-an-envelope`, `.unknown-suite`, `.too-large`,
            `.truncated` or `.wrong-recipient`.
    """
    try:
        outside = fields_of(given, OUTSIDE)
        if not is_suite(outside["suite"]):
            raise EnvelopeRefusedError("exchange.unknown-suite")
        jwe = outside["jwe"]
        if isinstance(jwe, str) and len(jwe) > LONGEST_SEALED:
            raise EnvelopeRefusedError("exchange.too-large")
        if match_of(outside["to"], NODE) != me:
            raise EnvelopeRefusedError("exchange.wrong-recipient")
        header = _header(jwe, outside)
        return Sealed(id=id_of(outside["id"]), to=me, jwe=jwe, kid=text_of(header["kid"]))
    except ValueError as error:
        raise EnvelopeRefusedError("exchange.not-an-envelope") from error


def is_suite(value: object) -> bool:
    """Tell whether `value` is the number of the suite that this node speaks."""
    return isinstance(value, int) and not isinstance(value, bool) and value == SUITE


def _header(jwe: object, outside: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the protected header of a compact JWE whose parts have the right form."""
    if not isinstance(jwe, str):
        raise ValueError("no text")
    parts = jwe.split(".")
    if len(parts) > PARTS or not all(BASE64URL.fullmatch(part) for part in parts):
        raise ValueError("not a compact JWE")
    if len(parts) < PARTS or len(parts[4]) < LENGTHS[4]:
        raise EnvelopeRefusedError("exchange.truncated")
    if any(len(parts[place]) != length for place, length in LENGTHS.items()):
        raise ValueError("not of the suite")
    header = fields_of(read_json(bytes_of(parts[0])), HEADER)
    point = fields_of(header["epk"], POINT)
    if (header["alg"], header["enc"]) != (KEY_AGREEMENT, CIPHER):
        raise EnvelopeRefusedError("exchange.unknown-suite")
    if (point["kty"], point["crv"]) != ("OKP", "X25519") or len(bytes_of(point["x"])) != 32:
        raise ValueError("not a point")
    if any(header[name] != outside[name] for name in ("suite", "id", "to")):
        raise ValueError("inside and outside differ")
    return header
