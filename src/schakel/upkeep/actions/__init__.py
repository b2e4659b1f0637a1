"""What the room does: make archives of the node, and put them back."""

from schakel.upkeep.actions.backing_up import back_up, make_identity
from schakel.upkeep.actions.restoring import finish_restore, unpack

__all__ = ["back_up", "finish_restore", "make_identity", "unpack"]
