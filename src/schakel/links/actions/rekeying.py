"""Change the keys of this node with an overlap, and revoke keys that may be in other hands."""

from datetime import datetime, timedelta

from django.db import transaction

from schakel.accounts.queries import User
from schakel.audit.actions import record
from schakel.exchange.queries import last_sent
from schakel.kernel.errors import ConflictError
from schakel.kernel.moments import to_wire
from schakel.links.actions.stating import keep_statement
from schakel.links.actions.telling import list_without
from schakel.links.models import Statement
from schakel.network import actions as network
from schakel.network.actions import require_administrator
from schakel.network.core.cards import Revocation
from schakel.network.queries import get_known_node, list_linked_nodes, list_nodes
from schakel.wire.actions.keys import (
    complete_change,
    drop_old_keys,
    find_next_keys,
    make_next_keys,
    public_part,
    signing_key,
    use_next_keys,
)
from schakel.wire.core.links import Deed

LONGEST_WAIT = timedelta(days=14)  # for partners that do not answer; then the new keys are used
OVERLAP = timedelta(days=60)  # that old keys hold: longer than the life of an envelope


def begin_rotation(*, by: User | None, now: datetime) -> None:
    """Make new keys and announce them to all partners, signed with the old one.

    They are used once every linked partner heard of them, or after fourteen days.

    Raises:
        NotAllowedError: `by` may not administer.
        ConflictError: New keys are announced already, or a partner is about to confirm the old.
    """
    require_administrator(by)
    if find_next_keys():
        raise ConflictError("new keys are announced already; they are used soon")
    if any(node.state == node.State.CONFIRMED for node in list_nodes()):
        raise ConflictError("a partner still has to confirm the keys; wait for it, or suspend it")
    with transaction.atomic():
        make_next_keys()
        record(at=now, event="key:announce", actor=str(by.id) if by else "node")
        _announce(now)


def finish_rotation(now: datetime) -> int:
    """Use announced keys once everybody heard of them; forget old ones; return how many changed."""
    done = network.retire_keys(now) + drop_old_keys(before=now - OVERLAP)
    complete_change()
    following = find_next_keys()
    if following and _is_revoked(signing_key().thumbprint()):
        use_next_keys()
        return done + 1
    if following is None:
        return done
    kid = following[0].thumbprint()
    with transaction.atomic():
        _announce(now)
        linked = [card.code for card in list_linked_nodes()]
        waiting = Statement.objects.filter(
            deed=Deed.KEYS, about=kid, node__in=linked, heard_at__isnull=True
        )
        if waiting.filter(made_at__gt=now - LONGEST_WAIT).exists():
            return done
        use_next_keys()
        record(at=now, event="key:rotate", actor="node", facts={"kid": kid})
    return done + 1


def revoke_own(*, by: User | None, now: datetime) -> int:
    """Revoke the signing key of this node, which may be in other hands; return how many are told.

    New keys are used at once. Every partner is told, signed with the old key, up to which envelope
    it was in the right hands; then its administrator compares and confirms the new card.

    Raises:
        NotAllowedError: `by` may not administer.
    """
    require_administrator(by)
    kid = signing_key().thumbprint()
    with transaction.atomic():
        make_next_keys()
        nodes = list_nodes()
        for node in nodes:
            last, digest = last_sent(node.code)
            details = {"kid": kid, "last": last, "digest": digest}
            keep_statement(node=node.code, deed=Deed.REVOKE, about=kid, details=details, now=now)
        Statement.objects.filter(heard_at__isnull=True).exclude(deed=Deed.REVOKE).delete()
        network.note_unconfirmed(now=now)
        actor = str(by.id) if by else "node"
        record(at=now, event="key:renew", actor=actor, facts={"kid": kid})
    use_next_keys()  # after a power cut before this, the chore does it
    return len(nodes)


def revoke_theirs(*, code: str, since: datetime, by: User | None, now: datetime) -> None:
    """Revoke the current key of a partner, as its administrator said by phone.

    Nothing that comes after this counts, for nobody said which envelope was the last.

    Args:
        code: The partner.
        since: From when the key may have been in other hands.
        by: The administrator; None on the command line of the node itself.
        now: The moment.

    Raises:
        NotAllowedError: `by` may not administer.
        NotFoundError: No such node.
        ConflictError: It has no key that counts.
    """
    node = get_known_node(code)
    if not node.signing_key:
        raise ConflictError("its key was revoked already; ask for the new card")
    network.revoke_key(
        code=code,
        kid=node.signing_key["kid"],
        revoked=Revocation(at=min(since, now), last=0, digest=""),
        by=by,
        now=now,
    )


def _is_revoked(kid: str) -> bool:
    return Statement.objects.filter(deed=Deed.REVOKE, about=kid).exists()


def _announce(now: datetime) -> None:
    following = find_next_keys()
    assert following is not None
    signing, encryption = (public_part(key) for key in following)
    details = {
        "signing": signing["x"],
        "encryption": encryption["x"],
        "until": to_wire(now + LONGEST_WAIT + OVERLAP),
    }
    for node in list_without(Deed.KEYS, signing["kid"]):
        keep_statement(node=node, deed=Deed.KEYS, about=signing["kid"], details=details, now=now)
