"""How this room reaches partners: a higher room, which knows the line, registers itself."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from schakel.kernel.registry import Registry

COSIGN, HEADS = "log.cosign", "log.heads"  # kinds of question


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A way to ask partners.

    `list_nodes` gives the codes of the linked nodes; `ask` takes `node`, `kind`, `body` and `now`,
    puts the question, and returns its answer or raises `SchakelError`.
    """

    list_nodes: Callable[[], Sequence[str]]
    ask: Callable[..., Mapping[str, Any]]


lines: Registry[Line] = Registry("line to partners")
