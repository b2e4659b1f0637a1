"""The keys of partner nodes: replaced with an overlap, retired, revoked."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from schakel.accounts.queries import User
from schakel.kernel.errors import NotFoundError
from schakel.kernel.moments import from_wire
from schakel.network.actions.nodes import record_node, require_administrator
from schakel.network.core.cards import OlderKey, Revocation
from schakel.network.models import Node


def replace_keys(
    *,
    code: str,
    signing_key: Mapping[str, str],
    encryption_key: Mapping[str, str],
    until: datetime,
    now: datetime,
) -> None:
    """Take over the new keys of a partner, as it signed with the old one; that holds until `until`.

    Raises:
        NotFoundError: No such node.
    """
    with transaction.atomic():
        node = _locked(code)
        old = node.signing_key
        if old["kid"] != signing_key["kid"]:
            _keep_older(node, OlderKey(kid=old["kid"], x=old["x"], until=until))
        node.signing_key, node.encryption_key = dict(signing_key), dict(encryption_key)
        node.save()
        record_node("node:rekey", code, by=None, now=now, kid=signing_key["kid"])


def revoke_key(*, code: str, kid: str, revoked: Revocation, by: User | None, now: datetime) -> None:
    """Refuse from now on what a partner's key signed after it was revoked.

    When it is the current key, the link waits until the partner's new card was compared and
    confirmed. A second revocation of a key can only be stricter.

    Args:
        code: The node.
        kid: Name of the key (RFC 7638).
        revoked: From when, and the last envelope before.
        by: The administrator; None when the partner signed it, or on the command line.
        now: The moment.

    Raises:
        NotAllowedError: `by` may not administer.
        NotFoundError: No such node, or it never had the key.
    """
    require_administrator(by)
    with transaction.atomic():
        node = _locked(code)
        known = [key for key in node.older_keys if key["kid"] == kid]
        if node.signing_key.get("kid") == kid:
            key = OlderKey(kid=kid, x=node.signing_key["x"], until=now, revoked=revoked)
            node.signing_key = {}
            node.we_confirmed_at = node.they_confirmed_at = None
            if node.state != Node.State.SUSPENDED:
                node.state = Node.State.PROPOSED
        elif known:
            key = OlderKey(
                kid=kid, x=known[0]["x"], until=now, revoked=_stricter(known[0], revoked)
            )
        else:
            raise NotFoundError("no such key")
        _keep_older(node, key)
        node.save()
        record_node("key:revoke", code, by=by, now=now, kid=kid)


def retire_keys(now: datetime) -> int:
    """Forget the older keys whose time is over, except revoked ones; return how many."""
    retired = 0
    for node in Node.objects.exclude(older_keys=[]):
        kept = [key for key in node.older_keys if key["revoked"] or from_wire(key["until"]) > now]
        if len(kept) < len(node.older_keys):
            retired += len(node.older_keys) - len(kept)
            Node.objects.filter(code=node.code).update(older_keys=kept)
    return retired


def _stricter(known: Mapping[str, dict[str, str]], revoked: Revocation) -> Revocation:
    """Return the earlier of two revocations of one key."""
    before = known["revoked"]
    if before and from_wire(before["at"]) <= revoked.at:
        return Revocation(
            at=from_wire(before["at"]), last=int(before["last"]), digest=before["digest"]
        )
    return revoked


def _keep_older(node: Node, key: OlderKey) -> None:
    others = [one for one in node.older_keys if one["kid"] != key.kid]
    node.older_keys = [*others, key.to_json()]


def _locked(code: str) -> Node:
    node = Node.objects.select_for_update().filter(code=code).first()
    if node is None:
        raise NotFoundError("no such node")
    return node
