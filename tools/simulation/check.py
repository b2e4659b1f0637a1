"""What must be true once everything works again: the ledgers agree, each effect once, in order."""

from collections.abc import Iterator, Sequence
from itertools import permutations

from schakel.links.actions import compare_ledgers
from tools.simulation.check_items import item_faults
from tools.simulation.machine import Machine
from tools.simulation.stage import CODES
from tools.simulation.world import NOTE, World

ENDED = {"delivered", "opened", "expired"}


def faults(world: World) -> list[str]:
    """Return what is not as it must be; empty when all is well."""
    found = list(dict.fromkeys(world.faults))
    for sender, receiver in permutations(CODES, 2):
        one, other = world.machines[sender], world.machines[receiver]
        link = f"{sender} > {receiver}"
        found += [f"{link}: {fault}" for fault in _of_link(one, other)]
    for number, code in enumerate(CODES):
        found += _of_ledgers(world, world.machines[code], CODES[number + 1 :])
    found += item_faults(world.machines, world.notices)
    return found


def _of_ledgers(world: World, machine: Machine, partners: Sequence[str]) -> list[str]:
    """Let a node compare its ledgers with those of partners, as an administrator does."""
    found: list[str] = []

    def compare(now: object) -> int:
        for node in partners:
            for one in compare_ledgers(node=node, now=world.clock(machine)):
                if one.differs_at is not None or one.mine_last != one.theirs_last:
                    found.append(f"{machine.code}: ledgers with {node} differ: {one}")
        return len(found)

    if world.run(machine, "compares ledgers", compare) is None:
        found.append(f"{machine.code}: {world.trace[-1]}")
    return found


def _of_link(one: Machine, other: Machine) -> Iterator[str]:
    """Yield what is wrong between a sender and a receiver."""
    rows = one.ask(
        "SELECT envelope, number, is_large FROM sim_deed WHERE node = ? ORDER BY id", other.code
    )
    deeds = [envelope for envelope, _, _ in rows]
    aside = {envelope for envelope, _, is_large in rows if is_large}
    sent = one.ask(
        "SELECT id, seq, state, kind, problem FROM exchange_outgoing"
        " WHERE link_id = ? ORDER BY seq",
        other.code,
    )
    notes = [id_ for id_, _, _, kind, _ in sent if kind == NOTE]
    others = [[id_ for id_ in ids if id_ not in aside] for ids in (deeds, notes)]
    if not one.was_restored and (others[0] != others[1] or set(deeds) != set(notes)):
        yield "the outbox holds other messages than the deeds"
    if not set(deeds) <= set(notes):
        yield "a deed is known of which no message tells"
    yield from _of_states(one, other, sent)
    delivered = [
        id_ for id_, _, state, kind, _ in sent if kind == NOTE and state in {"delivered", "opened"}
    ]
    yield from _of_effects(one, other, delivered=delivered, aside=aside)
    yield from _of_opening(one, other, {id_ for id_, _, state, _, _ in sent if state == "opened"})
    yield from _of_counters(one, other)


def _of_states(one: Machine, other: Machine, sent: list[tuple[str, ...]]) -> Iterator[str]:
    taken = {
        id_: (seq, state)
        for id_, seq, state in other.ask(
            "SELECT envelope_id, seq, state FROM exchange_incoming WHERE link_id = ? AND kind != ?",
            one.code,
            "exchange.void",
        )
    }
    for id_, seq, state, kind, problem in sent:
        if kind == "exchange.void":
            continue
        if kind == "exchange.receipt" and state == "accepted":
            state = "delivered"  # nobody is told when a receipt took effect behind a gap
        if state == "failed" and kind.startswith("item.") and taken.get(id_) == (seq, "failed"):
            continue  # of what came by two hands, one is told that it is here
        has_effect = id_ in taken and taken[id_] == (seq, "delivered")
        if has_effect != (state in {"delivered", "opened"}):
            yield f"number {seq} is {state} at the sender and {taken.get(id_)} at the receiver"
        if state not in ENDED and problem != "exchange.called-back":  # recalled before it went
            yield f"number {seq} ended as {state}"


def _of_effects(
    one: Machine, other: Machine, *, delivered: list[str], aside: set[str]
) -> Iterator[str]:
    """Yield what is wrong with what took effect; what has a large file may be passed by others."""
    rows = other.ask(
        "SELECT number, envelope, files FROM sim_effect WHERE node = ? ORDER BY id", one.code
    )
    numbers = [number for number, _, _ in rows]
    effects = [envelope for _, envelope, _ in rows]
    if len(set(numbers)) != len(numbers):
        yield f"took effect twice: {numbers}"
    ordered = [number for number, envelope, _ in rows if envelope not in aside]
    if not one.was_restored and ordered != sorted(ordered):
        yield f"took effect out of order: {numbers}"
    if effects != delivered:
        yield f"effects {len(effects)}, delivered {len(delivered)}, or in another order"
    for sha256 in {name for _, _, files in rows for name in files.split(",") if name}:
        if not (other.home / "vault" / sha256[:2] / sha256).exists():
            yield f"the file {sha256} came with a message and is not here"


def _of_opening(one: Machine, other: Machine, told: set[str]) -> Iterator[str]:
    """Yield what the sender does not know of opening; a restored receiver may forget it itself."""
    opened = {
        id_
        for (id_,) in other.ask(
            "SELECT envelope_id FROM exchange_incoming WHERE link_id = ? AND opened_at IS NOT NULL",
            one.code,
        )
    }
    if not opened <= told or (opened != told and not other.was_restored):
        yield f"{len(opened)} were opened, the sender knows of {len(told)}"


def _of_counters(one: Machine, other: Machine) -> Iterator[str]:
    sent = one.ask(
        "SELECT last_sent_seq, last_sent_digest FROM exchange_link WHERE node = ?", other.code
    ) or [(0, "")]
    taken = other.ask(
        "SELECT last_handled_seq, last_handled_digest FROM exchange_link WHERE node = ?", one.code
    ) or [(0, "")]
    if sent != taken:
        yield f"the sender is at {sent[0]}, the receiver at {taken[0]}"
