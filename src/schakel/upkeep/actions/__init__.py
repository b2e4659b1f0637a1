"""What the room does: archives of the node, and what shows how it is."""

from schakel.upkeep.actions.backing_up import back_up, make_identity
from schakel.upkeep.actions.beating import beat
from schakel.upkeep.actions.restoring import finish_restore, unpack
from schakel.upkeep.actions.streaming import stream

__all__ = ["back_up", "beat", "finish_restore", "make_identity", "stream", "unpack"]
