"""Why an envelope is not taken: one stable code each, as docs/reference/protocol.md lists."""

from typing import ClassVar

from schakel.kernel.errors import SchakelError

REFUSALS: dict[str, str] = {
    "exchange.not-an-envelope": "The outer object is not a sealed envelope of this protocol.",
    "exchange.unknown-suite": "The suite of algorithms is not one this node speaks.",
    "exchange.wrong-recipient": "The envelope is for another node.",
    "exchange.unknown-sender": "The sender is not a linked node.",
    "exchange.not-decrypted": "The content cannot be decrypted with this node's key.",
    "exchange.bad-signature": "The signature is not that of the sender.",
    "exchange.bad-shape": "The signed content is not of the documented shape.",
    "exchange.from-the-future": "The envelope was made in the future.",
    "exchange.expired": "The envelope has expired.",
    "exchange.replayed": "Another envelope with this number was taken before.",
    "exchange.file-missing": "A file of the envelope has not arrived; send it again first.",
    "exchange.file-damaged": "A file of the envelope is not the one that was signed.",
    "exchange.unknown-kind": "This node does not know this kind of message.",
    "exchange.unusable-body": "The body of the message is not of the documented shape.",
    "exchange.not-handled": "The message could not be handled here; an administrator was told.",
    "exchange.too-large": "The request is larger than this node takes.",
}
TEMPORARY = frozenset({"exchange.file-missing", "exchange.too-large"})


class EnvelopeRefusedError(SchakelError):
    """An envelope that is not taken; `refusal` is the stable code that its sender gets."""

    code: ClassVar[str] = "exchange.refused"

    def __init__(self, refusal: str) -> None:
        super().__init__(REFUSALS[refusal])
        self.refusal = refusal


class CallFailedError(SchakelError):
    """A direct question to a partner that got no usable answer; `problem` is a stable code."""

    code: ClassVar[str] = "exchange.call_failed"

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem
