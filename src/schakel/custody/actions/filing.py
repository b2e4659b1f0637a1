"""What enters a criminal file, or speaks for an accused."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from schakel.accounts.queries import Capability, User, require
from schakel.casework.core.threads import Direction
from schakel.custody import queries
from schakel.custody.actions.passing import require_usable
from schakel.custody.actions.telling import log, send_control, tell_thread
from schakel.custody.core.messages import ItemDisclosed
from schakel.custody.models import Item
from schakel.exchange.actions import content_of
from schakel.handling.actions import clear
from schakel.handling.core.case import Purpose
from schakel.kernel.errors import ConflictError


def enter_file(*, item_id: UUID, h3_confirmed: bool, by: User, now: datetime) -> None:
    """Put an item into the criminal file: from now on a recall restricts it and erases nothing.

    What speaks for an accused waits for no consent, and goes in when it was recalled too: its
    originator gets a notice.

    Raises:
        ConflictError: It is there already, is gone, or restricted.
        GateClosedError: Held or refused, for example without consent to use it as evidence.
        NotAllowedError: The role keeps no criminal file.
    """
    require(by, Capability.KEEP_FILE)
    item = queries.get_item(item_id, for_user=by)
    _require_fit(item)
    if item.in_criminal_file_at is not None:
        raise ConflictError("the item is in the criminal file already")
    country = settings.SCHAKEL_NODE.country
    clear(
        case=queries.gate_case(
            item,
            receiver=country,
            purpose=Purpose.EVIDENCE,
            now=now,
            h3_confirmed=h3_confirmed,
        ),
        item_kind="item",
        item_id=item.id,
        content=content_of({"item": str(item.id)}, item.files),
        by=by,
        now=now,
    )
    with transaction.atomic():
        item = Item.objects.select_for_update().get(id=item.id)
        _require_fit(item)
        item.in_criminal_file_at = now
        item.save(update_fields=["in_criminal_file_at"])
        log("item:file", item, by=by, now=now)
        tell_thread(item, "item-filed", Direction.OWN, now=now, by=by)
        if item.exculpatory_at is not None:
            _give_notice(item, now=now)


def mark_exculpatory(*, item_id: UUID, by: User, now: datetime) -> None:
    """Mark that an item speaks for an accused: it is never erased, and H1 does not hide it.

    Raises:
        ConflictError: It is marked already, or gone.
        NotAllowedError: The role keeps no criminal file.

    Source: UNTOC, art. 18(5) and (19).
    """
    require(by, Capability.DECIDE_FILE)
    item = queries.get_item(item_id, for_user=by)
    if item.exculpatory_at is not None or item.state != Item.State.HELD:
        raise ConflictError("the item is marked already, or no longer here")
    with transaction.atomic():
        note_exculpatory(item_id, by=by, now=now)


def note_exculpatory(item_id: UUID, *, by: User, now: datetime) -> None:
    """Write that an item speaks for an accused, in the caller's transaction, who may decide it.

    What is in the criminal file already is disclosed with that: its originator gets his notice.
    """
    item = Item.objects.select_for_update().get(id=item_id)
    if item.exculpatory_at is not None or item.state != Item.State.HELD:
        return
    item.exculpatory_at = now
    item.save(update_fields=["exculpatory_at"])
    log("item:exculpatory", item, by=by, now=now)
    tell_thread(item, "item-exculpatory", Direction.OWN, now=now, by=by)
    if item.in_criminal_file_at is not None:
        _give_notice(item, now=now)


def _give_notice(item: Item, *, now: datetime) -> None:
    if item.from_node:
        message = ItemDisclosed(item=item.id, at=now)
        send_control(item, "item.disclosed", message, to_node=item.from_node, now=now)


def _require_fit(item: Item) -> None:
    """Return when an item may enter a file: usable, or for an accused and still here.

    Raises:
        ConflictError: It may not.
    """
    if item.exculpatory_at is None or item.state != Item.State.HELD:
        require_usable(item)
