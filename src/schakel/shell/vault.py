"""Originals byte for byte under their SHA-256; what is in is never changed."""

import hashlib
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from schakel.shell import disk


def put(chunks: Iterable[bytes]) -> tuple[str, int]:
    """Keep the joined `chunks`; return their SHA-256 (hexadecimal) and size in bytes.

    A file gets its name only when it is whole; file and name are on disk when this returns. Twice
    the same is harmless.
    """
    root = _root()
    digest, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(dir=root, delete=False) as draft:
        try:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                draft.write(chunk)
            draft.flush()
            final = path_of(digest.hexdigest())
            disk.make_folder(final.parent)
            Path(draft.name).chmod(0o400)
            disk.settle(Path(draft.name), final)
        except BaseException:
            Path(draft.name).unlink(missing_ok=True)
            raise
    return digest.hexdigest(), size


def path_of(sha256: str) -> Path:
    """Return where the bytes with this SHA-256 are, or would be.

    Raises:
        ValueError: `sha256` is not 64 lower-case hexadecimal digits.
    """
    if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
        raise ValueError("a SHA-256 is 64 lower-case hexadecimal digits")
    return _root() / sha256[:2] / sha256


def remove(sha256: str) -> bool:
    """Remove the bytes with this SHA-256; return whether they were here."""
    path = path_of(sha256)
    was_here = path.exists()
    path.unlink(missing_ok=True)
    return was_here


def open_original(sha256: str) -> BinaryIO:
    """Open the bytes with this SHA-256 for reading.

    Raises:
        FileNotFoundError: They are not here.
    """
    return path_of(sha256).open("rb")


def _root() -> Path:
    return disk.make_folder(Path(settings.SCHAKEL_HOME) / "vault")
