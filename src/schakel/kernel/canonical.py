"""One byte string for one value, so that hashes and signatures agree across nodes."""

import hashlib
import json
from typing import Any


def canonical_json(value: Any) -> bytes:
    """Return `value` as UTF-8 JSON with sorted keys and no white space.

    For the values the product signs (strings, integers, booleans, null, lists, objects) this equals
    the JSON Canonicalization Scheme.

    Raises:
        ValueError: A number is not finite.
        TypeError: A value is not JSON.

    Source: RFC 8785, for values without fractions and with keys in the Basic Multilingual Plane.
    """
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def sha256_hex(content: bytes) -> str:
    """Return the SHA-256 of `content` as 64 lower-case hexadecimal digits (FIPS 180-4)."""
    return hashlib.sha256(content).hexdigest()
