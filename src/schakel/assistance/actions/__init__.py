"""What the room does: draft, send, receive, answer, and ask for consent."""

from schakel.assistance.actions.answering import (
    answer_request,
    ask_clarification,
    refuse_request,
    take_up,
)
from schakel.assistance.actions.asking import (
    clarify,
    close_request,
    draft_request,
    return_request,
    save_request,
    send_request,
    submit_request,
    withdraw_request,
)
from schakel.assistance.actions.carrying import (
    dispatch_request,
    make_package,
    record_receipt,
    take_answer_by_hand,
    take_question_by_hand,
    take_refusal_by_hand,
)
from schakel.assistance.actions.ending import erase_request
from schakel.assistance.actions.watching import watch_clocks

__all__ = [
    "answer_request",
    "ask_clarification",
    "clarify",
    "close_request",
    "dispatch_request",
    "draft_request",
    "erase_request",
    "make_package",
    "record_receipt",
    "refuse_request",
    "return_request",
    "save_request",
    "send_request",
    "submit_request",
    "take_answer_by_hand",
    "take_question_by_hand",
    "take_refusal_by_hand",
    "take_up",
    "watch_clocks",
    "withdraw_request",
]
