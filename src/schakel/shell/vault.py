"""Originals under their SHA-256, each encrypted under a key of its own; none is ever changed.

The format is age (v1), one X25519 identity per file: an authenticated stream, in bounded memory.
The identity lies in the store of data keys, apart from the file. A file from before this was so is
plain, and is read as long as its bytes are those that its name says.
"""

import fcntl
import hashlib
import io
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import BinaryIO

import pyrage
from django.conf import settings

from schakel.shell import datakeys, disk

BLOCK = 1 << 20  # bytes
MAGIC = b"age-encryption.org/v1"


def put(chunks: Iterable[bytes]) -> tuple[str, int]:
    """Keep the joined `chunks`; return their SHA-256 (hexadecimal) and size in bytes.

    A file gets its name only when it is whole; file, name and key are on disk when this returns.
    Twice the same is harmless.
    """
    plain = _Counted(iter(chunks))
    identity = pyrage.x25519.Identity.generate()
    with tempfile.NamedTemporaryFile(dir=_root(), delete=False) as draft:
        try:
            try:
                pyrage.encrypt_io(plain, draft, [identity.to_public()])
            except Exception as error:
                raise plain.failure or error from None
            draft.flush()
            Path(draft.name).chmod(0o400)
            key = f"{identity}\n{plain.size}\n"
            _give_name(Path(draft.name), plain.digest.hexdigest(), key=key.encode("ascii"))
        except BaseException:
            Path(draft.name).unlink(missing_ok=True)
            raise
    return plain.digest.hexdigest(), plain.size


def _give_name(draft: Path, sha256: str, *, key: bytes) -> None:
    """Put a file and its key in place, unless both are there; one writer at a time."""
    with _alone():
        final = path_of(sha256)
        if final.exists() and datakeys.find_key(sha256) is not None and _is_sealed(final):
            draft.unlink()
            return
        disk.make_folder(final.parent)
        datakeys.destroy_key(sha256)
        datakeys.keep_key(sha256, key)
        disk.settle(draft, final)


def path_of(sha256: str) -> Path:
    """Return where the file with this SHA-256 is, or would be; what is there is encrypted.

    Raises:
        ValueError: `sha256` is not 64 lower-case hexadecimal digits.
    """
    if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
        raise ValueError("a SHA-256 is 64 lower-case hexadecimal digits")
    return _root() / sha256[:2] / sha256


def remove(sha256: str) -> bool:
    """Destroy the key of a file, then the file; return whether either was here."""
    path = path_of(sha256)
    with _alone():
        had_key = datakeys.destroy_key(sha256)
        was_here = path.exists()
        path.unlink(missing_ok=True)
    return was_here or had_key


def is_here(sha256: str) -> bool:
    """Tell whether the file or the key with this SHA-256 is here."""
    return path_of(sha256).exists() or datakeys.find_key(sha256) is not None


def is_readable(sha256: str) -> bool:
    """Tell whether a file is here with its key, or from before files had one."""
    path = path_of(sha256)
    return path.exists() and (datakeys.find_key(sha256) is not None or not _is_sealed(path))


def size_of(sha256: str) -> int:
    """Return how many plain bytes the file with this SHA-256 has.

    Raises:
        FileNotFoundError: It is not here.
    """
    path, key = path_of(sha256), datakeys.find_key(sha256)
    if key is not None and _is_sealed(path):
        return int(key.split()[1])
    return path.stat().st_size


def open_original(sha256: str) -> BinaryIO:
    """Open the bytes with this SHA-256 for reading, from the first on.

    Raises:
        FileNotFoundError: They are not here, or their key was destroyed.
    """
    path, key = path_of(sha256), datakeys.find_key(sha256)
    if key is not None and _is_sealed(path):
        return _decrypting(path, key.split()[0].decode("ascii"))
    with path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() == sha256:
            return path.open("rb")  # from before files were encrypted
    raise FileNotFoundError(sha256)


@contextmanager
def plain_file(sha256: str) -> Iterator[Path]:
    """Give the path of a plain copy, for a program that reads files; it is gone afterwards.

    Raises:
        FileNotFoundError: The bytes are not here, or their key was destroyed.
    """
    with (
        open_original(sha256) as source,
        tempfile.NamedTemporaryFile(dir=_root(), prefix="tmp") as copy,
    ):
        while block := source.read(BLOCK):
            copy.write(block)
        copy.flush()
        yield Path(copy.name)


def seal_plain(at_once: int = 50) -> int:
    """Encrypt files from before files were encrypted; return how many were."""
    done = 0
    for path in _root().glob("??/*"):
        if done < at_once and not _is_sealed(path):
            with path.open("rb") as file:
                put(_blocks(file))
            done += 1
    return done


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    while block := file.read(BLOCK):
        yield block


def _is_sealed(path: Path) -> bool:
    """Tell whether the file at `path` is encrypted.

    Raises:
        FileNotFoundError: There is none.
    """
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


@contextmanager
def _alone() -> Iterator[None]:
    """Let one thread or process at a time put names and keys in place."""
    with datakeys.lock_path().open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class _Counted(io.RawIOBase):
    """Reads chunks as one stream, counts and hashes them, and keeps what went wrong."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks, self._rest = chunks, b""
        self.digest, self.size = hashlib.sha256(), 0
        self.failure: BaseException | None = None

    def read(self, size: int = -1, /) -> bytes:
        """Return at most `size` bytes; empty at the end."""
        try:
            while not self._rest:
                self._rest = bytes(next(self._chunks))
        except StopIteration:
            return b""
        except BaseException as error:
            self.failure = error
            raise
        block, self._rest = self._rest[:size], self._rest[size:]
        self.digest.update(block)
        self.size += len(block)
        return block


def _decrypting(path: Path, identity: str) -> BinaryIO:
    """Return a stream of what is in an encrypted file, decrypted on a thread of its own."""
    file = path.open("rb")
    reading, writing = os.pipe()
    stream = _Decrypted(os.fdopen(reading, "rb"))

    def pour() -> None:
        with file, os.fdopen(writing, "wb", buffering=0) as pipe:
            try:
                pyrage.decrypt_io(file, pipe, [pyrage.x25519.Identity.from_str(identity)])
            except (pyrage.DecryptError, OSError) as error:
                stream.failure = error

    stream.thread = Thread(target=pour, name="vault", daemon=True)
    stream.thread.start()
    return stream  # type: ignore[return-value]


class _Decrypted(io.RawIOBase):
    """The reading end of a decryption; a file that was changed fails at its end, not silently."""

    failure: Exception | None = None
    thread: Thread

    def __init__(self, pipe: BinaryIO) -> None:
        self._pipe = pipe

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def read(self, size: int = -1, /) -> bytes:
        """Return at most `size` bytes; empty at the end.

        Raises:
            OSError: The file is not what was put in.
        """
        block = self._pipe.read(size)
        if not block or size < 0:
            self.thread.join()
            if self.failure is not None:
                raise OSError("a file of the vault was changed") from self.failure
        return block

    def close(self) -> None:
        """End it, also before all was read."""
        if not self.closed:
            self._pipe.close()
            self.thread.join()
        super().close()


def _root() -> Path:
    root = Path(settings.SCHAKEL_HOME) / "vault"
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    return root
