"""Which way a leg of a thread went."""

from enum import StrEnum


class Direction(StrEnum):
    """Which way a leg went, seen from this node."""

    IN = "in"
    OUT = "out"
    OWN = "own"
