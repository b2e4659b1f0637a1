"""The course of events: who does what next, and what the wire does with it."""

import json
import os
import random
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch
from uuid import UUID

import httpx
from django.db import connection, transaction

from schakel.custody.core.holders import holders
from schakel.exchange import actions, api
from schakel.exchange.actions import handling, renumbering, sending, settling
from schakel.handling.core.decision import Cleared
from schakel.kernel.canonical import canonical_json, sha256_hex
from schakel.links.actions import finish_rotation, heal_links, tell, telling
from schakel.parcels.actions import sending as parcels
from schakel.shell import vault
from schakel.wire.actions import blobs, lines
from schakel.wire.actions.blobs import keep_blob
from schakel.wire.actions.lines import Landing
from schakel.wire.core.kinds import Kind, Received, kinds
from tools.simulation.check_items import risen
from tools.simulation.healing import Healing
from tools.simulation.keepers import HOLDER, OWN, Keepers, Notice
from tools.simulation.machine import Machine, PowerCut
from tools.simulation.network import Network, Packet, Pool
from tools.simulation.stage import BEGINNING, CODES, new_machines
from tools.simulation.straight import Straight, knock, node_of
from tools.simulation.troubles import Troubles

NOTE = "simulation.note"
THREAD = UUID("00000000-0000-4000-8000-000000000001")
# the modules that draw a random share of a pause
JITTERS = (handling, parcels, renumbering, sending, settling, telling)
TRAVELLING = "SELECT 1 FROM exchange_outgoing WHERE state = 'travelling' LIMIT 1"
PART = 65_536  # bytes; of files in parts, so that small files have some
WHOLE = 100_000  # bytes; what is larger goes in parts
SIZES = (300, 300, 300, 180_000)  # bytes, of files


