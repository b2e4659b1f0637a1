"""Files on their way: encrypted in chunks, in bounded memory, named by their ciphertext.

Each file has a key of its own. A chunk is AES-256-GCM under that key; its nonce is the number of
the chunk, and its additional data says whether it is the last, so that chunks cannot be dropped,
repeated or moved (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015).
"""

import base64
import hashlib
import tempfile
from collections.abc import Callable, Container, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from schakel.heads.core.merkle import leaf_hash, root_of
from schakel.shell import disk, vault
from schakel.wire.core.envelope import FileRef
from schakel.wire.core.errors import EnvelopeRefusedError
from schakel.wire.core.parts import HASH, PART, Layout
from schakel.wire.core.shapes import CONTROL, LONGEST_TEXT, bytes_of

CHUNK = 1024 * 1024  # bytes, plain
PIECE = 256 * 1024  # bytes handed to the line at once
WHOLE = 64 * 1024 * 1024  # bytes; a larger file goes in parts, to who takes them
TAG = 16  # bytes that GCM adds to a chunk
MIDDLE, LAST = b"\x00", b"\x01"


def blob_path(digest: str) -> Path:
    """Return where the ciphertext with this SHA-256 is, or would be."""
    return _folder() / digest


def blob_folder() -> Path:
    """Return where ciphertext lies."""
    return _folder()


def encrypt_file(*, name: str, media_type: str, sha256: str, in_parts: bool = False) -> FileRef:
    """Encrypt a file of the vault for sending; return its reference.

    Args:
        name: As the receiver will see it.
        media_type: As found by its content.
        sha256: Of the plain bytes.
        in_parts: Whether the receiver takes a large file in parts, under its digest tree.
    """
    key = AESGCM.generate_key(256)
    size = vault.size_of(sha256)
    with vault.open_original(sha256) as plain:
        part = PART if in_parts and size > WHOLE else 0
        if part:
            Layout(size=ciphertext_size(size), part=part)
        blob = _keep_in_parts(encrypted(plain, key)) if part else _keep(encrypted(plain, key))
    return FileRef(
        part=part,
        name=CONTROL.sub(" ", name)[:LONGEST_TEXT],
        media_type=CONTROL.sub(" ", media_type)[:LONGEST_TEXT],
        sha256=sha256,
        size=size,
        blob=blob,
        key=base64.urlsafe_b64encode(key).decode("ascii").rstrip("="),
    )


def keep_blob(chunks: Iterable[bytes], *, digest: str) -> None:
    """Keep ciphertext that came in.

    Raises:
        EnvelopeRefusedError: `exchange.file-damaged`: the bytes are not those of `digest`.
    """
    _keep(chunks, expected=digest)


def keep_carried(chunks: Iterable[bytes], *, digest: str) -> None:
    """Keep ciphertext that a courier brought, named by its digest or by the root of its parts.

    Raises:
        EnvelopeRefusedError: `exchange.file-damaged`: the bytes are those of neither.
    """
    leaves = _Leaves()
    _keep(leaves.watch(chunks), expected=digest, root=leaves.root)


