"""What an instrument is; each lives in a module of its own under `instruments/`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from schakel.clocks.core.timing import Timing
from schakel.kernel.registry import Registry
from schakel.network.core.carriers import Carrier


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of the form: what the law calls it, its article, and whether it must be filled."""

    name: str
    article: str
    required: bool
    verified: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A ground for refusal: its code in the law."""

    code: str
    article: str
    verified: str


class Instrument(Protocol):
    """The law under which a request is made."""

    name: str
    carrier: Carrier
    carrier_source: str
    carrier_verified: str
    fields: tuple[Field, ...]
    grounds: tuple[Ground, ...]
    timing: Timing
    urgencies: tuple[str, ...]

    def missing(self, values: Mapping[str, str]) -> tuple[Field, ...]:
        """Return the fields without which the request may not be sent."""
        ...


instruments: Registry[Instrument] = Registry("instrument")
