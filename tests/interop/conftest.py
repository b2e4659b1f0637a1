"""One Dutch node of ours and one Italian node in another language, linked, as real processes."""

import json
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from schakel.site.demo.cast import NETHERLANDS
from schakel.site.demo.visitor import Visitor
from schakel.site.serving import NodeProcesses, environment_of
from tests.interop.second import Second


def free_port() -> int:
    """Return a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class First:
    """Our node: its processes, and its people at browsers."""

    def __init__(self, home: Path, url: str) -> None:
        self.home = home
        self.url = url
        self._visitors: dict[str, Visitor] = {}
        home.mkdir(mode=0o700)
        identity = {
            "code": NETHERLANDS.code,
            "name_en": NETHERLANDS.name_en,
            "name_nl": NETHERLANDS.name_nl,
            "country": NETHERLANDS.country,
            "time_zone": NETHERLANDS.time_zone,
            "url": url,
        }
        lines = [f"{name} = {json.dumps(value)}" for name, value in identity.items()]
        (home / "node.toml").write_text("\n".join([*lines, "practice = true", ""]))
        self.schakel("migrate", "-v", "0")
        self.card = json.loads(self.schakel("node", "card"))
        self.processes = NodeProcesses(home=home, url=url)

    def meet(self, *cards: dict[str, object]) -> None:
        """Link the partners, and fill the node with people and a directory."""
        book = self.home / "cards.json"
        book.write_text(json.dumps([self.card, *cards]))
        self.links = json.loads(self.schakel("seed_demo", str(book)))

    def schakel(self, *words: str) -> str:
        """Run a command of the node; return what it prints."""
        done = self.tried(*words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def tried(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the node, which may fail."""
        command = [sys.executable, "-m", "schakel", *words]
        return subprocess.run(
            command, env=environment_of(self.home), capture_output=True, text=True
        )

    def person(self, username: str) -> Visitor:
        """Return somebody at a browser, signed in once."""
        if username not in self._visitors:
            self._visitors[username] = Visitor(url=self.url, link=self.links[username])
        return self._visitors[username]

    @property
    def jip(self) -> Visitor:
        """The liaison officer."""
        return self.person("jip.voorbeeld")

    @property
    def sanne(self) -> Visitor:
        """The single point of contact."""
        return self.person("sanne.oefening")

    def stop(self) -> None:
        """Let everybody leave, and end the processes."""
        for visitor in self._visitors.values():
            visitor.leave()
        self.processes.stop()


@dataclass(frozen=True, slots=True)
class Pair:
    """The two nodes."""

    first: First
    second: Second


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    """Return the two nodes, linked and running; end them afterwards."""
    tmp_path = tmp_path_factory.mktemp("pair")
    first = First(tmp_path / "nl", f"http://127.0.0.1:{free_port()}")
    second = Second(
        tmp_path / "it",
        code="it",
        country="IT",
        zone="Europe/Rome",
        url=f"http://127.0.0.1:{free_port()}",
    )
    absent = Second(
        tmp_path / "xz", code="xz", country="XZ", zone="Etc/GMT-3", url="http://127.0.0.1:9"
    )
    first.meet(second.card, absent.card)
    try:
        first.processes.start()
        first.processes.wait_until_ready()
        second.start()
        second.do("link", card=first.card)
        yield Pair(first, second)
    finally:
        second.kill()
        first.stop()
