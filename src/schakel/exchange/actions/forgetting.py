"""Make an end of what a message of a partner said; its digest and our receipts stay."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from schakel.exchange.models import Incoming, Outgoing
from schakel.wire.actions.sealing import payload_of

CALLED_BACK = "exchange.called-back"
State = Outgoing.State
ASIDE = (State.HELD, State.TRAVELLING)  # without a number


def forget_content(envelope_id: UUID) -> None:
    """Erase the signed content of a message that took effect, in the caller's transaction.

    The key of its files goes with it, so that their ciphertext is worth nothing. Number and digest
    stay: the chain of the link can still be compared.
    """
    rows = Incoming.objects.filter(envelope_id=envelope_id)
    rows.exclude(state=Incoming.State.WAITING).update(token="")


def forget_talk(*, about: UUID, kinds: Collection[str]) -> None:
    """Erase the signed content of messages of these kinds about an object, likewise."""
    rows = Incoming.objects.filter(about=about, kind__in=kinds)
    rows.exclude(state=Incoming.State.WAITING).update(token="")


def call_back(envelope_ids: Iterable[UUID], *, now: datetime) -> int:
    """Let messages that still wait in the outbox not leave, in the caller's transaction.

    An empty message fills the number of each. What the receiver signed for meanwhile stays as it
    is: he has it, and is told to erase it. Return how many were called back.
    """
    rows = Outgoing.objects.filter(id__in=list(envelope_ids))
    end = {"state": State.FAILED, "problem": CALLED_BACK, "token": "", "sealed": {}}
    aside = rows.filter(state__in=ASIDE).update(**end, lapses_at=now)
    return aside + rows.filter(state=State.WAITING).update(**end, is_void_due=True, lapses_at=now)


def list_waiting_about(
    names: Collection[str], *, thread_id: UUID, kinds: Collection[str]
) -> list[UUID]:
    """Return the messages of these kinds, still in the outbox, whose body names one of the ids."""
    rows = Outgoing.objects.filter(
        thread_id=thread_id, kind__in=kinds, state__in=[State.WAITING, *ASIDE]
    )
    said = ((row.id, payload_of(row.token)["body"]) for row in rows.exclude(token=""))
    return [one for one, body in said if set(names) & {str(value) for value in body.values()}]
