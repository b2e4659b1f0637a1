"""The list by which a node answers hit or no hit without seeing the question."""

import hashlib
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass

TAG_BYTES = 12  # 96 bits: a false hit about once in 10^24 comparisons with a million entries
SMALLEST_LIST = 1_024  # entries; a list never tells that a node holds few
POINTS_PER_QUESTION = 20  # a question always carries this many points, whatever it asks


class UnusableTagListError(ValueError):
    """A list of tags that is not whole multiples of a tag, sorted, without repeats."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TagList:
    """Outputs of the pseudorandom function over everything a node would own up to, and padding.

    `epoch` names the key (a month, `2026-11`); `tags` are sorted, each `TAG_BYTES` long.
    """

    epoch: str
    tags: tuple[bytes, ...]

    def to_bytes(self) -> bytes:
        """Return the tags one after the other."""
        return b"".join(self.tags)

    @property
    def digest(self) -> str:
        """Return the SHA-256 (hexadecimal) of epoch and tags."""
        return hashlib.sha256(self.epoch.encode() + b"\n" + self.to_bytes()).hexdigest()

    @classmethod
    def from_bytes(cls, *, epoch: str, content: bytes) -> "TagList":
        """Return the list written in `content`.

        Raises:
            UnusableTagListError: The content is not such a list.
        """
        tags = tuple(
            content[start : start + TAG_BYTES] for start in range(0, len(content), TAG_BYTES)
        )
        if len(content) % TAG_BYTES or list(tags) != sorted(set(tags)):
            raise UnusableTagListError("not a sorted list of whole tags")
        return cls(epoch=epoch, tags=tags)


def build_list(*, epoch: str, keys: Iterable[str], evaluate: Callable[[bytes], bytes]) -> TagList:
    """Return the list for `keys`, padded to the next power of two.

    The padding comes from the same function, so that nobody else can tell it from entries, and a
    list built again is the same list.

    Args:
        epoch: Name of the key.
        keys: Comparison keys of what the node holds; repeats are harmless.
        evaluate: The pseudorandom function of this epoch, at least `TAG_BYTES` long.
    """
    real = {evaluate(key.encode())[:TAG_BYTES] for key in set(keys)}
    size = padded_size(len(real))
    number = 0
    while len(real) < size:
        real.add(evaluate(b"padding:%d" % number)[:TAG_BYTES])
        number += 1
    return TagList(epoch=epoch, tags=tuple(sorted(real)))


def padded_size(entries: int) -> int:
    """Return how long a list of so many entries is: a power of two, at least `SMALLEST_LIST`."""
    return max(SMALLEST_LIST, 1 << max(entries - 1, 0).bit_length())


def is_hit(output: bytes, tags: TagList) -> bool:
    """Tell whether an unblinded output stands in the list."""
    tag = output[:TAG_BYTES]
    place = bisect_left(tags.tags, tag)
    return place < len(tags.tags) and tags.tags[place] == tag
