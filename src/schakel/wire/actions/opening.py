"""Open what came in: who it is from, and whether it is for this node."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from schakel.kernel.errors import NotFoundError
from schakel.network.core.cards import NodeCard
from schakel.network.queries import get_node
from schakel.wire.actions.keys import find_encryption_key
from schakel.wire.actions.sealing import CLAIM, unseal, verify
from schakel.wire.core.envelope import CLOCK_SLACK, Envelope, read_envelope
from schakel.wire.core.errors import EnvelopeRefusedError
from schakel.wire.core.parts import Layout
from schakel.wire.core.sealed import read_sealed
from schakel.wire.core.shapes import DIGEST, NODE, count_of, match_of, moment_of


def find_card(code: str) -> NodeCard | None:
    """Return the card of a linked node, or None."""
    try:
        return get_node(code)
    except NotFoundError:
        return None


def open_envelope(
    given: object, *, typ: str, find: Callable[[str], NodeCard | None] = find_card
) -> tuple[Envelope, str]:
    """Return the envelope in a sealed value, and the text that a linked node signed.

    Raises:
        EnvelopeRefusedError: With the code of the first thing that is wrong.
    """
    sealed = read_sealed(given, me=settings.SCHAKEL_NODE.code)
    token = unseal(sealed, find_key=find_encryption_key)
    payload, _ = verify(token, find_card=find, typ=typ)
    envelope = read_envelope(payload)
    if envelope.id != sealed.id:
        raise EnvelopeRefusedError("exchange.bad-shape")
    if settings.SCHAKEL_NODE.code not in envelope.to:
        raise EnvelopeRefusedError("exchange.wrong-recipient")
    return envelope, token


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a linked node signed about a file that it sends; `size` and `part` of one in parts."""

    sender: str
    size: int = 0  # bytes of ciphertext
    part: int = 0  # bytes

    @property
    def layout(self) -> Layout:
        """Return how the file is parted.

        Raises:
            EnvelopeRefusedError: `exchange.too-large`: not at all, or into parts of odd sizes.
        """
        return Layout(size=self.size, part=self.part)


def check_claim(token: str, *, blob: str, now: datetime) -> Claim:
    """Return what a linked node signed: that it sends this blob to this node, just now.

    Raises:
        EnvelopeRefusedError: `exchange.bad-shape`, `exchange.unknown-sender`,
            `exchange.wrong-recipient`, `exchange.from-the-future` or `exchange.expired`.
    """
    claim, sender = verify(token, find_card=find_card, typ=CLAIM)
    try:
        created = moment_of(claim["created"])
        to, named = match_of(claim["to"], NODE), match_of(claim["blob"], DIGEST)
        size, part = count_of(claim.get("size", 0)), count_of(claim.get("part", 0))
    except (KeyError, ValueError) as error:
        raise EnvelopeRefusedError("exchange.bad-shape") from error
    if to != settings.SCHAKEL_NODE.code or named != blob:
        raise EnvelopeRefusedError("exchange.wrong-recipient")
    if created > now + CLOCK_SLACK:
        raise EnvelopeRefusedError("exchange.from-the-future")
    if created < now - CLOCK_SLACK:
        raise EnvelopeRefusedError("exchange.expired")
    return Claim(sender=sender, size=size, part=part)
