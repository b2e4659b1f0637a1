"""What the room does: put in the outbox, send, take in, and ask directly."""

from schakel.exchange.actions.calling import answer_call, call
from schakel.exchange.actions.forgetting import (
    call_back,
    forget_content,
    forget_talk,
    list_waiting_about,
)
from schakel.exchange.actions.handling import handle_waiting
from schakel.exchange.actions.holding import hold_stopped, is_stopped, mark_tried
from schakel.exchange.actions.lapsing import lapse
from schakel.exchange.actions.outbox import (
    OutgoingFile,
    enqueue,
    mark_opened,
    mark_read,
    prepare_files,
)
from schakel.exchange.actions.receiving import sign_again, take_envelopes
from schakel.exchange.actions.renumbering import go_on_behind, mark_restored, put_off_healing
from schakel.exchange.actions.sending import TO_SEND, parcel_to, send_waiting
from schakel.exchange.actions.settling import send_again, settle
from schakel.exchange.actions.sweeping import sweep
from schakel.exchange.actions.travelling import note_files, put_off, set_out
from schakel.exchange.actions.unpacking import unpack
from schakel.exchange.actions.voids import seal_void
from schakel.exchange.queries import own_card
from schakel.wire.actions.keys import make_keys
from schakel.wire.actions.opening import Claim, check_claim, find_card
from schakel.wire.core.content import content_of
from schakel.wire.core.problems import CallFailedError

__all__ = [
    "TO_SEND",
    "CallFailedError",
    "Claim",
    "OutgoingFile",
    "answer_call",
    "call",
    "check_claim",
    "content_of",
    "enqueue",
    "find_card",
    "call_back",
    "forget_content",
    "forget_talk",
    "list_waiting_about",
    "go_on_behind",
    "handle_waiting",
    "hold_stopped",
    "is_stopped",
    "lapse",
    "make_keys",
    "mark_opened",
    "mark_read",
    "mark_restored",
    "mark_tried",
    "note_files",
    "own_card",
    "prepare_files",
    "parcel_to",
    "put_off",
    "put_off_healing",
    "seal_void",
    "send_again",
    "send_waiting",
    "set_out",
    "settle",
    "sign_again",
    "sweep",
    "take_envelopes",
    "unpack",
]
