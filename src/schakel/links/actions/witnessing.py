"""The line over which the log asks partners to witness it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from schakel.audit import actions as audit
from schakel.audit.core.partners import COSIGN, HEADS
from schakel.exchange.actions import call, content_of
from schakel.handling.actions import clear_control
from schakel.network.queries import list_linked_nodes
from schakel.wire.core.kinds import Received


def list_witnesses() -> list[str]:
    """Return the codes of the nodes that may cosign the log: all that are linked."""
    return [card.code for card in list_linked_nodes()]


def ask_about_log(
    *, node: str, kind: str, body: Mapping[str, Any], now: datetime
) -> Mapping[str, Any]:
    """Return a partner's answer to a question about logs: a control message, never refused.

    Raises:
        CallFailedError: No answer, or one that is not the partner's.
    """
    question = uuid4()
    cleared = clear_control(
        item_kind="log",
        item_id=question,
        receiver=node,
        content=content_of(body, ()),
        now=now,
    )
    return call(cleared=cleared, to_node=node, thread_id=question, kind=kind, body=body, now=now)


def answer_cosign(message: Received) -> Mapping[str, Any]:
    """Cosign the head that a partner shows, or say why not."""
    return audit.cosign(from_node=message.from_node, body=message.body, now=message.received_at)


def answer_heads(message: Received) -> Mapping[str, Any]:
    """Tell a partner what is held of its log, and the newest head of ours."""
    return audit.show_heads(from_node=message.from_node, body=message.body)


WITNESSING = {COSIGN: answer_cosign, HEADS: answer_heads}