def ciphertext_size(size: int) -> int:
    """Return how many bytes the ciphertext of `size` plain bytes has."""
    return size + TAG * max(1, -(-size // CHUNK))


def is_in_parts(digest: str) -> bool:
    """Tell whether ciphertext of ours goes out in parts."""
    return blob_path(digest).with_name(f"{digest}.leaves").exists()


def leaves_of(digest: str) -> bytes:
    """Return the hashes of the parts of a file that goes out in parts."""
    return blob_path(digest).with_name(f"{digest}.leaves").read_bytes()


def read_part(digest: str, *, number: int, part: int) -> Iterator[bytes]:
    """Yield one part of ciphertext that lies here, in small pieces."""
    with blob_path(digest).open("rb") as cipher:
        cipher.seek(number * part)
        left = part
        while left and (piece := cipher.read(min(PIECE, left))):
            left -= len(piece)
            yield piece


def drop_blob(digest: str) -> None:
    """Remove ciphertext that was decrypted."""
    blob_path(digest).unlink(missing_ok=True)


def sweep_blobs(*, kept: Container[str], before: datetime) -> int:
    """Remove ciphertext older than `before` that no message needs any more; return how many."""
    removed = 0
    for path in _folder().iterdir():
        if path.name.partition(".")[0] not in kept and path.stat().st_mtime < before.timestamp():
            path.unlink(missing_ok=True)
            removed += 1
    return removed


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
            vault.put(_checked(decrypted(cipher, bytes_of(file.key)), file))
    except (InvalidTag, ValueError) as error:
        raise EnvelopeRefusedError("exchange.file-damaged") from error


def check_whole(file: FileRef) -> None:
    """Return when the ciphertext of a file that came in parts is here, whole.

    Raises:
        EnvelopeRefusedError: `exchange.file-missing`, or `exchange.file-damaged` by its length.
    """
    path = blob_path(file.blob)
    if not path.exists():
        raise EnvelopeRefusedError("exchange.file-missing")
    if path.stat().st_size != ciphertext_size(file.size):
        raise EnvelopeRefusedError("exchange.file-damaged")


def encrypted(plain: BinaryIO, key: bytes) -> Iterator[bytes]:
    """Yield the ciphertext of `plain` under a key that was used for nothing else.

    Args:
        plain: Where to read from.
        key: 32 bytes.
    """
    cipher, number, chunk = AESGCM(key), 0, plain.read(CHUNK)
    while True:
        following = plain.read(CHUNK)
        mark = MIDDLE if following else LAST
        yield cipher.encrypt(number.to_bytes(12), chunk, mark)
        if not following:
            return
        number, chunk = number + 1, following


def decrypted(sealed: BinaryIO, key: bytes) -> Iterator[bytes]:
    """Yield the plain bytes of what `encrypted` wrote.

    Raises:
        InvalidTag: It was altered, or ends too early.
    """
    cipher, number, chunk = AESGCM(key), 0, sealed.read(CHUNK + TAG)
    while True:
        following = sealed.read(CHUNK + TAG)
        yield cipher.decrypt(number.to_bytes(12), chunk, MIDDLE if following else LAST)
        if not following:
            return
        number, chunk = number + 1, following


def _checked(chunks: Iterable[bytes], file: FileRef) -> Iterator[bytes]:
    """Yield the chunks, and fail at the end, before the vault keeps them, unless all agrees."""
    digest, size = hashlib.sha256(), 0
    for chunk in chunks:
        digest.update(chunk)
        size += len(chunk)
        if size > file.size:
            break
        yield chunk
    if (digest.hexdigest(), size) != (file.sha256, file.size):
        raise ValueError("not the file that was signed")


class _Leaves:
    """The hashes of the parts of a ciphertext that passes by."""

    def __init__(self) -> None:
        self.joined = bytearray()
        self._part = bytearray()

    def watch(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Yield the chunks, and hash each part when it is complete."""
        for chunk in chunks:
            yield chunk
            self._part += chunk
            while len(self._part) >= PART:
                self._close(PART)
        if self._part:
            self._close(PART)

    def root(self) -> str:
        """Return the root of the tree of the parts, hexadecimal."""
        leaves = range(0, len(self.joined), HASH)
        return root_of([bytes(self.joined[at : at + HASH]) for at in leaves]).hex()

    def _close(self, length: int) -> None:
        self.joined += leaf_hash(bytes(self._part[:length]))
        del self._part[:length]


def _keep(
    chunks: Iterable[bytes], *, expected: str = "", root: Callable[[], str] | None = None
) -> str:
    """Keep ciphertext under its digest, whole and on disk or not at all; return the digest."""
    digest = hashlib.sha256()
    with tempfile.NamedTemporaryFile(dir=_folder(), delete=False) as draft:
        try:
            for chunk in chunks:
                digest.update(chunk)
                draft.write(chunk)
            name = digest.hexdigest()
            if root is not None and expected != name:
                name = root()
            if expected and name != expected:
                raise EnvelopeRefusedError("exchange.file-damaged")
            draft.flush()
            disk.settle(Path(draft.name), blob_path(name))
        except BaseException:
            Path(draft.name).unlink(missing_ok=True)
            raise
    return name


def _keep_in_parts(chunks: Iterable[bytes]) -> str:
    """Keep ciphertext under the root of the tree of its parts; return the root."""
    leaves = _Leaves()
    with tempfile.NamedTemporaryFile(dir=_folder(), delete=False) as draft:
        try:
            for chunk in leaves.watch(chunks):
                draft.write(chunk)
            draft.flush()
            root = leaves.root()
            beside = blob_path(root).with_name(f"{root}.leaves")
            beside.write_bytes(leaves.joined)
            disk.sync(beside)
            disk.settle(Path(draft.name), blob_path(root))
        except BaseException:
            Path(draft.name).unlink(missing_ok=True)
            raise
    return root


def _folder() -> Path:
    return disk.make_folder(Path(settings.SCHAKEL_HOME) / "blobs")
