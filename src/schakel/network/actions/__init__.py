"""What the room does: keep what is known of partner nodes, and the directory."""

from schakel.network.actions.directory import load_directory
from schakel.network.actions.keys import replace_keys, retire_keys, revoke_key
from schakel.network.actions.nodes import (
    confirm_node,
    link_node,
    note_confirmed,
    note_heard,
    note_unconfirmed,
    propose_node,
    require_administrator,
    resume_node,
    suspend_node,
)

__all__ = [
    "confirm_node",
    "link_node",
    "load_directory",
    "note_confirmed",
    "note_heard",
    "note_unconfirmed",
    "propose_node",
    "replace_keys",
    "require_administrator",
    "resume_node",
    "retire_keys",
    "revoke_key",
    "suspend_node",
]
