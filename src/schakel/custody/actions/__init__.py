"""What the room does: keep, ask, answer, withdraw, recall, pass on, mark for a file."""

from schakel.custody.actions.consenting import (
    answer_consent,
    ask_consent,
    note_consent,
    withdraw_consent,
)
from schakel.custody.actions.erasing import erase_item, restrict_item
from schakel.custody.actions.filing import enter_file, mark_exculpatory, note_exculpatory
from schakel.custody.actions.keeping import NewItem, keep_item, note_copy
from schakel.custody.actions.passing import pass_on
from schakel.custody.actions.recalling import (
    decide_kept,
    recall_for_stop,
    resume_recall,
    tell_holders,
)
from schakel.custody.actions.relaying import relay_consents
from schakel.custody.actions.tombstones import apply_tombstones, recollect, regain_copies
from schakel.custody.actions.watching import watch_consents

__all__ = [
    "NewItem",
    "answer_consent",
    "apply_tombstones",
    "ask_consent",
    "decide_kept",
    "enter_file",
    "erase_item",
    "keep_item",
    "mark_exculpatory",
    "note_consent",
    "note_copy",
    "note_exculpatory",
    "pass_on",
    "recall_for_stop",
    "recollect",
    "regain_copies",
    "relay_consents",
    "restrict_item",
    "resume_recall",
    "tell_holders",
    "watch_consents",
    "withdraw_consent",
]
