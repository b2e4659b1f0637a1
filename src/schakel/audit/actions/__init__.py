"""What the room does: write a line, seal lines into the tree, have the tree witnessed, erase."""

from schakel.audit.actions.beginning import begin_anew
from schakel.audit.actions.comparing import Compared, compare_with, show_heads
from schakel.audit.actions.erasing import erase_entries
from schakel.audit.actions.recording import Line, record
from schakel.audit.actions.rekeying import change_log_key
from schakel.audit.actions.sealing import finish_sealing, seal, sign_checkpoint, sign_pack
from schakel.audit.actions.witnessing import ask_witnesses, cosign, settle_partner_log

__all__ = [
    "Compared",
    "Line",
    "ask_witnesses",
    "begin_anew",
    "change_log_key",
    "compare_with",
    "cosign",
    "erase_entries",
    "finish_sealing",
    "record",
    "seal",
    "settle_partner_log",
    "show_heads",
    "sign_checkpoint",
    "sign_pack",
]
