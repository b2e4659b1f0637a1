"""RFC 9497, verifiable mode, ristretto255-SHA512, written from the standard on libsodium alone.

Nothing of the product is imported: the two must agree because both follow the standard.
"""

import hashlib

import pysodium as sodium

CONTEXT = b"OPRFV1-\x01-ristretto255-SHA512"
WIDE = 64  # bytes that are reduced to a scalar or mapped to an element


def evaluate(private_key, given):
    """Return the output for an input of the key's holder (section 3.3.1, Evaluate)."""
    element = sodium.crypto_scalarmult_ristretto255(private_key, hash_to_group(given))
    return _output(given, element)


def derive_key(seed, info):
    """Return the private and public key of a seed (section 3.2.1)."""
    material = seed + _sized(info)
    for counter in range(256):
        private = _to_scalar(material + bytes([counter]), b"DeriveKeyPair" + CONTEXT)
        if any(private):
            return private, sodium.crypto_scalarmult_ristretto255_base(private)
    raise ValueError("no key can be derived")


def blind(given):
    """Return the blind and the blinded element (section 3.3.2, Blind)."""
    scalar = sodium.crypto_core_ristretto255_scalar_random()
    return scalar, sodium.crypto_scalarmult_ristretto255(scalar, hash_to_group(given))


def finalize(given, scalar, evaluated):
    """Return the output once the blind is taken off (section 3.3.2, Finalize)."""
    back = sodium.crypto_core_ristretto255_scalar_invert(scalar)
    return _output(given, sodium.crypto_scalarmult_ristretto255(back, evaluated))


def proves(public_key, blinded, evaluated, proof):
    """Tell whether one proof holds for all elements (section 2.2.2, VerifyProof)."""
    challenge, answer = proof[:32], proof[32:]
    mixed, mixed_evaluated = _composites(public_key, blinded, evaluated)
    second = _add(
        sodium.crypto_scalarmult_ristretto255_base(answer),
        sodium.crypto_scalarmult_ristretto255(challenge, public_key),
    )
    third = _add(
        sodium.crypto_scalarmult_ristretto255(answer, mixed),
        sodium.crypto_scalarmult_ristretto255(challenge, mixed_evaluated),
    )
    said = b"".join(map(_sized, (public_key, mixed, mixed_evaluated, second, third)))
    return _to_scalar(said + b"Challenge", b"HashToScalar-" + CONTEXT) == challenge


def hash_to_group(given):
    """Return the element of an input (section 4.1)."""
    wide = _expand(given, b"HashToGroup-" + CONTEXT)
    return sodium.crypto_core_ristretto255_from_hash(wide)


def _composites(public_key, blinded, evaluated):
    """Return both elements that stand for all (section 2.2.1, ComputeComposites)."""
    seed = hashlib.sha512(_sized(public_key) + _sized(b"Seed-" + CONTEXT)).digest()
    mixed, mixed_evaluated = None, None
    for place, (one, other) in enumerate(zip(blinded, evaluated, strict=True)):
        said = _sized(seed) + place.to_bytes(2, "big") + _sized(one) + _sized(other)
        weight = _to_scalar(said + b"Composite", b"HashToScalar-" + CONTEXT)
        mixed = _add(sodium.crypto_scalarmult_ristretto255(weight, one), mixed)
        mixed_evaluated = _add(
            sodium.crypto_scalarmult_ristretto255(weight, other), mixed_evaluated
        )
    return mixed, mixed_evaluated


def _output(given, element):
    return hashlib.sha512(_sized(given) + _sized(element) + b"Finalize").digest()


def _to_scalar(given, domain):
    return sodium.crypto_core_ristretto255_scalar_reduce(_expand(given, domain))


def _expand(given, domain):
    """Return 64 bytes (RFC 9380, expand_message_xmd with SHA-512: one block is enough)."""
    tail = domain + bytes([len(domain)])
    first = hashlib.sha512(bytes(128) + given + WIDE.to_bytes(2, "big") + b"\x00" + tail).digest()
    return hashlib.sha512(first + b"\x01" + tail).digest()


def _sized(part):
    return len(part).to_bytes(2, "big") + part


def _add(one, other):
    return one if other is None else sodium.crypto_core_ristretto255_add(one, other)
