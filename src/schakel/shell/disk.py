"""What is on disk and stays there: a file and the folder that names it, through a power cut."""

import os
from pathlib import Path


def settle(draft: Path, final: Path) -> None:
    """Give a file that was written whole its name; both are on disk when this returns.

    Syncing the file alone keeps its bytes; its name is in the folder, which is synced by itself.

    Source: fsync(2), "Calling fsync() does not necessarily ensure that the entry in the directory
        containing the file has also reached disk".
    """
    sync(draft)
    draft.replace(final)
    sync(final.parent)


def sync(path: Path) -> None:
    """Wait until the bytes of a file, or the names in a folder, are on disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(folder: Path) -> Path:
    """Return a folder for the owner alone, made unless it is there, with its name on disk."""
    if not folder.is_dir():
        above = folder.parent if folder.parent.is_dir() else make_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
        sync(above)
    return folder
