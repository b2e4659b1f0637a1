"""An archive as a stream: a tar file inside age, written and read in bounded memory.

age (Filippo Valsorda and Ben Cox, format v1) encrypts to public keys, so the node that makes an
archive cannot read it, and authenticates chunk by chunk, so a changed or torn one is refused.
"""

import hashlib
import io
import os
import tarfile
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Thread
from typing import IO, BinaryIO

import pyrage

from schakel.kernel.errors import UnusableInputError
from schakel.upkeep.core.manifest import LONGEST_MANIFEST, MANIFEST, Part, is_safe

BLOCK = 1024 * 1024  # bytes in memory


class Writer:
    """Takes parts one after the other, and keeps the list of them."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.parts: list[Part] = []

    def add_file(self, name: str, path: Path) -> None:
        """Add the file at `path`; one that is gone meanwhile was erased, and is left out."""
        try:
            file = path.open("rb")
        except FileNotFoundError:
            return
        with file:
            size = os.fstat(file.fileno()).st_size
            self.add(name, file, size)

    def add(self, name: str, content: BinaryIO, size: int) -> None:
        """Add `size` bytes of `content` as the part `name`."""
        hashed = _Hashing(content)
        self._tar.addfile(_card(name, size), hashed)
        self.parts.append(Part(name=name, size=size, sha256=hashed.digest.hexdigest()))

    def add_manifest(self, content: bytes) -> None:
        """Add the list of contents, which is not in the list."""
        self._tar.addfile(_card(MANIFEST, len(content)), io.BytesIO(content))


def write_archive(
    target: Path, *, recipients: Sequence[str], fill: Callable[[Writer], None]
) -> int:
    """Write an archive that only the holders of `recipients` can read; return its size in bytes.

    The file gets its name when it is whole and on disk, or not at all.

    Args:
        target: Where it goes; nothing may be there.
        recipients: Public keys, `age1...`.
        fill: Adds the parts.

    Raises:
        UnusableInputError: Something is at `target`, or a recipient is no key.
    """
    keys = [_recipient(text) for text in recipients]
    if not keys:
        raise UnusableInputError("name at least one recipient, a public key age1...")
    if target.exists():
        raise UnusableInputError(f"{target} exists; an archive is never overwritten")
    draft = target.with_name(f".{target.name}.part")
    try:
        draft.touch(mode=0o600, exist_ok=False)
        with draft.open("wb") as file:
            _pour(fill, lambda reader: pyrage.encrypt_io(reader, file, keys))
            file.flush()
            os.fsync(file.fileno())
        draft.rename(target)
    except FileExistsError as error:
        raise UnusableInputError(f"{draft} is in the way; remove it if nobody writes it") from error
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    return target.stat().st_size


def read_archive(
    source: Path, *, identities: Sequence[str], into: Path
) -> tuple[bytes, list[Part]]:
    """Decrypt an archive into the empty folder `into`; return its manifest and what was read.

    Raises:
        UnusableInputError: No identity opens it, or it is damaged.
    """
    keys = [_identity(text) for text in identities]
    reading, writing = os.pipe()
    failures: list[Exception] = []

    def decrypt() -> None:
        with source.open("rb") as file, os.fdopen(writing, "wb", buffering=0) as pipe:
            try:
                pyrage.decrypt_io(file, pipe, keys)
            except (pyrage.DecryptError, OSError) as error:
                failures.append(error)

    thread = Thread(target=decrypt, name="decrypt")
    thread.start()
    try:
        with os.fdopen(reading, "rb") as pipe:
            manifest, parts = _unpack(pipe, into)
            while pipe.read(BLOCK):  # the end of the stream is authenticated too
                pass
    except (tarfile.TarError, EOFError) as error:
        thread.join()
        raise _unreadable(source) from (failures[0] if failures else error)
    finally:
        thread.join()
    if failures:
        raise _unreadable(source) from failures[0]
    return manifest, parts


def _unreadable(source: Path) -> UnusableInputError:
    return UnusableInputError(
        f"{source} is no archive for this identity, or it is damaged; nothing was put back"
    )


def _unpack(pipe: BinaryIO, into: Path) -> tuple[bytes, list[Part]]:
    manifest, parts = b"", list[Part]()
    with tarfile.open(fileobj=pipe, mode="r|") as tar:
        for member in tar:
            content = tar.extractfile(member) if member.isreg() else None
            if content is None or not is_safe(member.name) or manifest:
                raise UnusableInputError("the archive holds what no node writes")
            if member.name == MANIFEST:
                manifest = content.read(LONGEST_MANIFEST)
            else:
                parts.append(_write(into / member.name, content, member.name))
    return manifest, parts


def _write(path: Path, content: IO[bytes], name: str) -> Part:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    path.touch(mode=0o600, exist_ok=False)
    with path.open("wb") as file:
        while block := content.read(BLOCK):
            digest.update(block)
            size += len(block)
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
    return Part(name=name, size=size, sha256=digest.hexdigest())


def _pour(fill: Callable[[Writer], None], drain: Callable[[BinaryIO], None]) -> None:
    """Let `fill` write a tar file that `drain` reads at the same time, on a thread of its own.

    `fill` stays on the caller's thread: it reads the database, and connections are per thread.

    Raises:
        Exception: What either of them raised; of both, what ended the reader.
    """
    reading, writing = os.pipe()
    failures: list[BaseException] = []

    def consume() -> None:
        try:
            with os.fdopen(reading, "rb") as pipe:
                drain(pipe)
        except BaseException as error:
            failures.append(error)

    thread = Thread(target=consume, name="archive")
    thread.start()
    try:
        with (
            os.fdopen(writing, "wb") as pipe,
            tarfile.open(fileobj=pipe, mode="w|", format=tarfile.PAX_FORMAT) as tar,
        ):
            fill(Writer(tar))
    except BrokenPipeError as error:
        thread.join()
        failures.append(error)
    finally:
        thread.join()
    if failures:
        raise failures[0]


class _Hashing(io.RawIOBase):
    """Reads a file, and hashes what is read."""

    def __init__(self, inner: IO[bytes]) -> None:
        self._inner = inner
        self.digest = hashlib.sha256()

    def read(self, size: int = -1, /) -> bytes:
        block = self._inner.read(size)
        self.digest.update(block)
        return block


def _card(name: str, size: int) -> tarfile.TarInfo:
    """Return a tar header without owner and time: they would tell of people and hours."""
    card = tarfile.TarInfo(name)
    card.size, card.mode = size, 0o600
    return card


def _recipient(text: str) -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError as error:
        raise UnusableInputError(f"{text!r} is no public key age1...") from error


def _identity(text: str) -> pyrage.x25519.Identity:
    try:
        return pyrage.x25519.Identity.from_str(text)
    except pyrage.IdentityError as error:
        raise UnusableInputError("the identity file holds no AGE-SECRET-KEY-1...") from error
