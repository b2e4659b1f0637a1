"""Why an envelope is not taken: one stable code each.

`docs/reference/exchange-errors.md` is this file as a table; a test compares the two.
"""

from dataclasses import dataclass
from typing import ClassVar

from schakel.kernel.errors import SchakelError


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a code means; `passing` when sending the same again later may succeed."""

    text: str
    passing: bool = False


REFUSALS: dict[str, Refusal] = {
    "exchange.not-an-envelope": Refusal("The outer object is not a sealed envelope."),
    "exchange.truncated": Refusal("The sealed text ends too early.", passing=True),
    "exchange.too-large": Refusal("The request or the envelope is larger than this node takes."),
    "exchange.unknown-suite": Refusal("This node does not speak the suite of algorithms."),
    "exchange.unknown-version": Refusal("This node does not speak the version of the protocol."),
    "exchange.unknown-critical": Refusal("A field marked as critical is not known here."),
    "exchange.wrong-recipient": Refusal("The envelope is for another node."),
    "exchange.not-decrypted": Refusal("No key of this node opens the envelope."),
    "exchange.unknown-sender": Refusal("No linked node signed this.", passing=True),
    "exchange.key-revoked": Refusal("The key that signed this was revoked before."),
    "exchange.other-keys": Refusal("The statement is about other keys than these."),
    "exchange.bad-shape": Refusal("The signed content is not of the documented shape."),
    "exchange.from-the-future": Refusal("The envelope was made in the future.", passing=True),
    "exchange.expired": Refusal("The envelope has expired.", passing=True),
    "exchange.replayed": Refusal("Another envelope with this number or id was taken before."),
    "exchange.too-far-ahead": Refusal(
        "The number is too far beyond the first one missing; send that one first.", passing=True
    ),
    "exchange.file-missing": Refusal(
        "A file of the envelope has not arrived; send it again first.", passing=True
    ),
    "exchange.no-room": Refusal("There is no room for the file on this disk now.", passing=True),
    "exchange.file-damaged": Refusal("A file is not the one that was signed."),
    "exchange.broken-chain": Refusal("The envelope does not follow the one before it."),
    "exchange.unknown-kind": Refusal("This node does not know this kind of message."),
    "exchange.unusable-body": Refusal("The body is not of the documented shape."),
    "exchange.not-handled": Refusal("The message could not be handled here; it is kept."),
}


def is_passing(code: str) -> bool:
    """Tell whether sending the same again later may succeed; unknown codes may."""
    refusal = REFUSALS.get(code)
    return refusal is None or refusal.passing


class EnvelopeRefusedError(SchakelError):
    """An envelope that is not taken; `refusal` is the stable code that its sender gets."""

    code: ClassVar[str] = "exchange.refused"

    def __init__(self, refusal: str) -> None:
        super().__init__(REFUSALS[refusal].text)
        self.refusal = refusal
