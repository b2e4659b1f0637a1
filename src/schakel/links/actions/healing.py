"""Heal links after one side was restored from a backup: no number twice, nothing left behind.

A restored sender no longer knows what it sent last; the receiver does. A restored receiver asks for
what it lost.
"""

from datetime import datetime
from functools import partial

from django.conf import settings

from schakel.exchange.actions import CallFailedError, go_on_behind, put_off_healing
from schakel.exchange.queries import list_healing
from schakel.links.actions.comparing import (
    MOST_AGAIN,
    ask_again,
    ask_page,
    compare_direction,
    lines_of,
    own_page,
)


def heal_links(now: datetime) -> int:
    """Heal the links that need it, as far as the partners answer; return how many are healed."""
    healed = 0
    for node in list_healing(at=now):
        try:
            heal_link(node=node, now=now)
            healed += 1
        except CallFailedError as error:
            put_off_healing(node=node, problem=error.problem, now=now)
    return healed


def heal_link(*, node: str, now: datetime) -> None:
    """Bring both ledgers of a link together with those of the partner; then it sends again.

    Raises:
        CallFailedError: The partner gave no usable answer.
    """
    me = settings.SCHAKEL_NODE.code
    sent = compare_direction(node=node, sender=me, now=now)
    received = compare_direction(node=node, sender=node, now=now)
    ask = partial(ask_page, node=node, sender=me, now=now)
    theirs = lines_of(sent.equal_up_to + 1, sent.theirs_last, ask)
    complete = own_page((), node=node, sender=node).complete
    for first in range(complete + 1, received.theirs_last + 1, MOST_AGAIN):
        last = min(first + MOST_AGAIN - 1, received.theirs_last)
        ask_again(node=node, first=first, last=last, now=now)
    go_on_behind(
        node=node, equal_up_to=sent.equal_up_to, last=sent.theirs_last, theirs=theirs, now=now
    )
