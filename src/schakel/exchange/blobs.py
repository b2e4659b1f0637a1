"""Files on their way: encrypted in chunks, in bounded memory, named by their ciphertext.

Each file has a key of its own. A chunk is AES-256-GCM under that key; its nonce is the number of
the chunk, and its additional data says whether it is the last, so that chunks cannot be dropped,
repeated or moved (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015).
"""

import base64
import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from schakel.exchange.core.envelope import FileRef
from schakel.exchange.core.errors import EnvelopeRefusedError
from schakel.shell import vault

CHUNK = 1024 * 1024  # bytes, plain
TAG = 16  # bytes that GCM adds to a chunk
MIDDLE, LAST = b"\x00", b"\x01"


def blob_path(digest: str) -> Path:
    """Return where the ciphertext with this SHA-256 is, or would be."""
    folder = Path(settings.SCHAKEL_HOME) / "blobs"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / digest


def encrypt_file(*, name: str, media_type: str, sha256: str) -> FileRef:
    """Encrypt a file of the vault for sending; return its reference."""
    key = AESGCM.generate_key(256)
    with vault.open_original(sha256) as plain:
        size = os.fstat(plain.fileno()).st_size
        blob, _ = _keep(_encrypted(plain, key))
    return FileRef(
        name=name[:200],
        media_type=media_type[:200],
        sha256=sha256,
        size=size,
        blob=blob,
        key=base64.urlsafe_b64encode(key).decode("ascii"),
    )


def keep_blob(chunks: Iterable[bytes], *, digest: str) -> None:
    """Keep ciphertext that came in.

    Raises:
        EnvelopeRefusedError: `exchange.file-damaged`: the bytes are not those of `digest`.
    """
    found, path = _keep(chunks)
    if found != digest:
        path.unlink(missing_ok=True)
        raise EnvelopeRefusedError("exchange.file-damaged")


def decrypt_into_vault(file: FileRef) -> None:
    """Decrypt what arrived into the vault.

    Raises:
        EnvelopeRefusedError: `exchange.file-missing` or `exchange.file-damaged`.
    """
    path = blob_path(file.blob)
    if not path.exists():
        raise EnvelopeRefusedError("exchange.file-missing")
    try:
        with path.open("rb") as cipher:
            found, size = vault.put(_decrypted(cipher, base64.urlsafe_b64decode(file.key)))
    except (InvalidTag, ValueError) as error:
        raise EnvelopeRefusedError("exchange.file-damaged") from error
    if (found, size) != (file.sha256, file.size):
        raise EnvelopeRefusedError("exchange.file-damaged")


def _encrypted(plain: BinaryIO, key: bytes) -> Iterator[bytes]:
    cipher, number, chunk = AESGCM(key), 0, plain.read(CHUNK)
    while True:
        following = plain.read(CHUNK)
        mark = MIDDLE if following else LAST
        yield cipher.encrypt(number.to_bytes(12), chunk, mark)
        if not following:
            return
        number, chunk = number + 1, following


def _decrypted(sealed: BinaryIO, key: bytes) -> Iterator[bytes]:
    cipher, number, chunk = AESGCM(key), 0, sealed.read(CHUNK + TAG)
    while True:
        following = sealed.read(CHUNK + TAG)
        yield cipher.decrypt(number.to_bytes(12), chunk, MIDDLE if following else LAST)
        if not following:
            return
        number, chunk = number + 1, following


def _keep(chunks: Iterable[bytes]) -> tuple[str, Path]:
    digest, folder = hashlib.sha256(), blob_path("x").parent
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as draft:
        try:
            for chunk in chunks:
                digest.update(chunk)
                draft.write(chunk)
            draft.flush()
            os.fsync(draft.fileno())
        except BaseException:
            Path(draft.name).unlink(missing_ok=True)
            raise
    path = blob_path(digest.hexdigest())
    Path(draft.name).replace(path)
    return digest.hexdigest(), path
