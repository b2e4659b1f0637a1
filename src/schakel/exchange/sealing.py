"""Seal and open envelopes: a JWS inside a JWE.

Source: RFC 7515, RFC 7516, RFC 8037, RFC 9864; the protocol page says which headers.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from joserfc import jwe, jws
from joserfc.jwk import OKPKey

from schakel.exchange.core.envelope import LONGEST_SEALED, SUITE
from schakel.exchange.core.errors import EnvelopeRefusedError
from schakel.exchange.keys import import_public, public_part
from schakel.kernel.canonical import canonical_json
from schakel.network.core.cards import NodeCard

SIGN = ["Ed25519"]
ENCRYPT = ["ECDH-ES+A256KW", "A256GCM"]
REGISTRY = jwe.JWERegistry(algorithms=ENCRYPT, strict_check_header=False)
OUTSIDE = {"suite", "id", "to", "jwe"}


def sign(payload: Mapping[str, Any], *, key: OKPKey) -> str:
    """Return `payload` as a compact JWS of this node."""
    header = {"alg": "Ed25519", "kid": public_part(key)["kid"]}
    return jws.serialize_compact(header, canonical_json(dict(payload)), key, algorithms=SIGN)


def verify(token: str, *, card: NodeCard) -> Any:
    """Return the payload that `card`'s node signed.

    Raises:
        EnvelopeRefusedError: `exchange.bad-signature`.
    """
    try:
        found = jws.deserialize_compact(token, import_public(card.signing_key), algorithms=SIGN)
        return json.loads(found.payload)
    except Exception as error:  # malformed input makes the library raise more than its own errors
        raise EnvelopeRefusedError("exchange.bad-signature") from error


def seal(payload: Mapping[str, Any], *, card: NodeCard, key: OKPKey) -> dict[str, Any]:
    """Return `payload` signed by us and encrypted to `card`'s node.

    The outside shows id and recipient alone, bound to the ciphertext as its protected header.
    """
    outside = {"suite": SUITE, "id": payload["id"], "to": card.code}
    header = {"alg": ENCRYPT[0], "enc": ENCRYPT[1], "kid": card.encryption_key["kid"], **outside}
    inside = sign(payload, key=key).encode("ascii")
    sealed = jwe.encrypt_compact(
        header, inside, import_public(card.encryption_key), registry=REGISTRY
    )
    return {**outside, "jwe": sealed}


def open_sealed(
    sealed: object, *, me: str, key: OKPKey, find_card: Callable[[str], NodeCard | None]
) -> tuple[Any, str]:
    """Return the verified payload, and the code of the linked node that signed it.

    Args:
        sealed: What came over the line.
        me: Code of this node.
        key: Its private encryption key.
        find_card: Gives the card of a linked node, or None.

    Raises:
        EnvelopeRefusedError: With the code of the first thing that is wrong.
    """
    if not isinstance(sealed, Mapping) or set(sealed) != OUTSIDE:
        raise EnvelopeRefusedError("exchange.not-an-envelope")
    text = sealed["jwe"]
    if not isinstance(text, str) or len(text) > LONGEST_SEALED:
        raise EnvelopeRefusedError("exchange.not-an-envelope")
    if sealed["suite"] != SUITE:
        raise EnvelopeRefusedError("exchange.unknown-suite")
    if sealed["to"] != me:
        raise EnvelopeRefusedError("exchange.wrong-recipient")
    token = _decrypt(text, key=key, outside=sealed)
    card = find_card(_claimed_sender(token))
    if card is None:
        raise EnvelopeRefusedError("exchange.unknown-sender")
    payload = verify(token, card=card)
    if not isinstance(payload, Mapping) or payload.get("id") != sealed["id"]:
        raise EnvelopeRefusedError("exchange.bad-shape")
    return payload, card.code


def _decrypt(text: str, *, key: OKPKey, outside: Mapping[str, Any]) -> str:
    try:
        found = jwe.decrypt_compact(text, key, registry=REGISTRY)
        header = found.protected
        if any(header.get(name) != outside[name] for name in ("suite", "id", "to")):
            raise EnvelopeRefusedError("exchange.not-decrypted")
        return (found.plaintext or b"").decode("ascii")
    except Exception as error:  # malformed input makes the library raise more than its own errors
        raise EnvelopeRefusedError("exchange.not-decrypted") from error


def _claimed_sender(token: str) -> str:
    """Return who says to have signed; only the signature, checked next, makes it true."""
    try:
        claimed = json.loads(jws.extract_compact(token.encode()).payload)["from"]
        return claimed if isinstance(claimed, str) else ""
    except Exception as error:  # malformed input makes the library raise more than its own errors
        raise EnvelopeRefusedError("exchange.bad-shape") from error