class World(Keepers, Troubles, Healing):
    """Three nodes, the network between them, the time, and the chance that rules them."""

    def __init__(self, chance: random.Random, *, root: Path) -> None:
        self.chance = chance
        self.now = BEGINNING
        self.network = Network()
        self.machines = new_machines(root)
        self.large: set[str] = set()  # files that travel in parts
        self.numbers = dict.fromkeys(CODES, 0)
        self.trace: list[str] = []
        self.at: Machine = self.machines[CODES[0]]
        self.crashes = 0
        self.notices: list[Notice] = []
        self.victim = self.some()
        self.restores = 0
        self.faults: list[str] = []  # what was wrong at any moment

    def clock(self, machine: Machine) -> datetime:
        """Return what the clock of a node says."""
        return self.now + machine.skew

    def some(self) -> Machine:
        """Return any node."""
        return self.machines[self.chance.choice(CODES)]

    def say(self, text: str) -> None:
        """Note what happens."""
        self.trace.append(f"{self.now:%d %H:%M:%S}  {text}")

    def run(self, machine: Machine, what: str, do: Callable[[datetime], Any]) -> Any:
        """Let a node do something; perhaps the power goes off in the middle of it.

        Returns what it did, or None when it failed; then everything of it must be undone.
        """
        limit = None
        if self.chance.random() < self.risk:
            limit = self.chance.randrange(self.chance.choice((3, 10, 30, 60)))
        before, self.at = self.at, machine
        try:
            with machine.at_work(statements=limit):
                done = do(self.clock(machine))
            self.say(f"{machine.code} {what}: {done if isinstance(done, int) else 'done'}")
            self.faults += risen(machine)
            return done
        except PowerCut:
            self.crashes += 1
            self.say(f"{machine.code} {what}: power cut after {limit} statements")
        except Exception as error:
            self.say(f"{machine.code} {what}: {type(error).__name__} {error}")
        finally:
            self.at = before
        return None

    risk = 0.2  # of a power cut in the middle of an action

    # What nodes do.

    def deed(self, machine: Machine | None = None, to: str = "") -> None:
        """Somebody does something about which a partner is told, in one transaction."""
        machine = machine or self.some()
        to = to or self.chance.choice([code for code in CODES if code != machine.code])
        count = self.chance.choice((1, 1, 1, 2, 5))
        has_file = self.chance.random() < 0.15
        life = timedelta(hours=6) if self.chance.random() < 0.1 else timedelta(days=30)

        def do(now: datetime) -> int:
            files = actions.prepare_files([self._file()], to_node=to) if has_file else []
            with transaction.atomic():
                for _ in range(count):
                    self._note(machine, to, files=files, now=now, expires_at=now + life)
            return count

        self.run(machine, f"tells {to}", do)

    def _note(self, machine: Machine, to: str, *, files: list[Any], **when: datetime) -> None:
        self.numbers[machine.code] += 1
        number = self.numbers[machine.code]
        body = {"number": number}
        content = actions.content_of(body, [file.sha256 for file in files])
        cleared = Cleared(
            decision_id=THREAD,
            item_kind="link",
            item_id=THREAD,
            receiver=to,
            content_sha256=sha256_hex(canonical_json(content)),
            codes=frozenset(),
            conditions=(),
            cleared_at=when["now"],
        )
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO sim_deed (node, number, is_large) VALUES (%s, %s, %s)",
                [to, number, any(file.sha256 in self.large for file in files)],
            )
            row = cursor.lastrowid
        envelope = actions.enqueue(
            cleared=cleared,
            to_node=to,
            thread_id=THREAD,
            kind=NOTE,
            body=body,
            files=files,
            **when,
        )
        with connection.cursor() as cursor:
            cursor.execute("UPDATE sim_deed SET envelope = %s WHERE id = %s", [envelope.hex, row])

    def _file(self) -> actions.OutgoingFile:
        size = self.chance.choice(SIZES)
        sha256, _ = vault.put([self.chance.randbytes(size)])
        if size > WHOLE:
            self.large.add(sha256)
        return actions.OutgoingFile(name="a.bin", media_type="image/png", sha256=sha256)

    def work(self, machine: Machine | None = None) -> None:
        """The worker sends what waits, and takes in what came back."""
        machine = machine or self.some()
        if machine.parcels or machine.ask(TRAVELLING):
            self.run(machine, "sends parts", parcels.send_parcels)
        self.run(machine, "sends", actions.send_waiting)

    def retry(self, machine: Machine | None = None) -> None:
        """The worker unpacks large files, and tries again what could not take effect."""
        machine = machine or self.some()
        while self.run(machine, "unpacks", actions.unpack):
            pass
        self.run(machine, "retries", actions.handle_waiting)

    def speak(self, machine: Machine | None = None) -> None:
        """The worker tells partners about the link, and heals it."""
        machine = machine or self.some()
        self.run(machine, "tells partners", tell)
        self.run(machine, "changes keys", finish_rotation)
        self.run(machine, "heals links", heal_links)

    def open(self, machine: Machine | None = None) -> None:
        """Somebody opens a message."""
        machine = machine or self.some()
        rows = machine.ask(
            "SELECT envelope_id FROM exchange_incoming WHERE kind = ? AND state = 'delivered'"
            " AND opened_at IS NULL ORDER BY id",
            NOTE,
        )
        if rows:
            envelope = UUID(self.chance.choice(rows)[0])
            self.run(
                machine,
                "opens",
                lambda now: actions.mark_opened(envelope_id=envelope, now=now),
            )

    # What the wire does.

    def arrive(self) -> None:
        """A request arrives, not always the oldest, and is answered."""
        if packets := self.network.requests():
            self.deliver(self.chance.choice(packets))

    def come_back(self) -> None:
        """An answer arrives."""
        if packets := self.network.answers():
            self.network.come_back(self.chance.choice(packets))

    def lose(self) -> None:
        """A request, or an answer, vanishes."""
        if self.network.packets:
            packet = self.chance.choice(self.network.packets)
            self.say(f"{packet.sender} > {packet.receiver} is lost")
            self.network.lose(packet)

    def double(self) -> None:
        """A request will arrive once more, some time."""
        if packets := self.network.requests():
            packet = self.chance.choice(packets)
            self.say(f"{packet.sender} > {packet.receiver} is doubled")
            self.network.copy(packet)

    def deliver(self, packet: Packet) -> None:
        """Let a request arrive."""
        if self.network.is_cut(packet):
            self.network.lose(packet)
            return
        if packet.load.parcels:
            self._carry(packet)
            return
        receiver = self.machines[packet.receiver]
        landing = Landing(problem="exchange.no-answer")

        def take(now: datetime) -> int:
            for digest, claim in packet.claims.items():
                self._take_blob(packet, digest, claim, now=now)
                landing.blobs.append(digest)
            answer = actions.take_envelopes(json.loads(packet.body), now=now)
            said = json.loads(json.dumps([answer.results, answer.missing]))
            landing.results, landing.missing, landing.problem = *said, ""
            return len(answer.results)

        if self.run(receiver, f"takes from {packet.sender}", take) is None:
            landing.blobs, landing.problem = [], landing.problem or "exchange.unreachable"
        packet.answer = landing
        if packet.future is None:
            self.network.come_back(packet)

    def _carry(self, packet: Packet) -> None:
        """Let the parts of a large file go, each by itself, until one of them does not arrive."""
        sender, load = self.machines[packet.sender], packet.load
        before, self.at = self.at, sender
        try:
            with sender.at_work():
                packet.answer = lines.carry(load)
        except OSError:  # a file that is no longer here
            packet.answer = Landing(problem="exchange.no-answer")
        finally:
            self.at = before
        self.say(f"{sender.code} > {packet.receiver}: {packet.answer.parts} parts")
        if packet.future is None:
            self.network.come_back(packet)

    def serve(self, request: httpx.Request) -> httpx.Response | None:
        """Let the other node answer while the node at work waits; None when nobody does."""
        sender, receiver = self.at, self.machines[node_of(request)]
        is_cut = frozenset({sender.code, receiver.code}) in self.network.cut
        if is_cut or self.chance.random() < self.risk / 2:
            return None
        answer: httpx.Response | None = self.run(
            receiver, f"answers {sender.code}", lambda now: knock(request)
        )
        return None if self.chance.random() < self.risk / 2 else answer

    def _take_blob(self, packet: Packet, digest: str, claim: str, *, now: datetime) -> None:
        actions.check_claim(claim, blob=digest, now=now)
        keep_blob([packet.blobs[digest]], digest=digest)


