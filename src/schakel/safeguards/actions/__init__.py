"""What the room does: load facts; write, sign and withdraw judgements."""

from schakel.safeguards.actions.facts import load_facts, load_own_facts
from schakel.safeguards.actions.judging import (
    discard_draft,
    draft_judgement,
    open_draft,
    sign_judgement,
    withdraw_judgement,
)

__all__ = [
    "discard_draft",
    "draft_judgement",
    "load_facts",
    "load_own_facts",
    "open_draft",
    "sign_judgement",
    "withdraw_judgement",
]
