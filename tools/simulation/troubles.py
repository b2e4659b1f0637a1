"""What goes wrong around the nodes, and what their administrators do."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from schakel.custody.actions import apply_tombstones
from schakel.links.actions import begin_rotation
from schakel.upkeep.actions import finish_restore
from tools.simulation.machine import Machine
from tools.simulation.network import Network
from tools.simulation.stage import CODES

MOST_RESTORES = 2  # of one node in one course of events


class Troubles:
    """The part of the world that goes wrong; `run`, `some` and `say` are those of the world."""

    chance: random.Random
    now: datetime
    network: Network
    machines: dict[str, Machine]
    victim: Machine  # the one node that loses its disk
    restores: int
    clock: Callable[[Machine], datetime]
    run: Any
    some: Callable[[], Machine]
    say: Callable[[str], None]

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

    def rotate(self) -> None:
        """An administrator changes the keys of a node."""
        self.run(self.some(), "announces keys", lambda now: begin_rotation(by=None, now=now))

    def back_up(self) -> None:
        """The node that will lose its disk takes an archive."""
        self.victim.back_up(now=self.clock(self.victim))
        self.say(f"{self.victim.code} takes an archive")

    def restore(self) -> None:
        """A node lost its disk, and comes back from its archive; what came after is gone."""
        machine = self.victim
        if machine.backup is None or self.restores >= MOST_RESTORES:
            return
        self.restores += 1
        self.say(f"{machine.code} is put back as of {machine.backup.taken_at:%d %H:%M:%S}")
        taken_at = machine.backup.taken_at
        for packet in [one for one in self.network.packets if one.sender == machine.code]:
            self.network.lose(packet)  # a request dies with the process that waits for its answer
        machine.put_back()
        done = None
        while done is None:  # a power cut: the command is given again
            done = self.run(
                machine,
                "settles",
                lambda now: len(finish_restore(taken_at=taken_at, now=now)),
            )

    def bury(self, machine: Machine | None = None) -> None:
        """The chore that erases again what rose."""
        machine = machine or self.some()
        self.run(machine, "buries", apply_tombstones)
