"""The course of events: who does what next, and what goes wrong meanwhile."""

import json
import os
import random
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from itertools import permutations
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch
from uuid import UUID

from django.db import connection, transaction

from schakel.exchange import actions
from schakel.exchange.actions import handling, sending, settling
from schakel.exchange.core.kinds import Kind, Received, kinds
from schakel.handling.core.decision import Cleared
from schakel.kernel.canonical import canonical_json, sha256_hex
from schakel.shell import vault
from schakel.wire.actions.blobs import keep_blob
from schakel.wire.actions.lines import Landing
from tools.simulation.machine import Machine, PowerCut
from tools.simulation.network import Network, Packet, Pool
from tools.simulation.stage import BEGINNING, CODES, new_machines

NOTE = "simulation.note"
THREAD = UUID("00000000-0000-4000-8000-000000000001")
JITTERS = (handling, sending, settling)  # the modules that draw a random share of a pause


class World:
    """Three nodes, the network between them, the time, and the chance that rules them."""

    def __init__(self, chance: random.Random, *, root: Path) -> None:
        self.chance = chance
        self.now = BEGINNING
        self.network = Network()
        self.machines = new_machines(root)
        self.numbers = dict.fromkeys(CODES, 0)
        self.trace: list[str] = []
        self.at: Machine = self.machines[CODES[0]]
        self.crashes = 0

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
        self.at = machine
        try:
            with machine.at_work(statements=limit):
                done = do(self.clock(machine))
            self.say(f"{machine.code} {what}: {done if isinstance(done, int) else 'done'}")
            return done
        except PowerCut:
            self.crashes += 1
            self.say(f"{machine.code} {what}: power cut after {limit} statements")
        except Exception as error:
            self.say(f"{machine.code} {what}: {type(error).__name__} {error}")
        return None

    risk = 0.2  # of a power cut in the middle of an action

    # What nodes do.

    def deed(self, machine: Machine | None = None) -> None:
        """Somebody does something about which a partner is told, in one transaction."""
        machine = machine or self.some()
        to = self.chance.choice([code for code in CODES if code != machine.code])
        count = self.chance.choice((1, 1, 1, 2, 5))
        has_file = self.chance.random() < 0.15
        life = timedelta(hours=6) if self.chance.random() < 0.1 else timedelta(days=30)

        def do(now: datetime) -> int:
            files = [self._file()] if has_file else []
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
            cursor.execute("INSERT INTO sim_deed (node, number) VALUES (%s, %s)", [to, number])
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
        sha256, _ = vault.put([self.chance.randbytes(300)])
        return actions.OutgoingFile(name="a.bin", media_type="image/png", sha256=sha256)

    def work(self, machine: Machine | None = None) -> None:
        """The worker sends what waits, and takes in what came back."""
        machine = machine or self.some()
        self.run(machine, "sends", actions.send_waiting)

    def retry(self, machine: Machine | None = None) -> None:
        """The worker tries again what could not take effect."""
        machine = machine or self.some()
        self.run(machine, "retries", actions.handle_waiting)

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

    def _take_blob(self, packet: Packet, digest: str, claim: str, *, now: datetime) -> None:
        actions.check_claim(claim, blob=digest, now=now)
        keep_blob([packet.blobs[digest]], digest=digest)

    # What goes wrong around them.

    def wait(self) -> None:
        """Time passes; sometimes a day."""
        seconds = self.chance.choice((1, 1, 10, 60, 600, 7200, 86_400))
        self.now += timedelta(seconds=seconds)

    def cut(self) -> None:
        """Nothing passes between two nodes any more, or again."""
        pair = frozenset(self.chance.sample(CODES, 2))
        self.network.cut ^= {pair}
        self.say(f"{'-'.join(sorted(pair))} {'cut' if pair in self.network.cut else 'mended'}")

    def put_clock(self) -> None:
        """Somebody puts a clock wrong, or right."""
        machine = self.some()
        hours = self.chance.choice((0, 0, 0, -12, -1, 1, 3, 12))
        machine.skew = timedelta(hours=hours)
        self.say(f"the clock of {machine.code} is off by {hours} hours")

    def fill(self) -> None:
        """A disk is full, or is emptied."""
        machine = self.some()
        machine.is_full = not machine.is_full
        self.say(f"the disk of {machine.code} is {'full' if machine.is_full else 'free'}")

    def switch_off(self) -> None:
        """A node loses power between two actions."""
        machine = self.some()
        machine.power_on()
        self.say(f"{machine.code} is switched off and on")

    def heal(self) -> list[str]:
        """Let everything work again; return what is still stuck when it should not be.

        What was made while a clock ran ahead is not taken before its time. All other links must be
        quiet within half an hour, and those soon after that time.
        """
        self.say("all is well again")
        self.risk = 0.0
        self.network.cut.clear()
        for machine in self.machines.values():
            machine.skew, machine.is_full = timedelta(0), False
        if self._settles(self.now + timedelta(minutes=30)):
            return []
        made = {name: self._made(*name) for name in permutations(CODES, 2)}
        stuck = [
            f"{sender} > {receiver}: stands still for half an hour"
            for (sender, receiver), (waiting, latest) in made.items()
            if waiting and latest <= self.now
        ]
        self.now = max([self.now, *(latest for _, latest in made.values())])
        if not self._settles(self.now + timedelta(hours=2)):
            stuck.append("not healed within two hours")
        return stuck

    def _settles(self, deadline: datetime) -> bool:
        """Let everybody work; tell whether nothing is left to do before the deadline."""
        while self.now < deadline:
            self._round()
            if not self.network.packets and not any(map(self._is_busy, self.machines.values())):
                return True
            self.now = max(self.now + timedelta(minutes=2), min(self._next_moments()))
        return False

    def _round(self) -> None:
        for machine in self.machines.values():
            self.work(machine)
            self.retry(machine)
        while self.network.packets:
            for packet in list(self.network.packets):
                if packet.answer is None:
                    self.deliver(packet)
                else:
                    self.network.come_back(packet)
            for machine in self.machines.values():
                if machine.flights:
                    self.work(machine)

    def _is_busy(self, machine: Machine) -> bool:
        return bool(
            machine.flights
            or machine.ask(
                "SELECT 1 FROM exchange_outgoing WHERE state = 'waiting' OR is_void_due"
                " UNION ALL SELECT 1 FROM exchange_incoming WHERE state = 'waiting'"
            )
        )

    def _next_moments(self) -> list[datetime]:
        found = [self.now + timedelta(minutes=10)]
        for machine in self.machines.values():
            for (text,) in machine.ask(
                "SELECT next_try_at FROM exchange_outgoing WHERE state = 'waiting' OR is_void_due"
                " UNION ALL SELECT next_try_at FROM exchange_incoming WHERE state = 'waiting'"
                " UNION ALL SELECT next_try_at FROM exchange_link"
            ):
                if text and (moment := _moment(text)) > self.now:
                    found.append(moment)
        return found

    def _made(self, sender: str, receiver: str) -> tuple[int, datetime]:
        """Return how many messages wait on a link, and when the latest of them was made."""
        machine = self.machines[sender]
        ((count, latest),) = machine.ask(
            "SELECT count(*), max(created_at) FROM exchange_outgoing"
            " WHERE link_id = ? AND state = 'waiting'",
            receiver,
        )
        return count, _moment(latest) if count else self.now


def _moment(text: Any) -> datetime:
    found = datetime.fromisoformat(str(text))
    return found if found.tzinfo else found.replace(tzinfo=BEGINNING.tzinfo)


# How often each thing happens, of all.
COURSE: dict[str, int] = {
    "deed": 16,
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
        stack.enter_context(patch.object(sending, "_pool", pool))
        stack.enter_context(patch.object(sending, "_flights", {}))
        stack.enter_context(patch.object(sending, "PATIENCE", 0))
        stack.enter_context(patch.dict(kinds._entries, {NOTE: Kind(name=NOTE, handle=_handle)}))
        yield world


def _handle(message: Received) -> None:
    files = ",".join(file.sha256 for file in message.files)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO sim_effect (node, number, files) VALUES (%s, %s, %s)",
            [message.from_node, message.body["number"], files],
        )
