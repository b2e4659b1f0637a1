"""The Merkle tree of the log.

Source: RFC 9162 (and RFC 6962), section 2.1. Leaves and nodes are hashed with different first
bytes, so that a leaf can never pass for a node.
"""

import hashlib
from collections.abc import Callable, Sequence

EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(content: bytes) -> bytes:
    """Return the hash of one leaf (32 bytes)."""
    return hashlib.sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of the node above two hashes (32 bytes)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Return the root of the tree over leaf hashes, in order (32 bytes)."""
    growing = Frontier()
    for leaf in leaves:
        growing.append(leaf)
    return growing.root()


class Frontier:
    """The right edge of a growing tree: enough to append and to say the root, in log space."""

    def __init__(self) -> None:
        self.size = 0
        self._edge: list[tuple[int, bytes]] = []  # (level, hash), largest first

    def append(self, leaf: bytes) -> list[tuple[int, int, bytes]]:
        """Add one leaf hash; return the nodes that became complete as (level, index, hash)."""
        made = [(0, self.size, leaf)]
        level, current = 0, leaf
        while self._edge and self._edge[-1][0] == level:
            current = node_hash(self._edge.pop()[1], current)
            level += 1
            made.append((level, self.size >> level, current))
        self._edge.append((level, current))
        self.size += 1
        return made

    def root(self) -> bytes:
        """Return the root of what was appended so far."""
        if not self._edge:
            return EMPTY_ROOT
        current = self._edge[-1][1]
        for _, left in reversed(self._edge[:-1]):
            current = node_hash(left, current)
        return current

    @classmethod
    def resume(cls, size: int, node: Callable[[int, int], bytes]) -> "Frontier":
        """Return the frontier of a tree of `size` leaves whose complete nodes `node` can tell.

        Args:
            size: Number of leaves.
            node: Gives the hash of the complete node at (level, index).
        """
        frontier = cls()
        frontier.size = size
        start = 0
        for level in range(size.bit_length() - 1, -1, -1):
            if size >> level & 1:
                frontier._edge.append((level, node(level, start >> level)))
                start += 1 << level
        return frontier


def inclusion_proof(index: int, size: int, root: Callable[[int, int], bytes]) -> list[bytes]:
    """Return the audit path of leaf `index` in the tree of `size` leaves.

    Args:
        index: Of the leaf, from 0.
        size: Number of leaves; more than `index`.
        root: Gives the root over the leaves from (including) to (excluding).

    Raises:
        ValueError: The leaf is not in the tree.

    Source: RFC 9162, section 2.1.3.1.
    """
    if not 0 <= index < size:
        raise ValueError("the leaf is not in the tree")
    start, end, path = 0, size, []
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(root(middle, end))
            end = middle
        else:
            path.append(root(start, middle))
            start = middle
    return path[::-1]


def is_included(*, leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Tell whether `path` proves that `leaf` is number `index` under `root`.

    Source: RFC 9162, section 2.1.3.2.
    """
    if not 0 <= index < size:
        return False
    position, last, current = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if position & 1 or position == last:
            current = node_hash(sibling, current)
            while not position & 1 and position:
                position >>= 1
                last >>= 1
        else:
            current = node_hash(current, sibling)
        position >>= 1
        last >>= 1
    return last == 0 and current == root


def _split(size: int) -> int:
    """Return the largest power of two smaller than `size`."""
    return 1 << (size - 1).bit_length() - 1
