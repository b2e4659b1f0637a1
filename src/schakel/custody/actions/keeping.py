"""Note that an item is here, and to whom it went; inside the caller's transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from schakel.accounts.queries import Unit
from schakel.custody.models import Copy, Item


@dataclass(frozen=True, slots=True, kw_only=True)
class NewItem:
    """What is known of an item when it is made or comes in.

    `originator` and `from_node` are node codes; without a node the first is a country, the second
    empty. `files` are the SHA-256 of each.
    """

    id: UUID
    kind: str
    thread_id: UUID
    unit: Unit
    reference: str
    originator: str
    originator_country: str
    from_node: str
    codes_mask: int
    purpose: str
    envelope_id: UUID | None = None
    text: str = ""
    restrictions: str = ""
    files: Sequence[str] = ()


def keep_item(new: NewItem, *, now: datetime) -> Item:
    """Note that an item is here since `now`."""
    return Item.objects.create(
        id=new.id,
        kind=new.kind,
        thread_id=new.thread_id,
        unit=new.unit,
        reference=new.reference[:60],
        originator=new.originator,
        originator_country=new.originator_country,
        from_node=new.from_node,
        envelope_id=new.envelope_id,
        codes_mask=new.codes_mask,
        purpose=new.purpose,
        text=new.text,
        restrictions=new.restrictions[:500],
        files=sorted(new.files),
        received_at=now,
    )


def note_copy(
    item_id: UUID,
    *,
    node: str,
    envelope_id: UUID | None,
    decision_id: UUID | None,
    now: datetime,
) -> None:
    """Note that an item went to a node."""
    Copy.objects.get_or_create(
        item_id=item_id,
        node=node,
        defaults={"envelope_id": envelope_id, "decision_id": decision_id, "at": now},
    )
