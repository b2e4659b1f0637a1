"""What the room does: put in the outbox, send, take in, and ask directly."""

from schakel.exchange.actions.calling import answer_call, call
from schakel.exchange.actions.outbox import OutgoingFile, enqueue, mark_opened
from schakel.exchange.actions.receiving import handle_waiting, take_envelopes
from schakel.exchange.actions.sending import send_waiting
from schakel.exchange.core.content import content_of
from schakel.exchange.core.errors import CallFailedError

__all__ = [
    "CallFailedError",
    "OutgoingFile",
    "answer_call",
    "call",
    "content_of",
    "enqueue",
    "handle_waiting",
    "mark_opened",
    "send_waiting",
    "take_envelopes",
]
