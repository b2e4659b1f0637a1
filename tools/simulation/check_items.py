"""What must be true of items: each recall has its receipts, and what was erased stays away."""

import json
from collections.abc import Iterator, Mapping
from uuid import UUID

from schakel.custody.core.deeds import Deed
from tools.simulation.keepers import Notice
from tools.simulation.machine import Machine


def item_faults(machines: Mapping[str, Machine], notices: list[Notice]) -> Iterator[str]:
    """Yield what is not as it must be after everything healed."""
    for notice in notices:
        originator = machines[notice.by]
        if originator.was_restored and not _is_known(originator, notice):
            continue  # it went with the disk; what holders heard of it they did
        yield from _of_receipts(originator, notice)
        for machine in machines.values():
            if machine.code != notice.by:
                yield from _of_holder(machine, notice)
    for machine in machines.values():
        yield from (f"{fault}, after all" for fault in risen(machine))


def risen(machine: Machine) -> Iterator[str]:
    """Yield which items, erased before, are here again after a node came back from an archive."""
    path = machine.home / "custody" / "erased.jsonl"
    if not machine.was_restored or not path.exists():
        return
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    graves = {UUID(line["item"]).hex for line in lines if "item" in line}
    held = {id_ for (id_,) in machine.ask("SELECT id FROM custody_item WHERE state = 'held'")}
    for item in sorted(graves & held):
        yield f"{machine.code}: item {item} rose from its grave"


def _is_known(originator: Machine, notice: Notice) -> bool:
    return bool(originator.ask("SELECT 1 FROM custody_holdernotice WHERE id = ?", notice.id.hex))


def _of_receipts(originator: Machine, notice: Notice) -> Iterator[str]:
    """Yield which holder did not sign for what it did."""
    if not _is_known(originator, notice):
        yield f"{notice.by}: a notice is gone"
    copies = {
        node
        for (node,) in originator.ask(
            "SELECT node FROM custody_copy WHERE item_id = ? AND at <="
            " (SELECT at FROM custody_holdernotice WHERE id = ?)",
            notice.item.hex,
            notice.id.hex,
        )
    }
    receipts = dict(
        originator.ask(
            "SELECT node, outcome FROM custody_holderreceipt WHERE notice_id = ?", notice.id.hex
        )
    )
    for node in sorted(copies | set(receipts)):
        if not receipts.get(node):
            yield f"{notice.by}: {node} did not sign for {notice.deed} of {notice.item}"


def _of_holder(machine: Machine, notice: Notice) -> Iterator[str]:
    """Yield what a node still has that its originator recalled, or uses without limit."""
    rows = machine.ask(
        "SELECT state, text, files, envelope_id, exculpatory_at, restricted_at"
        " FROM custody_item WHERE id = ? AND kind = 'passed'",
        notice.item.hex,
    )
    for state, text, files, envelope, exculpatory, restricted in rows:
        shown = f"{machine.code}: item {notice.item}"
        if state == "erased":
            yield from (f"{shown} is erased and {left}" for left in _left(machine, notice.item))
            if text:
                yield f"{shown} is erased and can be read"
            yield from (f"{shown}: {left}" for left in _kept(machine, envelope, json.loads(files)))
        elif notice.deed is not Deed.RESTRICT and not exculpatory:
            yield f"{shown} is held after {notice.deed}"
        elif not restricted:
            yield f"{shown} is used without limit after {notice.deed}"


def _left(machine: Machine, item: UUID) -> Iterator[str]:
    if machine.ask("SELECT 1 FROM shell_searchtext WHERE object_id = ?", item.hex):
        yield "can be found"


def _kept(machine: Machine, envelope: str, files: list[str]) -> Iterator[str]:
    """Yield what is left of the message and the files of an item that was erased."""
    message = "SELECT 1 FROM exchange_incoming WHERE envelope_id = ? AND token != ''"
    if machine.ask(message, envelope):
        yield "its message can be read"
    for sha256 in files:
        if (machine.home / "vault" / sha256[:2] / sha256).exists():
            yield "its file is here"
