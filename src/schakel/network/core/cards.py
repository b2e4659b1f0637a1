"""What nodes tell each other about themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from schakel.kernel.errors import UnusableInputError
from schakel.kernel.moments import from_wire, to_wire

TEXTS = ("code", "name_en", "name_nl", "country", "time_zone", "url", "protocol")
KEYS = ("signing_key", "encryption_key")


@dataclass(frozen=True, slots=True, kw_only=True)
class Revocation:
    """From when a key counts for nothing, and what it signed before on the link to this node.

    `last` and `digest` are the number and the digest of the last envelope that its owner signed
    with it, 0 and empty when there was none.
    """

    at: datetime
    last: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OlderKey:
    """A signing key that a partner used before: accepted until a moment, unless it was revoked."""

    kid: str
    x: str
    until: datetime
    revoked: Revocation | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the key as a value of JSON."""
        revoked = self.revoked
        return {
            "kid": self.kid,
            "x": self.x,
            "until": to_wire(self.until),
            "revoked": revoked
            and {"at": to_wire(revoked.at), "last": revoked.last, "digest": revoked.digest},
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeCard:
    """A node as its partners know it; keys are JSON Web Keys (RFC 7517), public part only.

    `older_keys` is what this node remembers of a partner; it is on no card that travels.
    `capabilities` is what the partner last said that it can do, when it was `heard` at all.
    """

    code: str
    name_en: str
    name_nl: str
    country: str
    time_zone: str
    url: str
    signing_key: Mapping[str, str]
    encryption_key: Mapping[str, str]
    protocol: str
    older_keys: tuple[OlderKey, ...] = ()
    capabilities: Mapping[str, str] = field(default_factory=dict)
    heard: bool = False

    def lacks(self, capability: str) -> bool:
        """Tell whether the partner said what it can do, and not this; "" is lacked by nobody."""
        return bool(capability) and self.heard and capability not in self.capabilities

    def to_json(self) -> dict[str, Any]:
        """Return the card as a value of JSON."""
        texts: dict[str, Any] = {name: getattr(self, name) for name in TEXTS}
        return texts | {name: dict(getattr(self, name)) for name in KEYS}

    def find_older(self, kid: str) -> OlderKey | None:
        """Return the key named `kid` that the partner used before, or None."""
        return next((key for key in self.older_keys if key.kid == kid), None)


def read_card(given: object) -> NodeCard:
    """Return the card in `given`, the value of a JSON document.

    Raises:
        UnusableInputError: A field is missing or of the wrong kind.
    """
    if not isinstance(given, Mapping) or {*TEXTS, *KEYS} - set(given):
        raise UnusableInputError("a node card has the fields " + ", ".join((*TEXTS, *KEYS)))
    if not all(isinstance(given[name], Mapping) for name in KEYS):
        raise UnusableInputError("the keys of a node card are JSON Web Keys")
    if not all(isinstance(given[name], str) for name in TEXTS):
        raise UnusableInputError("the fields of a node card are texts")
    return NodeCard(**{name: given[name] for name in (*TEXTS, *KEYS)})


def read_older_key(given: Mapping[str, Any]) -> OlderKey:
    """Return a key that `OlderKey.to_json` wrote."""
    revoked = given["revoked"]
    return OlderKey(
        kid=given["kid"],
        x=given["x"],
        until=from_wire(given["until"]),
        revoked=Revocation(
            at=from_wire(revoked["at"]), last=revoked["last"], digest=revoked["digest"]
        )
        if revoked
        else None,
    )
