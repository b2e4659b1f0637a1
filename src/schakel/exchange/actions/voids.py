"""Fill the number of an envelope that will never be taken, so that those behind it may pass."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from schakel.exchange.ledgers import VOID_KIND
from schakel.exchange.models import Outgoing
from schakel.network.core.cards import NodeCard
from schakel.wire.actions.keys import signing_key
from schakel.wire.actions.sealing import ENVELOPE, seal, sign
from schakel.wire.core.envelope import Envelope

LASTS = timedelta(days=7)


def seal_void(row: Outgoing, *, card: NodeCard, now: datetime) -> dict[str, Any]:
    """Return an empty message with id and number of `row`; it names what it stands for.

    A control message: an id and a digest. When the receiver did take the original, the id makes it
    answer with the receipts of that one.
    """
    envelope = Envelope(
        id=row.id,
        thread=row.thread_id,
        sender=settings.SCHAKEL_NODE.code,
        to=(card.code,),
        seq=row.seq,
        prev=row.prev,
        created=now,
        expires=now + LASTS,
        kind=VOID_KIND,
        body={"replaces": row.digest},
    )
    token = sign(envelope.to_json(), key=signing_key(), typ=ENVELOPE)
    return seal(token, envelope_id=str(row.id), card=card)
