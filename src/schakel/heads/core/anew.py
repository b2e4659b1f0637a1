"""The owner of a log says, signed, that it begins anew: what partners hold of it is not continued.

That is so after an older archive was put back, or when the key of the log was lost. People at each
partner have to agree. `docs/reference/messages.md` gives the text that is signed.
"""

from dataclasses import dataclass

from schakel.heads.core.shown import Shown, ShownError, Verify, read_words, to_words

HEAD = ("key", "size", "root", "signature")  # the words of a head


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """A log goes on from `shown`, whatever was signed before.

    `at` is the moment, in seconds since 1970; `after` counts the changes of the key before it.
    """

    shown: Shown
    at: int
    after: int = 0
    signature: bytes = b""

    def text(self) -> bytes:
        """Return what the key of the log signs."""
        key, body = self.shown.public_key.hex(), self.shown.head.body()
        return f"schakel.log-anew/1\n{key}\n{self.at}\n{self.after}\n{body}".encode()

    def to_control(self) -> list[str]:
        """Return the words by which it is kept, and told in a control message."""
        head = to_words(self.shown.note, public_key=self.shown.public_key)
        shown = [str(head[name]) for name in HEAD]
        return [*shown, str(self.at), str(self.after), self.signature.hex()]


def read_beginning(given: object, *, node: str, verify: Verify) -> Beginning:
    """Return what the owner of the log of `node` signed.

    Args:
        given: What `Beginning.to_control` returns.
        node: Code of the node whose log it is.
        verify: Tells whether (signature, content) fits a `public_key`.

    Raises:
        ShownError: Another shape, or a signature does not hold.
    """
    if not isinstance(given, list) or len(given) != len(HEAD) + 3:
        raise ShownError("no beginning")
    *head, at, after, signature = given
    try:
        found = Beginning(
            shown=read_words(dict(zip(HEAD, head, strict=True)), node=node, verify=verify),
            at=int(at),
            after=int(after),
            signature=bytes.fromhex(signature),
        )
    except (TypeError, ValueError) as error:
        raise ShownError("no beginning") from error
    if found.at < 0 or not verify(found.signature, found.text(), public_key=found.shown.public_key):
        raise ShownError("the key of the log did not sign this beginning")
    return found
