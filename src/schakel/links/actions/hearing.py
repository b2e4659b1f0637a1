"""Hear what a partner signed about the link; the answer is signed as well."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db import transaction

from schakel.kernel.errors import NotFoundError
from schakel.kernel.moments import from_wire
from schakel.links.actions.stating import sign_statement
from schakel.links.models import Statement
from schakel.network import actions as network
from schakel.network.core.cards import NodeCard, Revocation
from schakel.network.queries import Node, find_card, get_known_node
from schakel.wire.actions.keys import (
    digest_of_keys,
    encryption_key,
    find_next_keys,
    public_of,
    public_part,
    signing_key,
)
from schakel.wire.actions.sealing import STATEMENT, digest_of, kid_of, verify
from schakel.wire.core.envelope import CLOCK_SLACK
from schakel.wire.core.errors import EnvelopeRefusedError
from schakel.wire.core.links import (
    Deed,
    LinkStatement,
    common_version,
    read_link_statement,
)


def hear(token: object, *, now: datetime) -> str:
    """Do what a partner signed about the link, once or again; return the signed answer.

    Raises:
        EnvelopeRefusedError: With the code of what is wrong; nothing was changed.
    """
    said = open_statement(token, now=now)
    if said.deed is Deed.HEARD:
        raise EnvelopeRefusedError("exchange.bad-shape")
    node = get_known_node(said.sender)
    if node.state == Node.State.SUSPENDED and said.deed is not Deed.REVOKE:
        raise EnvelopeRefusedError("exchange.unknown-sender")
    with transaction.atomic():
        DOERS[said.deed](said, kid_of(str(token)), now)
        note_words(said, now=now)
    node = get_known_node(said.sender)
    confirmed = node.we_confirmed_at is not None and node.state != Node.State.SUSPENDED
    details = {"of": digest_of(str(token)), "confirmed": confirmed}
    return sign_statement(node=said.sender, deed=Deed.HEARD, details=details, now=now)


def open_statement(token: object, *, now: datetime) -> LinkStatement:
    """Return a statement that a known node, in whatever state, signed to this node.

    Raises:
        EnvelopeRefusedError: With the code of what is wrong.
    """
    payload, sender = verify(token, find_card=find_card, typ=STATEMENT)
    said = read_link_statement(payload)
    if said.to != settings.SCHAKEL_NODE.code:
        raise EnvelopeRefusedError("exchange.wrong-recipient")
    if said.at > now + CLOCK_SLACK:
        raise EnvelopeRefusedError("exchange.from-the-future")
    assert said.sender == sender
    return said


def note_words(said: LinkStatement, *, now: datetime) -> None:
    """Note the versions and capabilities that a partner signed."""
    network.note_heard(
        code=said.sender,
        capabilities=said.capabilities,
        protocol=common_version(said.versions),
        now=now,
    )


def _hello(said: LinkStatement, kid: str, now: datetime) -> None:
    """Say again which keys followed the one that the partner knows: it forgot them in a restore."""
    knows = said.details.get("knows")
    rows = Statement.objects.filter(node=said.sender, deed=Deed.KEYS).order_by("made_at", "id")
    known = [kid_of(row.token) for row in rows]
    if knows in known:
        forgotten = [row.id for row in rows[known.index(knows) :]]
        rows.filter(id__in=forgotten, heard_at__isnull=False).update(
            heard_at=None, attempts=0, next_try_at=now
        )


def _confirm(said: LinkStatement, kid: str, now: datetime) -> None:
    card = _card(said)
    theirs = digest_of_keys(card.signing_key, card.encryption_key)
    if said.details["mine"] != theirs or said.details["yours"] not in _own_digests():
        raise EnvelopeRefusedError("exchange.other-keys")
    network.note_confirmed(code=said.sender, now=now)


def _keys(said: LinkStatement, kid: str, now: datetime) -> None:
    """Take new keys, from the current key alone: an older one that was stolen gives none."""
    card = _card(said)
    signing = public_of(said.details["signing"], "Ed25519")
    encryption = public_of(said.details["encryption"], "X25519")
    if dict(card.signing_key) == signing and dict(card.encryption_key) == encryption:
        return
    if card.signing_key["kid"] != kid or card.find_older(signing["kid"]) is not None:
        raise EnvelopeRefusedError("exchange.other-keys")
    network.replace_keys(
        code=said.sender,
        signing_key=signing,
        encryption_key=encryption,
        until=from_wire(said.details["until"]),
        now=now,
    )


def _revoke(said: LinkStatement, kid: str, now: datetime) -> None:
    revoked = Revocation(at=said.at, last=said.details["last"], digest=said.details["digest"])
    try:
        network.revoke_key(
            code=said.sender, kid=said.details["kid"], revoked=revoked, by=None, now=now
        )
    except NotFoundError as error:
        raise EnvelopeRefusedError("exchange.other-keys") from error


def _card(said: LinkStatement) -> NodeCard:
    """Return the signer's card.

    Raises:
        EnvelopeRefusedError: `exchange.other-keys`: its current key was revoked.
    """
    card = find_card(said.sender)
    if card is None or not card.signing_key:
        raise EnvelopeRefusedError("exchange.other-keys")
    return card


def _own_digests() -> set[str]:
    """Return the digests of this node's keys, and of the next ones while they are announced."""
    pairs = [(signing_key(), encryption_key()), find_next_keys()]
    return {digest_of_keys(*(public_part(key) for key in pair)) for pair in pairs if pair}


DOERS: dict[Deed, Callable[[LinkStatement, str, datetime], None]] = {
    Deed.HELLO: _hello,
    Deed.CONFIRM: _confirm,
    Deed.KEYS: _keys,
    Deed.REVOKE: _revoke,
}
