"""Everything works again: the nodes get time to settle what is open."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import permutations
from typing import Any

from tools.simulation.machine import Machine
from tools.simulation.network import Network, Packet
from tools.simulation.stage import BEGINNING, CODES

OPEN = """
SELECT 1 FROM exchange_outgoing WHERE state IN ('waiting', 'travelling') OR is_void_due
UNION ALL SELECT 1 FROM exchange_incoming WHERE state = 'waiting'
UNION ALL SELECT 1 FROM exchange_link WHERE is_healing
UNION ALL SELECT 1 FROM links_statement WHERE heard_at IS NULL
"""
NEXT = """
SELECT next_try_at FROM exchange_outgoing WHERE state IN ('waiting', 'travelling') OR is_void_due
UNION ALL SELECT next_try_at FROM exchange_incoming WHERE state = 'waiting'
UNION ALL SELECT next_try_at FROM exchange_link
UNION ALL SELECT next_try_at FROM links_statement WHERE heard_at IS NULL
"""
DUE = """
SELECT 1 FROM exchange_outgoing
WHERE (state IN ('waiting', 'travelling') OR is_void_due) AND next_try_at <= ? LIMIT 1
"""
UNSAID = """
SELECT 1 FROM exchange_link WHERE is_healing
UNION ALL SELECT 1 FROM links_statement WHERE heard_at IS NULL
UNION ALL SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM links_statement WHERE deed = 'hello')
LIMIT 1
"""


class Healing:
    """The part of the world in which all is well; the rest is that of the world."""

    now: datetime
    risk: float
    network: Network
    machines: dict[str, Machine]
    say: Callable[[str], None]
    work: Callable[[Machine], None]
    retry: Callable[[Machine], None]
    bury: Callable[[Machine], None]
    speak: Callable[[Machine], None]
    deliver: Callable[[Packet], None]
    deed: Callable[..., None]

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
            return self._good_morning()
        made = {name: self._made(*name) for name in permutations(CODES, 2)}
        stuck = [
            f"{sender} > {receiver}: stands still for half an hour"
            for (sender, receiver), (waiting, latest) in made.items()
            if waiting and latest <= self.now
        ]
        said = [moment for machine in self.machines.values() for moment in _said(machine)]
        self.now = max([self.now, *(latest for _, latest in made.values()), *said])
        if not self._settles(self.now + timedelta(hours=2)):
            stuck.append("not healed within two hours")
        return [*stuck, *self._good_morning()]

    def _good_morning(self) -> list[str]:
        """Let a node that was restored say something to each partner.

        What it sent before may have come in after its links were healed; then it learns of it now.
        """
        for machine in self.machines.values():
            for code in CODES:
                if machine.was_restored and code != machine.code:
                    self.deed(machine, to=code)
        fine = self._settles(self.now + timedelta(hours=1))
        return [] if fine else ["a restored node cannot say good morning"]

    def _settles(self, deadline: datetime) -> bool:
        """Let everybody work; tell whether nothing is left to do before the deadline."""
        while self.now < deadline:
            self._round()
            if not self.network.packets and not any(map(_is_busy, self.machines.values())):
                return True
            self.now = max(self.now + timedelta(minutes=2), min(self._next_moments()))
        return False

    def _round(self) -> None:
        for machine in self.machines.values():
            self._chores(machine)
        while self.network.packets:
            for packet in list(self.network.packets):
                if packet.answer is None:
                    self.deliver(packet)
                else:
                    self.network.come_back(packet)
            for machine in self.machines.values():
                if machine.flights or machine.parcels:
                    self.work(machine)

    def _chores(self, machine: Machine) -> None:
        """Let the worker of a node do what it has reason to; more would only take time."""
        if machine.ask(UNSAID) or (machine.home / "keys" / "signing-next.jwk").exists():
            self.speak(machine)
        self.work(machine)
        if machine.ask("SELECT 1 FROM exchange_incoming WHERE state = 'waiting' LIMIT 1"):
            self.retry(machine)
        if machine.was_restored:
            self.bury(machine)

    def _next_moments(self) -> list[datetime]:
        found = [self.now + timedelta(minutes=10)]
        for machine in self.machines.values():
            for (text,) in machine.ask(NEXT):
                if text and (moment := moment_of(text)) > self.now:
                    found.append(moment)
            if machine.ask(DUE, _text_of(self.now)):
                found.append(self.now)  # it came up while the others were at work
        return found

    def _made(self, sender: str, receiver: str) -> tuple[int, datetime]:
        """Return how many messages wait on a link, and when the latest of them was made."""
        machine = self.machines[sender]
        ((count, latest),) = machine.ask(
            "SELECT count(*), max(created_at) FROM exchange_outgoing"
            " WHERE link_id = ? AND state IN ('waiting', 'travelling')",
            receiver,
        )
        return count, moment_of(latest) if count else self.now


def _is_busy(machine: Machine) -> bool:
    return bool(machine.flights or machine.parcels or machine.ask(OPEN + " LIMIT 1"))


def _said(machine: Machine) -> list[datetime]:
    """Return the moments of statements that nobody heard yet."""
    rows = machine.ask("SELECT made_at FROM links_statement WHERE heard_at IS NULL")
    return [moment_of(text) for (text,) in rows]


def _text_of(moment: datetime) -> str:
    """Return a moment as the database holds it, to be compared."""
    return f"{moment:%Y-%m-%d %H:%M:%S.%f}"


def moment_of(text: Any) -> datetime:
    """Return a moment as the database holds it."""
    found = datetime.fromisoformat(str(text))
    return found if found.tzinfo else found.replace(tzinfo=BEGINNING.tzinfo)
