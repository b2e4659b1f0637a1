"""A message whose large file still travels: it lies aside without a number, and others pass it.

What names something that it names lies aside behind it, so that a recall never comes before the
item that it recalls.
"""

from collections.abc import Collection, Set
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Min

from schakel.exchange.actions.holding import is_stopped
from schakel.exchange.actions.renumbering import ASIDE, number_anew
from schakel.exchange.models import BlobSent, Link, Outgoing
from schakel.exchange.queries import list_travelling, roots_lacking
from schakel.network.core.cards import NodeCard
from schakel.stopping.queries import list_standing
from schakel.wire.actions.blobs import blob_path
from schakel.wire.actions.sealing import payload_of
from schakel.wire.core.envelope import Envelope
from schakel.wire.core.retry import wait_before
from schakel.wire.core.shapes import ids_in

State = Outgoing.State


def goes_aside(draft: Envelope) -> bool:
    """Tell whether a message has to wait for a large file: its own, or that of one before it."""
    if any(file.part for file in draft.files):
        return True
    names = ids_in(draft.body)
    return bool(names) and any(names & _names(row) for row in list_travelling(draft.to[0]))


def place_aside(link: Link) -> int:
    """Return the next place beside the numbers of a link, below zero."""
    lowest = Outgoing.objects.filter(link=link).aggregate(lowest=Min("seq"))["lowest"] or 0
    return min(int(lowest), -ASIDE) - 1


def set_out(card: NodeCard, *, now: datetime, is_carried: bool = False) -> int:
    """Give what no longer waits for a file the next numbers of its link; return how many.

    Args:
        card: The receiver.
        now: The moment.
        is_carried: Whether a courier takes the files along, wherever they are now.
    """
    done, behind = 0, set[str]()
    stops = list_standing()
    for row in list_travelling(card.code):
        if _has_ended(row, now=now):
            continue
        names = _names(row)
        lacks = not is_carried and roots_lacking(row)
        if lacks or names & behind or is_stopped(row, stops):
            behind |= names
            continue
        with transaction.atomic():
            link = Link.objects.select_for_update().get(node=card.code)
            if link.is_healing:
                return done
            still = Outgoing.objects.filter(id=row.id, state=State.TRAVELLING)
            if not still.update(state=State.WAITING, problem=""):
                continue  # the worker and a courier may come at the same moment
            number_anew(row.id, link=link, card=card, now=now)
            link.save(update_fields=["last_sent_seq", "last_sent_digest"])
        done += 1
    return done


def note_files(node: str, digests: Collection[str]) -> None:
    """Note which ciphertext a node has."""
    link = Link.objects.get(node=node)
    sent = [BlobSent(link=link, digest=digest) for digest in digests]
    BlobSent.objects.bulk_create(sent, ignore_conflicts=True)


def put_off(envelope_id: UUID, *, problem: str, chance: float, now: datetime) -> None:
    """Note how the last attempt to bring over a file went; after a failure the next one waits."""
    row = Outgoing.objects.defer("sealed", "token").get(id=envelope_id)
    attempts = row.attempts + 1 if problem else 0
    after = now + wait_before(attempts, chance=chance) if problem else now
    rows = Outgoing.objects.filter(id=envelope_id, state=State.TRAVELLING)
    rows.update(attempts=attempts, next_try_at=after, problem=problem)


def _has_ended(row: Outgoing, *, now: datetime) -> bool:
    """End what expired, or lost its file, before it got a number; nothing has to be filled."""
    state, problem = State.EXPIRED, "exchange.expired"
    if row.expires_at > now:
        if all(blob_path(digest).exists() for digest in row.blobs):
            return False
        state, problem = State.FAILED, "exchange.file-gone"
    values = {"state": state, "problem": problem, "token": "", "lapses_at": now}
    Outgoing.objects.filter(id=row.id).update(**values)
    return True


def _names(row: Outgoing) -> Set[str]:
    return ids_in(payload_of(row.token)["body"])
