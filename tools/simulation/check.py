"""What must be true once everything works again: the ledgers agree, each effect once, in order."""

from collections.abc import Iterator
from itertools import permutations

from tools.simulation.machine import Machine
from tools.simulation.stage import CODES
from tools.simulation.world import NOTE, World


def faults(world: World) -> list[str]:
    """Return what is not as it must be; empty when all is well."""
    found: list[str] = []
    for sender, receiver in permutations(CODES, 2):
        one, other = world.machines[sender], world.machines[receiver]
        link = f"{sender} > {receiver}"
        found += [f"{link}: {fault}" for fault in _of_link(one, other)]
    return found


def _of_link(one: Machine, other: Machine) -> Iterator[str]:
    """Yield what is wrong between a sender and a receiver."""
    deeds = one.ask("SELECT number, envelope FROM sim_deed WHERE node = ? ORDER BY id", other.code)
    sent = one.ask(
        "SELECT id, seq, state, digest, kind FROM exchange_outgoing WHERE link_id = ? ORDER BY seq",
        other.code,
    )
    taken = {
        id_: (seq, state)
        for id_, seq, state in other.ask(
            "SELECT envelope_id, seq, state FROM exchange_incoming WHERE link_id = ? AND kind != ?",
            one.code,
            "exchange.void",
        )
    }
    if [envelope for _, envelope in deeds] != [row[0] for row in sent if row[4] == NOTE]:
        yield "the outbox holds other messages than the deeds"
    for id_, seq, state, _, kind in sent:
        if kind == "exchange.receipt" and state == "accepted":
            state = "delivered"  # nobody is told when a receipt took effect behind a gap
        has_effect = id_ in taken and taken[id_] == (seq, "delivered")
        if has_effect != (state in {"delivered", "opened"}):
            yield f"number {seq} is {state} at the sender and {taken.get(id_)} at the receiver"
        if state not in {"delivered", "opened", "expired"}:
            yield f"number {seq} ended as {state}"
    yield from _of_effects(one, other, deeds=dict(deeds), states={r[0]: r[2] for r in sent})
    yield from _of_counters(one, other)


def _of_effects(
    one: Machine, other: Machine, *, deeds: dict[int, str], states: dict[str, str]
) -> Iterator[str]:
    effects = [
        n
        for (n,) in other.ask("SELECT number FROM sim_effect WHERE node = ? ORDER BY id", one.code)
    ]
    if len(set(effects)) != len(effects):
        yield f"took effect twice: {effects}"
    if effects != sorted(effects):
        yield f"took effect out of order: {effects}"
    due = [n for n, envelope in deeds.items() if states.get(envelope) in {"delivered", "opened"}]
    if sorted(effects) != sorted(due):
        yield f"effects {effects}, but delivered are {due}"
    opened = {
        id_
        for (id_,) in other.ask(
            "SELECT envelope_id FROM exchange_incoming WHERE link_id = ? AND opened_at IS NOT NULL",
            one.code,
        )
    }
    told = {id_ for id_, state in states.items() if state == "opened"}
    if opened != told:
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
