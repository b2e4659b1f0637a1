"""Data keys: one for each thing that is encrypted, in a store apart from what they open.

Whoever has a copy of the data and not of this store reads nothing; whoever destroys a key makes an
end of every copy of what it opened, wherever it lies, but for the copies of the store itself.
"""

import os
from pathlib import Path

from django.conf import settings

from schakel.shell import disk
from schakel.shell.home import write_once

FOLDER = "datakeys"


def keep_key(name: str, content: bytes) -> None:
    """Write a key durably, unless one of this name is there."""
    path = _path(name)
    disk.make_folder(path.parent)
    write_once(path, content)
    disk.sync(path.parent)


def find_key(name: str) -> bytes | None:
    """Return a key, or None when it was destroyed or never was here."""
    return read_key(Path(settings.SCHAKEL_HOME), name)


def read_key(home: Path, name: str) -> bytes | None:
    """Return a key of another home, one that is being put back, or None."""
    try:
        return (home / FOLDER / name[:2] / name).read_bytes()
    except FileNotFoundError:
        return None


def list_keys(prefix: str) -> list[str]:
    """Return the names of the keys that begin with `prefix`, of two letters or more."""
    folder = Path(settings.SCHAKEL_HOME) / FOLDER / prefix[:2]
    return sorted(path.name for path in folder.glob(f"{prefix}*"))


def destroy_key(name: str) -> bool:
    """Destroy a key; return whether it was here.

    Its bytes are overwritten first; what a disk or file system keeps of them besides is its own.
    """
    path = _path(name)
    try:
        with path.open("r+b") as file:
            file.write(b"\0" * os.fstat(file.fileno()).st_size)
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    except FileNotFoundError:
        return False
    return True


def lock_path() -> Path:
    """Return the file by which programs wait for each other at the store."""
    folder = Path(settings.SCHAKEL_HOME) / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / ".lock"


def _path(name: str) -> Path:
    return Path(settings.SCHAKEL_HOME) / FOLDER / name[:2] / name
