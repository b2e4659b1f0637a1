"""This node's ledgers of a link, as lines."""

from collections.abc import Sequence

from schakel.exchange.models import Incoming, Link, Outgoing
from schakel.wire.actions.sealing import payload_of
from schakel.wire.core.ledgers import Line, Page

VOID_KIND = "exchange.void"


def sent_page(node: str, numbers: Sequence[int]) -> Page:
    """Return what this node sent to another: the last number given out, and the lines asked for."""
    link = Link.objects.filter(node=node).first()
    last = link.last_sent_seq if link else 0
    rows = Outgoing.objects.filter(link_id=node, seq__in=list(numbers)).defer("sealed", "token")
    lines = tuple(
        Line(
            seq=row.seq,
            id=str(row.id),
            digest=row.digest,
            prev=row.prev,
            kind=row.kind,
            thread=str(row.thread_id),
            state=row.state,
        )
        for row in rows.order_by("seq")
    )
    return Page(last=last, complete=last, lines=lines)


def taken_page(node: str, numbers: Sequence[int]) -> Page:
    """Return what this node took from another: the highest number, the last before a gap, lines."""
    link = Link.objects.filter(node=node).first()
    complete = link.last_handled_seq if link else 0
    rows = Incoming.objects.filter(link_id=node)
    last = rows.order_by("-seq").values_list("seq", flat=True).first() or 0
    lines = tuple(_taken(row) for row in rows.filter(seq__in=list(numbers)).order_by("seq"))
    return Page(last=max(last, complete), complete=complete, lines=lines)


def digest_for_next(row: Incoming) -> str:
    """Return what the next envelope names as the one before it.

    Behind an empty message that is the digest of the one it stands for.
    """
    if row.kind != VOID_KIND:
        return row.digest
    return str(payload_of(row.token)["body"].get("replaces", ""))[:64]


def prev_of(row: Incoming) -> str:
    """Return what an envelope names as the one before it.

    Of one whose content was erased, that is the one before it: without it, it had no effect.
    """
    if row.token:
        return str(payload_of(row.token)["prev"])
    before = Incoming.objects.filter(link_id=row.link_id, seq=row.seq - 1).first()
    return digest_for_next(before) if before else ""


def _taken(row: Incoming) -> Line:
    return Line(
        seq=row.seq,
        id=str(row.envelope_id),
        digest=digest_for_next(row),
        prev=prev_of(row),
        kind=row.kind,
        thread=str(row.thread_id),
        state="opened" if row.opened_at else row.state,
    )
