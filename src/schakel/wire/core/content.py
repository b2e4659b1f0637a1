"""What the gate clears: the body and the digests of the files, and nothing else."""

from collections.abc import Mapping, Sequence
from typing import Any


def content_of(body: Mapping[str, Any], files: Sequence[str]) -> dict[str, Any]:
    """Return the value whose canonical JSON is cleared and compared.

    Args:
        body: The body of the message.
        files: SHA-256 (hexadecimal) of each file that goes with it.
    """
    return {"body": dict(body), "files": sorted(files)}