# How often each thing happens, of all.
COURSE: dict[str, int] = {
    "deed": 12,
    "work": 30,
    "arrive": 25,
    "come_back": 20,
    "retry": 5,
    "open": 5,
    "lose": 3,
    "double": 4,
    "wait": 8,
    "cut": 3,
    "put_clock": 4,
    "fill": 2,
    "switch_off": 1,
    "speak": 6,
    "give": 8,
    "pass_on": 10,
    "mark": 1,
    "recall": 6,
    "rotate": 1,
    "back_up": 3,
    "restore": 3,
    "bury": 2,
}


@contextmanager
def a_world(chance: random.Random) -> Iterator[World]:
    """Open a world that chance alone rules: ids, pauses and what happens next."""
    with ExitStack() as stack:
        root = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="schakel-world-")))
        world = World(chance, root=root)
        for machine in world.machines.values():
            stack.callback(machine.throw_away)
        draw = random.Random(chance.random())  # noqa: S311  # no secret
        stack.enter_context(patch.object(os, "urandom", draw.randbytes))
        for module in JITTERS:
            fake = SimpleNamespace(randbelow=draw.randrange)
            stack.enter_context(patch.object(module, "secrets", fake))
        pool = Pool(world.network, sender=lambda: world.at)
        for sender in (sending, parcels):
            stack.enter_context(patch.object(sender, "_pool", pool))
            stack.enter_context(patch.object(sender, "_flights", {}))
        stack.enter_context(patch.object(sending, "PATIENCE", 0))
        stack.enter_context(patch.dict(kinds._entries, {NOTE: Kind(name=NOTE, handle=_handle)}))
        stack.enter_context(patch.dict(holders._entries, {OWN: HOLDER}))
        for module, name, value in (
            (sending, "PART", PART),
            (blobs, "PART", PART),
            (blobs, "WHOLE", WHOLE),
            (lines, "open_line", lambda: httpx.Client(transport=Straight(world.serve))),
            (api, "timezone", SimpleNamespace(now=lambda: world.clock(world.at))),
        ):
            stack.enter_context(patch.object(module, name, value))
        yield world


def _handle(message: Received) -> None:
    files = ",".join(file.sha256 for file in message.files)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO sim_effect (node, number, envelope, files) VALUES (%s, %s, %s, %s)",
            [message.from_node, message.body["number"], message.envelope_id.hex, files],
        )
