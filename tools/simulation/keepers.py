"""What people do with items: give, pass on, mark, recall, restrict, over hands in between."""

import random
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from schakel.accounts.models import User
from schakel.accounts.queries import get_unit_or_desk
from schakel.custody.actions import NewItem, keep_item, mark_exculpatory, note_copy, tell_holders
from schakel.custody.actions.passing import require_usable
from schakel.custody.actions.telling import send
from schakel.custody.core.deeds import Deed, Reason
from schakel.custody.core.holders import Content, Holder
from schakel.custody.core.messages import ItemPassed
from schakel.custody.models import Item
from schakel.exchange.actions import OutgoingFile, content_of
from schakel.handling.core.case import Purpose
from schakel.handling.core.decision import Cleared
from schakel.kernel.canonical import canonical_json, sha256_hex
from schakel.shell import vault
from schakel.wire.core.bodies import to_body
from tools.simulation.machine import Machine
from tools.simulation.stage import CODES, OFFICER

OWN = "simulation"  # kind of the items that a node gave first
THREAD = UUID("00000000-0000-4000-8000-000000000002")
HOLDER = Holder(
    visible=lambda user, ids: ids,
    read=lambda item_id: Content(text="", restrictions="", originals=()),
    erase=lambda item_id, now: None,
    page=lambda item_id: "/",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What an originator said of an item of his."""

    id: UUID
    item: UUID
    by: str  # node
    deed: Deed


class Keepers:
    """The part of the world that has items; `run` and `some` are those of the world."""

    chance: random.Random
    machines: dict[str, Machine]
    notices: list[Notice]
    run: Any
    some: Any

    def give(self) -> None:
        """A node gives an item of its own to a partner."""
        machine = self.some()
        to = self.chance.choice([code for code in CODES if code != machine.code])
        content = self.chance.randbytes(300) if self.chance.random() < 0.5 else b""

        def do(now: datetime) -> None:
            files = _kept(content)
            with transaction.atomic():
                new = NewItem(
                    id=uuid4(),
                    kind=OWN,
                    thread_id=THREAD,
                    unit=get_unit_or_desk(""),
                    reference="S-1",
                    originator=machine.code,
                    originator_country=machine.code.upper(),
                    from_node=machine.code,
                    codes_mask=0,
                    purpose=Purpose.CRIME.value,
                    files=[file.sha256 for file in files],
                )
                item = keep_item(new, now=now)
                _pass(item, text=f"{new.id} says", files=files, to=to, now=now)

        self.run(machine, f"gives an item to {to}", do)

    def pass_on(self) -> None:
        """A node passes an item of another on, with its originator's leave."""
        machine = self.some()
        held = machine.ask(
            "SELECT id, originator, from_node FROM custody_item"
            " WHERE kind = 'passed' AND state = 'held' AND restricted_at IS NULL ORDER BY id"
        )
        if not held:
            return
        item_id, *away = self.chance.choice(held)
        others = [code for code in CODES if code not in {machine.code, *away}]
        if not others:
            return
        to = self.chance.choice(others)

        def do(now: datetime) -> None:
            with transaction.atomic():
                item = Item.objects.select_for_update().get(id=UUID(item_id))
                require_usable(item)
                if item.copies.filter(node=to).exists():
                    return
                _pass(item, text=item.text, files=_files_of(item), to=to, now=now)

        self.run(machine, f"passes an item on to {to}", do)

    def mark(self) -> None:
        """Somebody finds that an item speaks for an accused: nothing erases it after that."""
        machine = self.some()
        held = machine.ask(
            "SELECT id FROM custody_item"
            " WHERE kind = 'passed' AND state = 'held' AND exculpatory_at IS NULL ORDER BY id"
        )
        if held:
            item_id = UUID(self.chance.choice(held)[0])
            self.run(
                machine,
                "marks an item",
                lambda now: mark_exculpatory(item_id=item_id, by=_officer(), now=now),
            )

    def recall(self) -> None:
        """An originator recalls an item of his, or restricts its use."""
        machine = self.some()
        given = machine.ask("SELECT id FROM custody_item WHERE kind = ? ORDER BY received_at", OWN)
        if not given:
            return
        item_id = UUID(self.chance.choice(given)[0])
        deed = self.chance.choice((Deed.RECALL, Deed.RECALL, Deed.RECALL, Deed.RESTRICT))

        def do(now: datetime) -> UUID:
            reason = Reason.MISTAKE.value
            return tell_holders(item_id=item_id, deed=deed, reason=reason, by=_officer(), now=now)

        if notice := self.run(machine, f"says {deed} of an item", do):
            self.notices.append(Notice(id=notice, item=item_id, by=machine.code, deed=deed))


def _officer() -> User:
    return User.objects.get(username=OFFICER)


def _kept(content: bytes) -> list[OutgoingFile]:
    if not content:
        return []
    sha256, _ = vault.put([content])
    return [OutgoingFile(name="a.bin", media_type="application/octet-stream", sha256=sha256)]


def _files_of(item: Item) -> list[OutgoingFile]:
    return [
        OutgoingFile(name="a.bin", media_type="application/octet-stream", sha256=sha256)
        for sha256 in item.files
    ]


def _pass(item: Item, *, text: str, files: list[OutgoingFile], to: str, now: datetime) -> None:
    """Send an item as `pass_on` does, without asking the gate, which is not what is played."""
    message = ItemPassed(
        item=item.id,
        reference=item.reference,
        text=text,
        restrictions="",
        originator=item.originator,
        originator_country=item.originator_country,
        purpose=item.purpose,
        given_at=item.received_at,
    )
    content = content_of(to_body(message), [file.sha256 for file in files])
    cleared = Cleared(
        decision_id=item.id,
        item_kind="item",
        item_id=item.id,
        receiver=to,
        content_sha256=sha256_hex(canonical_json(content)),
        codes=frozenset(),
        conditions=(),
        cleared_at=now,
    )
    envelope_id = send(
        item,
        "item.pass",
        message,
        to_node=to,
        cleared=cleared,
        now=now,
        thread_id=uuid4(),
        files=files,
    )
    note_copy(item.id, node=to, envelope_id=envelope_id, decision_id=item.id, now=now)
