"""What a node does by itself: each chore is a function that the worker calls again and again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from schakel.kernel.registry import Registry


@dataclass(frozen=True, slots=True, kw_only=True)
class Chore:
    """One thing to do every `seconds`; `run` takes the moment and returns how much it did.

    `finish`, when there is one, is called once as the worker stops in peace.

    A chore does little at a time and owns its transactions: the worker may be killed at any point.
    """

    seconds: float
    run: Callable[[datetime], int]
    finish: Callable[[datetime], int] | None = None


chores: Registry[Chore] = Registry("chore")
