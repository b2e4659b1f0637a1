"""Partner nodes: known by their card, confirmed by both sides, suspended, resumed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from schakel.accounts.actions import record_deed
from schakel.accounts.queries import Capability, User, require
from schakel.audit.actions import record
from schakel.kernel.errors import ConflictError, NotFoundError
from schakel.network.core.cards import NodeCard
from schakel.network.models import Node

State = Node.State


def link_node(*, card: NodeCard, by: User | None, now: datetime) -> None:
    """Link a partner's node at once, or bring its card up to date.

    Only for who administers both nodes, as in the practice environment; two administrators propose
    and confirm.

    Raises:
        NotAllowedError: `by` may not administer.
    """
    require_administrator(by)
    both = {"we_confirmed_at": now, "they_confirmed_at": now}
    with transaction.atomic():
        _keep_card(card, {"state": State.LINKED, **both}, fresh={"linked_at": now})
        record_node("node:link", card.code, by=by, now=now)


def propose_node(*, card: NodeCard, by: User | None, now: datetime) -> Node:
    """Keep the card of a node whose fingerprint is still to be compared by phone; return the node.

    Another address or name of a known node is taken over; other keys end the confirmations.

    Args:
        card: As the partner's administrator handed it over.
        by: The administrator; None on the command line of the node itself.
        now: The moment.

    Raises:
        NotAllowedError: `by` may not administer.
        ConflictError: The node revoked the key on the card.
    """
    require_administrator(by)
    with transaction.atomic():
        known = Node.objects.select_for_update().filter(code=card.code).first()
        if known is not None and _is_revoked(known, card.signing_key["kid"]):
            raise ConflictError("this key was revoked; ask for the new card")
        keys = (dict(card.signing_key), dict(card.encryption_key))
        is_new = known is None or (known.signing_key, known.encryption_key) != keys
        fresh = {"state": State.PROPOSED, "we_confirmed_at": None, "they_confirmed_at": None}
        node = _keep_card(card, {**fresh, "linked_at": now} if is_new else {})
        record_node("node:propose", card.code, by=by, now=now)
    return node


def confirm_node(*, code: str, kid: str, by: User | None, now: datetime) -> Node:
    """Say that the fingerprint was compared by phone and is right; return the node.

    Args:
        code: The node.
        kid: Name of the signing key whose fingerprint was compared.
        by: The administrator; None on the command line of the node itself.
        now: The moment.

    Raises:
        NotAllowedError: `by` may not administer.
        NotFoundError: No such node.
        ConflictError: It has other keys by now, or is suspended.
    """
    require_administrator(by)
    with transaction.atomic():
        node = _locked(code)
        if node.signing_key.get("kid") != kid or node.state == State.SUSPENDED:
            raise ConflictError("these are not the keys that were compared, or it is suspended")
        node.we_confirmed_at = node.we_confirmed_at or now
        _settle(node, now=now)
        record_node("node:confirm", code, by=by, now=now)
    return node


def note_confirmed(*, code: str, now: datetime) -> None:
    """Note that the partner's administrator confirmed our keys, as it signed."""
    with transaction.atomic():
        node = _locked(code)
        if node.they_confirmed_at is None:
            node.they_confirmed_at = now
            _settle(node, now=now)
            record_node("node:confirmed-by", code, by=None, now=now)


def note_unconfirmed(*, now: datetime) -> None:
    """Note that every partner has to confirm this node anew, for its own key was revoked."""
    with transaction.atomic():
        for node in Node.objects.select_for_update().order_by("code"):
            node.they_confirmed_at = None
            _settle(node, now=now)


def note_heard(*, code: str, capabilities: Mapping[str, str], protocol: str, now: datetime) -> None:
    """Note what a partner says that it can do; the last word counts."""
    Node.objects.filter(code=code).update(
        capabilities=dict(capabilities), protocol=protocol, heard_at=now
    )


def suspend_node(*, code: str, by: User | None, now: datetime) -> None:
    """Let no message pass to or from a node, at once.

    Raises:
        NotAllowedError: `by` may not administer.
        NotFoundError: No such node.
    """
    require_administrator(by)
    with transaction.atomic():
        if not Node.objects.filter(code=code).update(state=State.SUSPENDED):
            raise NotFoundError("no such node")
        record_node("node:suspend", code, by=by, now=now)


def resume_node(*, code: str, by: User | None, now: datetime) -> None:
    """Let messages pass again, as far as both sides had confirmed.

    Raises:
        NotAllowedError: `by` may not administer.
        NotFoundError: No such node.
        ConflictError: It is not suspended.
    """
    require_administrator(by)
    with transaction.atomic():
        node = _locked(code)
        if node.state != State.SUSPENDED:
            raise ConflictError("this node is not suspended")
        node.state = State.PROPOSED
        _settle(node, now=now)
        record_node("node:resume", code, by=by, now=now)


def require_administrator(by: User | None) -> None:
    """Return when `by` may administer, or the command line of the node itself asks.

    Raises:
        NotAllowedError: He may not.
    """
    if by is not None:
        require(by, Capability.ADMINISTER)


def record_node(event: str, code: str, *, by: User | None, now: datetime, **facts: Any) -> None:
    """Write what was done to a node into the log."""
    if by is None:
        record(at=now, event=event, actor="node", object_kind="node", object_id=code, facts=facts)
    else:
        record_deed(by=by, at=now, event=event, object_kind="node", object_id=code, facts=facts)


def _keep_card(
    card: NodeCard, values: Mapping[str, Any], *, fresh: Mapping[str, Any] | None = None
) -> Node:
    fields = {**card.to_json(), **values}
    node, _ = Node.objects.update_or_create(
        code=fields.pop("code"), defaults=fields, create_defaults={**fields, **(fresh or {})}
    )
    return node


def _is_revoked(node: Node, kid: str) -> bool:
    return any(key["kid"] == kid and key["revoked"] for key in node.older_keys)


def _locked(code: str) -> Node:
    node = Node.objects.select_for_update().filter(code=code).first()
    if node is None:
        raise NotFoundError("no such node")
    return node


def _settle(node: Node, *, now: datetime) -> None:
    """Keep a node in the state that follows from who confirmed; what is suspended stays so."""
    if node.state != State.SUSPENDED:
        both = node.we_confirmed_at and node.they_confirmed_at
        before, ours = node.state, State.CONFIRMED if node.we_confirmed_at else State.PROPOSED
        node.state = State.LINKED if both else ours
        if node.state == State.LINKED != before:
            node.linked_at = now
    node.save()
