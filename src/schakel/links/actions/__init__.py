"""What the room does: link and confirm, change keys, revoke, say so; compare ledgers, heal."""

from schakel.links.actions.comparing import ANSWERS, compare_ledgers
from schakel.links.actions.healing import heal_links
from schakel.links.actions.hearing import hear
from schakel.links.actions.linking import confirm, fetch_card, propose
from schakel.links.actions.rekeying import (
    begin_rotation,
    finish_rotation,
    revoke_own,
    revoke_theirs,
)
from schakel.links.actions.telling import greet_again, tell

__all__ = [
    "ANSWERS",
    "begin_rotation",
    "compare_ledgers",
    "confirm",
    "fetch_card",
    "finish_rotation",
    "greet_again",
    "heal_links",
    "hear",
    "propose",
    "revoke_own",
    "revoke_theirs",
    "tell",
]
