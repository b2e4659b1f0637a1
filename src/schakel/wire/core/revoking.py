"""What a key that was revoked still proves."""

from collections.abc import Mapping
from typing import Any

from schakel.network.core.cards import Revocation
from schakel.wire.core.shapes import is_count, moment_of


def is_before(revoked: Revocation, payload: Mapping[str, Any], *, digest: str) -> bool:
    """Tell whether an envelope was signed before its key was revoked.

    A thief can write any moment, but no number: the owner said which envelope was the last, and the
    chain of digests fixes those before it.

    Args:
        revoked: What the owner said.
        payload: Of the envelope; its shape was not checked yet.
        digest: SHA-256 of the signed text.
    """
    seq = payload.get("seq")
    try:
        in_time = moment_of(payload.get("created")) <= revoked.at
    except ValueError:
        return False
    if not in_time or not is_count(seq) or not 0 < seq <= revoked.last:
        return False
    return seq < revoked.last or digest == revoked.digest
