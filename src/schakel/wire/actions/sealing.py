"""Seal and open: a JWS inside a JWE, with the algorithms of suite 1 and no others.

Source: RFC 7515, RFC 7516, RFC 8037, RFC 9864; `docs/reference/protocol.md` says which headers.
"""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from joserfc import jwe, jws
from joserfc.jwk import OKPKey

from schakel.kernel.canonical import canonical_json
from schakel.network.core.cards import NodeCard, Revocation
from schakel.wire.actions.keys import import_public, public_part
from schakel.wire.core.errors import EnvelopeRefusedError
from schakel.wire.core.links import Deed
from schakel.wire.core.revoking import is_before
from schakel.wire.core.sealed import (
    CIPHER,
    KEY_AGREEMENT,
    LONGEST_SEALED,
    SIGNATURE,
    SUITE,
    Sealed,
)
from schakel.wire.core.shapes import bytes_of, fields_of, read_json

# What a signed text is; in its header, so that one can never stand for another (RFC 8725, 3.11).
ENVELOPE = "schakel-envelope+jws"
QUESTION = "schakel-question+jws"
ANSWER = "schakel-answer+jws"
RECEIPT = "schakel-receipt+jws"
CLAIM = "schakel-claim+jws"
STATEMENT = "schakel-link+jws"
PACKAGE = "schakel-package+jws"
CODES = "schakel-codes+jws"
EVIDENCE = "schakel-evidence+jws"


class SignRegistry(jws.JWSRegistry):
    """Suite 1 of signing, for payloads of our documented length."""

    max_payload_length = LONGEST_SEALED


class EncryptRegistry(jwe.JWERegistry):
    """Suite 1 of encryption, for ciphertexts of our documented length."""

    max_ciphertext_length = LONGEST_SEALED


SIGN = SignRegistry(algorithms=["Ed25519"])
ENCRYPT = EncryptRegistry(algorithms=[KEY_AGREEMENT, CIPHER], strict_check_header=False)
HEADER = frozenset({"alg", "kid", "typ"})
FindCard = Callable[[str], NodeCard | None]


def sign(payload: Mapping[str, Any], *, key: OKPKey, typ: str) -> str:
    """Return `payload` as a compact JWS of this node."""
    header = {"alg": SIGNATURE, "kid": public_part(key)["kid"], "typ": typ}
    return jws.serialize_compact(header, canonical_json(dict(payload)), key, registry=SIGN)


def verify(token: object, *, find_card: FindCard, typ: str) -> tuple[Any, str]:
    """Return the payload of a JWS, and the code of the linked node that signed it.

    A stranger and a false signature look the same, so that nobody can try out who is linked.

    Raises:
        EnvelopeRefusedError: `exchange.bad-shape`, `exchange.unknown-sender` or
            `exchange.key-revoked`.
    """
    payload, kid = _read(token, typ=typ)
    claimed = payload.get("from") if isinstance(payload, Mapping) else None
    card = find_card(claimed) if isinstance(claimed, str) else None
    key = _key_of(card, kid)
    if card is None or key is None:
        raise EnvelopeRefusedError("exchange.unknown-sender")
    try:
        jws.deserialize_compact(str(token), key, registry=SIGN)
    except Exception as error:  # malformed input makes the library raise more than its own errors
        raise EnvelopeRefusedError("exchange.unknown-sender") from error
    older = card.find_older(kid)
    if older and older.revoked and not _still_counts(older.revoked, payload, str(token), typ=typ):
        raise EnvelopeRefusedError("exchange.key-revoked")
    return payload, card.code


def digest_of(token: str) -> str:
    """Return the SHA-256 of a signed text, hexadecimal."""
    return hashlib.sha256(token.encode("ascii")).hexdigest()


def kid_of(token: str) -> str:
    """Return the name of the key in the header of a signed text of ours."""
    return str(read_json(bytes_of(token.split(".")[0]))["kid"])


def seal(token: str, *, envelope_id: str, card: NodeCard) -> dict[str, Any]:
    """Return the signed `token` encrypted to `card`'s node.

    The outside shows id and recipient alone, bound to the ciphertext by its protected header.
    """
    outside = {"suite": SUITE, "id": envelope_id, "to": card.code}
    header = {"alg": KEY_AGREEMENT, "enc": CIPHER, "kid": card.encryption_key["kid"], **outside}
    sealed = jwe.encrypt_compact(
        header, token.encode("ascii"), import_public(card.encryption_key), registry=ENCRYPT
    )
    return {**outside, "jwe": sealed}


def unseal(sealed: Sealed, *, find_key: Callable[[str], OKPKey | None]) -> str:
    """Return the signed text inside.

    Raises:
        EnvelopeRefusedError: `exchange.not-decrypted`.
    """
    key = find_key(sealed.kid)
    if key is None:
        raise EnvelopeRefusedError("exchange.not-decrypted")
    try:
        found = jwe.decrypt_compact(sealed.jwe, key, registry=ENCRYPT)
        return (found.plaintext or b"").decode("ascii")
    except Exception as error:  # malformed input makes the library raise more than its own errors
        raise EnvelopeRefusedError("exchange.not-decrypted") from error


def payload_of(token: str) -> Any:
    """Return the payload of a signed text that was verified when it was taken."""
    return read_json(bytes_of(token.split(".")[1]))


def _still_counts(revoked: Revocation, payload: Mapping[str, Any], token: str, *, typ: str) -> bool:
    """Tell whether a text under a revoked key counts: what was sent before, and revoking again."""
    if typ == STATEMENT:
        return payload.get("deed") == Deed.REVOKE
    return typ == ENVELOPE and is_before(revoked, payload, digest=digest_of(token))


def _key_of(card: NodeCard | None, kid: str) -> OKPKey | None:
    """Return the signing key of a partner that is named `kid`, the current or an older one."""
    if card is None:
        return None
    older = card.find_older(kid)
    if older is not None:
        return import_public({"crv": "Ed25519", "x": older.x})
    return import_public(card.signing_key) if card.signing_key.get("kid") == kid else None


def _read(token: object, *, typ: str) -> tuple[Any, str]:
    """Return payload and `kid` of a compact JWS of suite 1; nothing is verified yet."""
    try:
        parts = token.split(".") if isinstance(token, str) else []
        if len(parts) != 3 or len(bytes_of(parts[2])) != 64:
            raise ValueError("not a compact JWS")
        header = fields_of(read_json(bytes_of(parts[0])), HEADER)
        if header["alg"] != SIGNATURE or header["typ"] != typ:
            raise ValueError("not of the suite, or not what it should be")
        return read_json(bytes_of(parts[1])), str(header["kid"])
    except ValueError as error:
        raise EnvelopeRefusedError("exchange.bad-shape") from error
