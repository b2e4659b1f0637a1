"""Who passes the notices of a privacy officer on to recipients; a room above registers itself."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from schakel.kernel.registry import Registry


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A notice: to whom, about what (the kind of the request, or `breach`), and in which envelopes
    he got what it is about."""

    notice: UUID
    recipient: str
    about: str
    envelopes: tuple[UUID, ...]


# Called in the transaction in which the notice is made.
Teller = Callable[..., None]
tellers: Registry[Teller] = Registry("teller of recipients")
