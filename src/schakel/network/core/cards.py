"""What nodes tell each other about themselves."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from schakel.kernel.errors import UnusableInputError


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeCard:
    """A node as its partners know it; keys are JSON Web Keys (RFC 7517), public part only."""

    code: str
    name_en: str
    name_nl: str
    country: str
    time_zone: str
    url: str
    signing_key: Mapping[str, str]
    encryption_key: Mapping[str, str]
    protocol: str

    def to_json(self) -> dict[str, Any]:
        """Return the card as a value of JSON."""
        return {key: dict(v) if isinstance(v, Mapping) else v for key, v in asdict(self).items()}


def read_card(given: object) -> NodeCard:
    """Return the card in `given`, the value of a JSON document.

    Raises:
        UnusableInputError: A field is missing or of the wrong kind.
    """
    fields = NodeCard.__dataclass_fields__
    if not isinstance(given, Mapping) or set(fields) - set(given):
        raise UnusableInputError("a node card has the fields " + ", ".join(fields))
    values = {name: given[name] for name in fields}
    keys = ("signing_key", "encryption_key")
    if not all(isinstance(values[name], Mapping) for name in keys):
        raise UnusableInputError("the keys of a node card are JSON Web Keys")
    if not all(isinstance(value, str) for name, value in values.items() if name not in keys):
        raise UnusableInputError("the fields of a node card are texts")
    return NodeCard(**values)
