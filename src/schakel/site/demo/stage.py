"""Set up three nodes in folders of their own, start them, and end them again."""

import ipaddress
import json
import socket
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from schakel.kernel.errors import UnusableInputError
from schakel.site.demo.cast import NODES, NodePart
from schakel.site.demo.databases import database_of, make_database
from schakel.site.serving import NodeProcesses, environment_of, require_free


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where one node of the demo lives and answers; `database` is empty for SQLite in its home."""

    part: NodePart
    home: Path
    url: str
    database: str = ""


def places(*, root: Path, host: str, first_port: int, database: str = "") -> tuple[Place, ...]:
    """Return one place per node: a folder under `root`, and ports counted from `first_port`.

    With the address of a PostgreSQL as `database`, each node has one of its own beside it.

    Raises:
        UnusableInputError: `host` is not loopback: the demo's people sign in without a second
            factor, so nobody else may reach it.
    """
    try:
        loopback = ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = host == "localhost"
    if not loopback:
        raise UnusableInputError(
            f"the demo serves this machine alone; {host} is not a loopback address"
        )
    shown = f"[{host}]" if ":" in host else host
    return tuple(
        Place(
            part=part,
            home=root / part.code,
            url=f"http://{shown}:{first_port + number}",
            database=database_of(database, part.code),
        )
        for number, part in enumerate(NODES)
    )


def claim_ports() -> int:
    """Return the first of as many neighbouring free ports as there are nodes.

    They are this process's until it ends, also while a node is down: another demo that starts at
    the same moment gets others. They lie below those that the system gives to outgoing calls.

    Raises:
        UnusableInputError: All are taken.
    """
    for first in range(20_000, 32_000, len(NODES)):
        claim = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        try:
            claim.bind(f"\0schakel-demo-{first}")
        except OSError:
            claim.close()
            continue
        if all(_is_free(port) for port in range(first, first + len(NODES))):
            _claims.append(claim)
            return first
        claim.close()
    raise UnusableInputError("no three free ports were found on this machine")


_claims: list[socket.socket] = []  # kept open: the name of each is taken as long as we run


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


class Stage:
    """The three nodes while they run."""

    def __init__(self, where: Sequence[Place]) -> None:
        self.places = tuple(where)
        self._nodes = {
            place.part.code: NodeProcesses(home=place.home, url=place.url, database=place.database)
            for place in where
        }

    def prepare(self) -> dict[str, dict[str, str]]:
        """Make or refresh every node; return the one-time sign-in links: node -> user -> address.

        What users did in an earlier run stays as it was.

        Raises:
            UnusableInputError: An address is in use, or a step failed; the text says where to look.
        """
        for node in self._nodes.values():
            require_free(node.host, node.port)
        for place in self.places:
            _write_identity(place)
            if place.database:
                make_database(place.database)
        with ThreadPoolExecutor() as pool:
            list(pool.map(lambda place: _schakel(place, "migrate", "-v", "0"), self.places))
            cards = list(pool.map(lambda place: _schakel(place, "node", "card"), self.places))
            book = self.places[0].home.parent / "cards.json"
            book.write_text(json.dumps([json.loads(card) for card in cards]), encoding="utf-8")
            links = pool.map(lambda p: _schakel(p, "seed_demo", str(book)), self.places)
            return {
                place.part.code: json.loads(text)
                for place, text in zip(self.places, links, strict=True)
            }

    def start(self) -> None:
        """Start all nodes and return when all answer."""
        self._each(NodeProcesses.start, self._nodes.values())
        for node in self._nodes.values():
            node.wait_until_ready()

    def mend(self) -> None:
        """Start again what ended by itself."""
        for node in self._nodes.values():
            node.mend()

    def stop_node(self, code: str) -> None:
        """Take one node off the line."""
        self._nodes[code].stop()

    def start_node(self, code: str) -> None:
        """Put one node back on the line."""
        self._each(NodeProcesses.start, [self._nodes[code]])
        self._nodes[code].wait_until_ready()

    def stop(self) -> None:
        """End all nodes."""
        self._each(NodeProcesses.stop, self._nodes.values())

    @staticmethod
    def _each(deed: Callable[[NodeProcesses], None], nodes: Iterable[NodeProcesses]) -> None:
        """Do it for all at once, outside the thread that signals interrupt.

        A process that was begun is thus always known, and ended.
        """
        with ThreadPoolExecutor() as pool:
            list(pool.map(deed, nodes))


def _write_identity(place: Place) -> None:
    part = place.part
    lines: dict[str, Any] = {
        "code": part.code,
        "name_en": part.name_en,
        "name_nl": part.name_nl,
        "country": part.country,
        "time_zone": part.time_zone,
        "url": place.url,
        "practice": True,
    }
    place.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    text = "\n".join(f"{key} = {json.dumps(value)}" for key, value in lines.items())
    (place.home / "node.toml").write_text(text + "\n", encoding="utf-8")


def _schakel(place: Place, *words: str) -> str:
    run = subprocess.run(  # noqa: S603  # our own command, no shell
        [sys.executable, "-m", "schakel", *words],
        env=environment_of(place.home, place.database),
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        log = place.home / "setup.log"
        log.write_text(run.stdout + run.stderr, encoding="utf-8")
        raise UnusableInputError(
            f"the node {place.part.code} could not be set up at "
            f"'schakel {' '.join(words[:1])}'; see {log}"
        )
    return run.stdout
