"""Parts of large files that come in: each checked and on disk before it counts.

While it is incomplete a file lies as `<root>.parts` beside `<root>.leaves` (the hashes of its
parts, after a line that says how long it is) and `<root>.have` (the numbers of the parts that are
on disk, four bytes each). A power cut costs at most the part that was being written.
"""

import hashlib
import os
import shutil
from pathlib import Path

from schakel.shell import disk
from schakel.wire.actions.blobs import blob_folder, blob_path
from schakel.wire.core.errors import EnvelopeRefusedError
from schakel.wire.core.parts import HASH, Layout, missing_ranges, split_leaves

NUMBER = 4  # bytes


def begin_parts(*, root: str, layout: Layout, leaves: bytes) -> list[tuple[int, int]]:
    """Take in the hashes of the parts of a file; return the ranges of parts that are missing.

    Raises:
        EnvelopeRefusedError: `exchange.file-damaged` or `exchange.no-room`.
    """
    split_leaves(leaves, layout=layout, root=root)
    if blob_path(root).exists():
        return []
    path = _beside(root, "leaves")
    if not path.exists():
        if shutil.disk_usage(blob_folder()).free < layout.size:
            raise EnvelopeRefusedError("exchange.no-room")
        draft = path.with_suffix(f".draft{os.getpid()}")
        draft.write_bytes(f"{layout.size} {layout.part}\n".encode() + leaves)
        disk.settle(draft, path)
    elif _read(root)[0] != layout:
        raise EnvelopeRefusedError("exchange.file-damaged")
    return missing_ranges(_have(root), count=layout.count)


def keep_part(*, root: str, number: int, content: bytes) -> bool:
    """Keep one part; tell whether the file is whole now. The same part again changes nothing.

    Raises:
        EnvelopeRefusedError: `exchange.file-missing`: the hashes did not come first;
            `exchange.file-damaged`: it is not the part that they name.
    """
    if blob_path(root).exists():
        return True
    layout, leaves = _read(root)
    if len(content) != layout.length(number) or _leaf_hash(content) != leaves[number]:
        raise EnvelopeRefusedError("exchange.file-damaged")
    if number not in _have(root):
        _write(root, content, at=number * layout.part)
        _note(root, number)
    if len(_have(root)) < layout.count:
        return False
    disk.settle(_beside(root, "parts"), blob_path(root))
    for name in ("have", "leaves"):
        _beside(root, name).unlink(missing_ok=True)
    return True


def _leaf_hash(content: bytes) -> bytes:
    """Return the hash of a leaf of RFC 9162, without another copy of the part in memory."""
    digest = hashlib.sha256(b"\x00")
    digest.update(content)
    return digest.digest()


def _write(root: str, content: bytes, *, at: int) -> None:
    file = os.open(_beside(root, "parts"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        written = 0
        while written < len(content):
            written += os.pwrite(file, content[written:], at + written)
        os.fdatasync(file)
    finally:
        os.close(file)


def _note(root: str, number: int) -> None:
    """Note that a part is on disk, once: who sends the same for ever fills nothing."""
    with _beside(root, "have").open("ab") as have:
        have.write(number.to_bytes(NUMBER))
        have.flush()
        os.fsync(have.fileno())


def _read(root: str) -> tuple[Layout, list[bytes]]:
    try:
        head, _, leaves = _beside(root, "leaves").read_bytes().partition(b"\n")
    except FileNotFoundError as error:
        raise EnvelopeRefusedError("exchange.file-missing") from error
    size, part = (int(word) for word in head.split())
    layout = Layout(size=size, part=part)
    return layout, [leaves[at : at + HASH] for at in range(0, len(leaves), HASH)]


def _have(root: str) -> set[int]:
    """Return the parts that are on disk; half a number, after a power cut, is none."""
    path = _beside(root, "have")
    joined = path.read_bytes() if path.exists() else b""
    whole = len(joined) - len(joined) % NUMBER
    return {int.from_bytes(joined[at : at + NUMBER]) for at in range(0, whole, NUMBER)}


def _beside(root: str, kind: str) -> Path:
    return blob_path(root).with_name(f"{root}.{kind}")
