"""What the room does: link, confirm, suspend, resume, change keys, revoke, and say so."""

from schakel.links.actions.hearing import hear
from schakel.links.actions.linking import confirm, fetch_card, propose
from schakel.links.actions.rekeying import (
    begin_rotation,
    finish_rotation,
    revoke_own,
    revoke_theirs,
)
from schakel.links.actions.telling import tell

__all__ = [
    "begin_rotation",
    "confirm",
    "fetch_card",
    "finish_rotation",
    "hear",
    "propose",
    "revoke_own",
    "revoke_theirs",
    "tell",
]
