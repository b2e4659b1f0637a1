"""Start, kill and ask the two nodes."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from schakel.site.demo.databases import database_of, make_database
from tools.exchange_lab.badline import BadLine

ROOT = Path(__file__).parents[2]
READY = 60  # seconds that a server gets to open its door


class LabNode:
    """One node: its home, its web server and its worker; with a seed, a bad line leads to it."""

    def __init__(self, root: Path, *, code: str, country: str, line_seed: int = 0) -> None:
        self.code = code
        self.home = root / code
        self.port = _free_port()
        self.line = BadLine(port=self.port, seed=line_seed) if line_seed else None
        url = self.line.url if self.line else f"http://127.0.0.1:{self.port}"
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.database = database_of(os.environ.get("SCHAKEL_DATABASE_URL", ""), code)
        if self.database:
            make_database(self.database)
        self.schakel(
            "node",
            "init",
            f"--home={self.home}",
            f"--code={code}",
            f"--name-en={code}",
            f"--country={country}",
            "--zone=Europe/Amsterdam",
            f"--url={url}",
        )
        self.schakel("migrate", "--verbosity=0")

    def link(self, other: "LabNode") -> None:
        """Link another node by its card."""
        path = self.home / f"{other.code}.json"
        path.write_bytes(other.schakel("node", "card"))
        self.schakel("node", "link", "--at-once", str(path))

    def start(self, *names: str) -> None:
        """Start the processes named, or both, and wait until the server answers."""
        for name in names or ("web", "worker"):
            with (self.home / "lab.log").open("ab") as log:
                self.running[name] = subprocess.Popen(
                    self._command(name),
                    env=self._environment(),
                    cwd=ROOT,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
        if "web" in (names or ("web",)):
            self._wait_for_door()

    def kill(self, name: str) -> None:
        """End a process and all it started, as a power cut would."""
        run = self.running.pop(name)
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()

    def stop(self) -> None:
        """End everything that still runs."""
        for name in list(self.running):
            self.kill(name)
        if self.line:
            self.line.stop()

    def put(self, to_node: str, *, first: int, count: int, together: int = 1) -> None:
        """Put notes into the outbox."""
        self.lab("put", to_node, str(first), str(count), str(together))

    def put_file(self, to_node: str, path: Path) -> int:
        """Put a note with a large file into the outbox; return the most memory it took (MB)."""
        return int(self.lab("put-file", to_node, str(path)))

    def peaks(self) -> dict[str, int]:
        """Return the most memory that each running process, with its children, held so far (MB)."""
        return {name: peak_of(run.pid) // 1024 for name, run in self.running.items()}

    def report(self) -> dict[str, Any]:
        """Return states and effects."""
        found: dict[str, Any] = json.loads(self.lab("report"))
        return found

    def schakel(self, *arguments: str) -> bytes:
        """Run a command of the node; return what it prints."""
        return self.run("schakel", *arguments)

    def lab(self, *arguments: str) -> bytes:
        """Run a command of the lab; return what it prints."""
        return self.run("tools.exchange_lab", *arguments)

    def run(self, module: str, *arguments: str) -> bytes:
        """Run a module of Python in the environment of the node; return what it prints."""
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            env=self._environment(),
            cwd=ROOT,
            check=False,
            capture_output=True,
        )
        if done.returncode:
            raise RuntimeError(f"{module} {arguments[0]}: {done.stderr.decode()[-2_000:]}")
        return done.stdout

    def _command(self, name: str) -> list[str]:
        if name == "worker":
            return [sys.executable, "-m", "schakel", "worker"]
        return [
            *[sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"],
            *["--host", "127.0.0.1", "--port", str(self.port), "--workers", "1"],
            *["--blocking-threads", "4", "--log-level", "warning", "schakel.site.wsgi:application"],
        ]

    def _environment(self) -> Mapping[str, str]:
        return {
            **os.environ,
            "SCHAKEL_HOME": str(self.home),
            "SCHAKEL_DATABASE_URL": self.database,
            "DJANGO_SETTINGS_MODULE": "tools.exchange_lab.settings",
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        }

    def _wait_for_door(self) -> None:
        until = time.monotonic() + READY
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise RuntimeError(f"{self.code} did not start; see {self.home / 'lab.log'}")


def peak_of(pid: int) -> int:
    """Return the most memory that a process and each of its children held so far, in kB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    own = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return max([own, *(peak_of(int(child)) for child in children)])


def two_nodes(root: Path, *, line_seed: int = 0) -> tuple[LabNode, LabNode]:
    """Return two linked nodes that do not run yet; with a seed, bad lines lie between them."""
    one = LabNode(root, code="nl", country="NL", line_seed=line_seed)
    other = LabNode(root, code="it", country="IT", line_seed=line_seed)
    one.link(other)
    other.link(one)
    return one, other


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
