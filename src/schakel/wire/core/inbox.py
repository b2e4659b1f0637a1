"""Which numbers of a link were taken, and which are missing."""

from dataclasses import dataclass, field

WINDOW = 10_000  # numbers beyond the last complete one; more would let a partner fill the disk


@dataclass(frozen=True, slots=True)
class Inbox:
    """The numbers taken on one link: all up to `complete`, and those in `early` beyond a gap."""

    complete: int = 0
    early: frozenset[int] = frozenset()

    def has(self, number: int) -> bool:
        """Tell whether `number` was taken before."""
        return number <= self.complete or number in self.early

    def is_near(self, number: int) -> bool:
        """Tell whether `number` is close enough to be kept until the gap before it closes."""
        return number <= self.complete + WINDOW

    def missing(self, *, most: int = WINDOW) -> tuple[int, ...]:
        """Return the numbers before the highest one taken that did not come, lowest first.

        Args:
            most: How many to return at most.
        """
        last = max(self.early, default=self.complete)
        gaps = (n for n in range(self.complete + 1, last) if n not in self.early)
        return tuple(n for n, _ in zip(gaps, range(most), strict=False))


def receive(inbox: Inbox, number: int) -> Inbox:
    """Return the inbox after `number` came; the same one again changes nothing.

    Raises:
        ValueError: The number is below 1, or too far beyond the gap.
    """
    if number < 1 or not inbox.is_near(number):
        raise ValueError("not a number of this window")
    if inbox.has(number):
        return inbox
    early = set(inbox.early) | {number}
    complete = inbox.complete
    while complete + 1 in early:
        complete += 1
        early.remove(complete)
    return Inbox(complete, frozenset(early))


@dataclass(slots=True)
class Chain:
    """What the envelopes that are kept on a link name as the one before each.

    `ends` holds, by number, what the next envelope must name; `begins` what an envelope names.
    """

    ends: dict[int, str] = field(default_factory=dict)
    begins: dict[int, str] = field(default_factory=dict)

    def fits(self, number: int, *, prev: str, digest: str) -> bool:
        """Tell whether an envelope stands between those beside it, as far as they are here.

        One that does not is of another history of the link than what this node has: the sender, or
        an older backup of it, gave numbers out twice.
        """
        before = self.ends.get(number - 1, prev)
        return before == prev and self.begins.get(number + 1, digest) == digest

    def add(self, number: int, *, prev: str, digest: str) -> None:
        """Note an envelope that is kept."""
        self.begins[number], self.ends[number] = prev, digest
