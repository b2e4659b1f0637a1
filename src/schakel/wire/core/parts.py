"""Large files travel in parts: how many there are, which are missing, and their digest tree.

The tree is that of RFC 9162, section 2.1, over the parts of the ciphertext in their order.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from schakel.heads.core.merkle import root_of
from schakel.wire.core.errors import EnvelopeRefusedError

PART = 8 * (1024 * 1024 + 16)  # bytes of ciphertext: eight chunks
SMALLEST_PART, LARGEST_PART = 65_536, 64 * 1024 * 1024  # bytes
LARGEST_FILE = 21 * 1024**3  # bytes of ciphertext; 20 GB of evidence fit
MOST_PARTS = 65_536
MOST_RANGES = 1_000  # of missing parts in one answer
HASH = 32  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A ciphertext of `size` bytes in parts of `part` bytes, the last one shorter or equal."""

    size: int
    part: int

    def __post_init__(self) -> None:
        """Refuse what no node has to take.

        Raises:
            EnvelopeRefusedError: `exchange.too-large`.
        """
        fits = 0 < self.size <= LARGEST_FILE and SMALLEST_PART <= self.part <= LARGEST_PART
        if not fits or self.count > MOST_PARTS:
            raise EnvelopeRefusedError("exchange.too-large")

    @property
    def count(self) -> int:
        """Return how many parts there are."""
        return -(-self.size // self.part)

    def length(self, number: int) -> int:
        """Return how many bytes a part has.

        Raises:
            EnvelopeRefusedError: `exchange.bad-shape`: there is no such part.
        """
        if not 0 <= number < self.count:
            raise EnvelopeRefusedError("exchange.bad-shape")
        return min(self.part, self.size - number * self.part)


def split_leaves(joined: bytes, *, layout: Layout, root: str) -> list[bytes]:
    """Return the hashes of the parts, when they make the tree that was named.

    Args:
        joined: 32 bytes for each part, in order.
        layout: How the ciphertext is parted.
        root: Root of the tree, hexadecimal.

    Raises:
        EnvelopeRefusedError: `exchange.file-damaged`.
    """
    leaves = [joined[at : at + HASH] for at in range(0, len(joined), HASH)]
    if len(joined) != layout.count * HASH or root_of(leaves).hex() != root:
        raise EnvelopeRefusedError("exchange.file-damaged")
    return leaves


def missing_ranges(there: Collection[int], *, count: int) -> list[tuple[int, int]]:
    """Return the parts that are missing as pairs of first and last number, at most a thousand."""
    found: list[tuple[int, int]] = []
    for number in range(count):
        if number in there:
            continue
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        elif len(found) == MOST_RANGES:
            break
        else:
            found.append((number, number))
    return found


def numbers_in(ranges: object, *, count: int) -> Iterator[int]:
    """Yield the numbers of parts in what a receiver answered.

    Raises:
        ValueError: It is not a list of pairs of numbers of parts.
    """
    if not isinstance(ranges, list) or len(ranges) > MOST_RANGES:
        raise ValueError("not ranges")
    for pair in ranges:
        if not isinstance(pair, list) or len(pair) != 2:
            raise ValueError("not a range")
        first, last = pair
        if not isinstance(first, int) or not isinstance(last, int) or last >= count:
            raise ValueError("not numbers of parts")
        yield from range(max(first, 0), last + 1)
