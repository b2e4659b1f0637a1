"""Link nodes, and keep the directory."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from schakel.accounts.actions import record_deed
from schakel.accounts.queries import Capability, User, require
from schakel.audit.actions import record
from schakel.kernel.errors import NotFoundError, UnusableInputError
from schakel.network.core.cards import NodeCard
from schakel.network.models import Authority, Contact, Node
from schakel.network.wording import CHANNELS, KINDS


def link_node(*, card: NodeCard, by: User | None, now: datetime) -> None:
    """Link a partner's node, or bring its card up to date.

    Args:
        card: As the partner's administrator handed it over, its fingerprint compared by phone.
        by: The administrator; None on the command line of the node itself.
        now: The moment.

    Raises:
        NotAllowedError: `by` may not administer.
    """
    if by is not None:
        require(by, Capability.ADMINISTER)
    values = {**card.to_json(), "state": Node.State.LINKED}
    code = values.pop("code")
    with transaction.atomic():
        Node.objects.update_or_create(
            code=code, defaults=values, create_defaults={**values, "linked_at": now}
        )
        _record("node:link", code, by=by, now=now)


def suspend_node(*, code: str, by: User | None, now: datetime) -> None:
    """Let no message pass to or from a node, at once.

    Raises:
        NotAllowedError: `by` may not administer.
        NotFoundError: No such node.
    """
    if by is not None:
        require(by, Capability.ADMINISTER)
    with transaction.atomic():
        if not Node.objects.filter(code=code).update(state=Node.State.SUSPENDED):
            raise NotFoundError("no such node")
        _record("node:suspend", code, by=by, now=now)


def load_directory(rows: Iterable[Mapping[str, Any]], *, now: datetime) -> int:
    """Put authorities into the directory, or bring them up to date; return how many.

    Args:
        rows: Fields of `Authority`, and `contacts` with a list of fields of `Contact`.
        now: The moment.

    Raises:
        UnusableInputError: An unknown kind, channel or status; nothing was changed.
    """
    count = 0
    with transaction.atomic():
        for row in rows:
            values = dict(row)
            contacts = values.pop("contacts", ())
            _require_known(values, contacts)
            key = {name: values.pop(name) for name in ("country", "kind", "name_en")}
            authority, _ = Authority.objects.update_or_create(**key, defaults=values)
            for contact in contacts:
                _put_contact(authority, contact)
            count += 1
        record(at=now, event="directory:load", actor="node", facts={"rows": count})
    return count


def _put_contact(authority: Authority, given: Mapping[str, Any]) -> None:
    values = dict(given)
    key = {name: values.pop(name) for name in ("function", "channel")}
    Contact.objects.update_or_create(authority=authority, **key, defaults=values)


def _require_known(values: Mapping[str, Any], contacts: Iterable[Mapping[str, Any]]) -> None:
    channels = {*values["channels"], *(contact["channel"] for contact in contacts)}
    if values["kind"] not in KINDS or not channels <= set(CHANNELS):
        raise UnusableInputError("the kind or a channel of an authority is not known")
    if values["status"] not in Authority.Status.values:
        raise UnusableInputError("the status of an authority is not known")


def _record(event: str, code: str, *, by: User | None, now: datetime) -> None:
    if by is None:
        record(at=now, event=event, actor="node", object_kind="node", object_id=code)
    else:
        record_deed(by=by, at=now, event=event, object_kind="node", object_id=code)
