"""A ledger of one direction of a link, as its lines."""

from dataclasses import asdict, dataclass
from typing import Any

MOST_LINES = 200  # of one answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One number of a ledger: ids, digests and codes.

    `digest` is what the next envelope names as the one before it; of an empty message, that of the
    envelope it stands for. `prev` is what this envelope names.
    """

    seq: int
    id: str
    digest: str
    prev: str
    kind: str
    thread: str
    state: str

    def to_json(self) -> dict[str, Any]:
        """Return the line as a value of JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An answer about a ledger: its highest number, up to where it has no gap, and some lines."""

    last: int
    complete: int
    lines: tuple[Line, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the answer as a value of JSON."""
        lines = [line.to_json() for line in self.lines]
        return {"last": self.last, "complete": self.complete, "lines": lines}
