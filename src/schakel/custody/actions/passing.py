"""Pass an item on, when its originator and the gate let it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from schakel.accounts.queries import Capability, User, require
from schakel.casework.core.threads import Direction
from schakel.custody import queries
from schakel.custody.actions.keeping import note_copy
from schakel.custody.actions.telling import log, send, tell_thread
from schakel.custody.core.holders import Content
from schakel.custody.core.messages import ItemPassed
from schakel.custody.models import Item
from schakel.exchange.actions import OutgoingFile, content_of, prepare_files
from schakel.handling.actions import clear
from schakel.handling.core.case import Purpose
from schakel.handling.core.decision import Cleared
from schakel.intake.queries import list_originals
from schakel.kernel.errors import ConflictError
from schakel.wire.core.bodies import to_body


def pass_on(
    *, item_id: UUID, node: str, purpose: Purpose, h3_confirmed: bool, by: User, now: datetime
) -> None:
    """Send an item with its files to another node; it stays under its originator's control there.

    Raises:
        ConflictError: It is gone, restricted, corrected, or that node has it.
        GateClosedError: Held or refused, for example without the originator's leave.
        NotAllowedError: The role may not send.
        NotFoundError: No such item for this user, or no such node.
    """
    require(by, Capability.SEND_REQUEST)
    item = queries.get_item(item_id, for_user=by)
    require_usable(item)
    if node not in {code for code, _ in queries.list_receivers(item)}:
        raise ConflictError("this node has the item, or no link with us")
    content = queries.holder_of(item).read(item.id)
    files = _files_of(content, by=by)
    message = _message(item, content, purpose=purpose)
    receiver = queries.country_of(node)
    case = queries.gate_case(
        item, receiver=receiver, purpose=purpose, now=now, h3_confirmed=h3_confirmed
    )
    cleared = clear(
        case=case,
        item_kind="item",
        item_id=item.id,
        content=content_of(to_body(message), [file.sha256 for file in files]),
        by=by,
        now=now,
    )
    ready = prepare_files(files, to_node=node)
    _send(item, message, ready, node=node, cleared=cleared, by=by, now=now)


def _files_of(content: Content, *, by: User) -> list[OutgoingFile]:
    originals = list_originals(set(content.originals), for_user=by)
    return [OutgoingFile(name=o.name, media_type=o.media_type, sha256=o.sha256) for o in originals]


def _message(item: Item, content: Content, *, purpose: Purpose) -> ItemPassed:
    return ItemPassed(
        item=item.id,
        reference=item.reference,
        text=content.text,
        restrictions=content.restrictions,
        originator=item.originator,
        originator_country=item.originator_country,
        purpose=purpose.value,
        given_at=item.received_at,
    )


def _send(  # noqa: PLR0913  # one argument per part of a message
    item: Item,
    message: ItemPassed,
    files: Sequence[OutgoingFile],
    *,
    node: str,
    cleared: Cleared,
    by: User,
    now: datetime,
) -> None:
    with transaction.atomic():
        require_usable(Item.objects.select_for_update().get(id=item.id))
        envelope_id = send(
            item,
            "item.pass",
            message,
            to_node=node,
            cleared=cleared,
            now=now,
            thread_id=uuid4(),
            files=files,
        )
        decision_id = cleared.decision_id
        note_copy(item.id, node=node, envelope_id=envelope_id, decision_id=decision_id, now=now)
        log("item:pass", item, by=by, now=now, recipient=node)
        tell_thread(item, "item-passed", Direction.OUT, now=now, by=by, node=node.upper())


def require_usable(item: Item) -> None:
    """Return when an item is here and its originator did not restrict or replace it.

    Raises:
        ConflictError: It is not.
    """
    if item.state != Item.State.HELD:
        raise ConflictError("the item is no longer here")
    if item.restricted_at is not None or item.replaced_by is not None:
        raise ConflictError("its originator restricted the item, or another took its place")
