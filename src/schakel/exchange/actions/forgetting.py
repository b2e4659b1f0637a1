"""Make an end of what a message of a partner said; its digest and our receipts stay."""

from uuid import UUID

from schakel.exchange.models import Incoming


def forget_content(envelope_id: UUID) -> None:
    """Erase the signed content of a message that took effect, in the caller's transaction.

    The key of its files goes with it, so that their ciphertext is worth nothing. Number and digest
    stay: the chain of the link can still be compared.
    """
    rows = Incoming.objects.filter(envelope_id=envelope_id)
    rows.exclude(state=Incoming.State.WAITING).update(token="")
