"""What two nodes say to each other about their link: codes, moments, digests and public keys.

Statements are no envelopes: they must pass before a link is active, and while a line of envelopes
stands still. `docs/reference/protocol.md` describes them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from schakel.kernel.moments import to_wire
from schakel.wire.core.envelope import VERSION
from schakel.wire.core.errors import EnvelopeRefusedError
from schakel.wire.core.sealed import SUITE
from schakel.wire.core.shapes import (
    DIGEST,
    NODE,
    bytes_of,
    count_of,
    list_of,
    match_of,
    moment_of,
    text_of,
)

MOST_WORDS = 100  # versions, suites or capabilities


class Deed(StrEnum):
    """What a statement does."""

    HELLO = "hello"  # tells versions and capabilities
    CONFIRM = "confirm"  # the administrators compared the keys
    KEYS = "keys"  # new keys, signed with the old one
    REVOKE = "revoke"  # a key of the signer counts for nothing any more
    HEARD = "heard"  # the answer to each of these


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkStatement:
    """One signed statement; `details` are those of its deed, as texts and counts."""

    sender: str
    to: str
    at: datetime
    deed: Deed
    details: Mapping[str, Any]
    versions: tuple[str, ...] = (VERSION,)
    suites: tuple[int, ...] = (SUITE,)
    capabilities: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return the value that is signed."""
        return {
            "from": self.sender,
            "to": self.to,
            "at": to_wire(self.at),
            "deed": self.deed.value,
            "versions": list(self.versions),
            "suites": list(self.suites),
            "capabilities": dict(self.capabilities),
            **self.details,
        }


def read_link_statement(given: object) -> LinkStatement:
    """Return the statement in a verified payload; names that its deed does not have are left out.

    Raises:
        EnvelopeRefusedError: `exchange.bad-shape`.
    """
    try:
        if not isinstance(given, Mapping):
            raise ValueError("not a statement")
        deed = Deed(given["deed"])
        capabilities = given["capabilities"]
        if not isinstance(capabilities, Mapping) or len(capabilities) > MOST_WORDS:
            raise ValueError("capabilities")
        return LinkStatement(
            sender=match_of(given["from"], NODE),
            to=match_of(given["to"], NODE),
            at=moment_of(given["at"]),
            deed=deed,
            details={
                **{name: read(given[name]) for name, read in DETAILS[deed].items()},
                **{
                    name: read(given[name])
                    for name, read in OPTIONAL.get(deed, {}).items()
                    if name in given
                },
            },
            versions=tuple(text_of(one) for one in list_of(given["versions"], most=MOST_WORDS)),
            suites=tuple(count_of(one) for one in list_of(given["suites"], most=MOST_WORDS)),
            capabilities={text_of(k): text_of(v) for k, v in capabilities.items()},
        )
    except (KeyError, TypeError, ValueError) as error:
        raise EnvelopeRefusedError("exchange.bad-shape") from error


def common_version(versions: tuple[str, ...]) -> str:
    """Return the highest version that both speak; without one, the highest of the other side."""
    if VERSION in versions:
        return VERSION
    return max(versions, default="0")[:10]


def _key(value: object) -> str:
    text = text_of(value)
    if len(bytes_of(text)) != 32:
        raise ValueError("not a key")
    return text


def _digest_or_empty(value: object) -> str:
    return "" if value == "" else match_of(value, DIGEST)


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("not a flag")
    return value


DETAILS: dict[Deed, dict[str, Any]] = {
    Deed.HELLO: {},
    Deed.CONFIRM: {
        "mine": lambda value: match_of(value, DIGEST),
        "yours": lambda value: match_of(value, DIGEST),
    },
    Deed.KEYS: {"signing": _key, "encryption": _key, "until": lambda v: to_wire(moment_of(v))},
    Deed.REVOKE: {"kid": text_of, "last": count_of, "digest": _digest_or_empty},
    Deed.HEARD: {"of": lambda value: match_of(value, DIGEST), "confirmed": _flag},
}
OPTIONAL: dict[Deed, dict[str, Any]] = {Deed.HELLO: {"knows": text_of}}
