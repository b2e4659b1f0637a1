"""What the room does: write a line, seal lines into the tree, erase what is past its time."""

from schakel.audit.actions.erasing import erase_entries
from schakel.audit.actions.recording import Line, record
from schakel.audit.actions.sealing import finish_sealing, seal, sign_checkpoint

__all__ = ["Line", "erase_entries", "finish_sealing", "record", "seal", "sign_checkpoint"]
