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
            position, last = _above_left_edge(position, last)
        else:
            current = node_hash(current, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and current == root


def consistency_proof(old: int, new: int, root: Callable[[int, int], bytes]) -> list[bytes]:
    """Return the hashes that prove that the first `old` of `new` leaves were kept as they were.

    Args:
        old: Number of leaves of the older tree, at least 1.
        new: Number of leaves of the newer tree, at least `old`.
        root: Gives the root over the leaves from (including) to (excluding).

    Raises:
        ValueError: The older tree is empty, or larger than the newer one.

    Source: RFC 9162, section 2.1.4.1.
    """
    if not 0 < old <= new:
        raise ValueError("the older tree is empty or larger than the newer one")
    start, end, is_whole, path = 0, new, True, []
    while end != old:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(root(middle, end))
            end = middle
        else:
            path.append(root(start, middle))
            start, is_whole = middle, False
    if not is_whole:
        path.append(root(start, end))
    return path[::-1]


def is_consistent(
    *, old: int, old_root: bytes, new: int, new_root: bytes, path: Sequence[bytes]
) -> bool:
    """Tell whether `path` proves that the tree of `new` leaves began as the tree of `old` leaves.

    Source: RFC 9162, section 2.1.4.2.
    """
    if not 0 < old <= new:
        return False
    if old == new:
        return not path and old_root == new_root
    hashes = [old_root, *path] if old & (old - 1) == 0 else list(path)
    if not hashes:
        return False
    position, last = old - 1, new - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    old_now = new_now = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            old_now, new_now = node_hash(sibling, old_now), node_hash(sibling, new_now)
            position, last = _above_left_edge(position, last)
        else:
            new_now = node_hash(new_now, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and old_now == old_root and new_now == new_root


def range_root(start: int, end: int, node: Callable[[int, int], bytes]) -> bytes:
    """Return the root over the leaves from `start` to before `end`, from complete nodes.

    Args:
        start: First leaf; a multiple of the largest power of two within the range.
        end: Leaf after the last one.
        node: Gives the hash of the complete node at (level, index).

    Raises:
        ValueError: The range is empty.
    """
    size = end - start
    if size < 1:
        raise ValueError("a range holds at least one leaf")
    if size & (size - 1) == 0:
        return node(size.bit_length() - 1, start // size)
    middle = start + _split(size)
    return node_hash(range_root(start, middle, node), range_root(middle, end, node))


def _above_left_edge(position: int, last: int) -> tuple[int, int]:
    """Return both numbers where the node at `position` is a right child, or at the top."""
    while not position & 1 and position:
        position, last = position >> 1, last >> 1
    return position, last


def _split(size: int) -> int:
    """Return the largest power of two smaller than `size`."""
    return 1 << (size - 1).bit_length() - 1
