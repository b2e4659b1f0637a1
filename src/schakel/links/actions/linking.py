"""Take a partner's card, and confirm it once the fingerprint was compared by phone."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from schakel.accounts.queries import User
from schakel.kernel.errors import UnusableInputError
from schakel.links.actions.carrying import get_json
from schakel.links.actions.stating import keep_statement
from schakel.network import actions as network
from schakel.network.core.cards import NodeCard, read_card
from schakel.network.queries import Node
from schakel.wire.actions.keys import (
    check_card,
    digest_of_keys,
    encryption_key,
    public_part,
    signing_key,
)
from schakel.wire.core.links import Deed
from schakel.wire.core.shapes import NODE


def fetch_card(address: str) -> NodeCard:
    """Return the card that a node shows at its address; whose it is, the phone call tells.

    Raises:
        UnusableInputError: No node answers there, or it shows no card.
    """
    if not address.startswith(("https://", "http://")):
        raise UnusableInputError("an address begins with https://")
    try:
        shown = get_json(f"{address.rstrip('/')}/exchange/v1/node")
    except ValueError as error:
        raise UnusableInputError("no node answers at this address") from error
    return read_card(shown.get("card") if isinstance(shown, dict) else None)


def propose(*, card: NodeCard, by: User | None, now: datetime) -> Node:
    """Keep a partner's card until its fingerprint was compared; return the node.

    Raises:
        NotAllowedError: `by` may not administer.
        UnusableInputError: The card is this node's own, or its keys are not what they say.
        ConflictError: The key on it was revoked.
    """
    if not NODE.fullmatch(card.code) or not card.url.startswith(("https://", "http://")):
        raise UnusableInputError("the code or the address on the card cannot be used")
    if card.code == settings.SCHAKEL_NODE.code:
        raise UnusableInputError("this is the card of this node itself")
    check_card(card)
    return network.propose_node(card=card, by=by, now=now)


def confirm(*, code: str, kid: str, by: User | None, now: datetime) -> None:
    """Say that the fingerprint was compared by phone; the partner is told, signed.

    Raises:
        NotAllowedError: `by` may not administer.
        NotFoundError: No such node.
        ConflictError: It has other keys by now, or is suspended.
    """
    with transaction.atomic():
        node = network.confirm_node(code=code, kid=kid, by=by, now=now)
        mine = digest_of_keys(public_part(signing_key()), public_part(encryption_key()))
        details = {"mine": mine, "yours": digest_of_keys(node.signing_key, node.encryption_key)}
        keep_statement(node=code, deed=Deed.CONFIRM, about=kid, details=details, now=now)
