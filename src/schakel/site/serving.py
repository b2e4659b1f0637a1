"""One node as operating-system processes: a web server and a worker."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from schakel.kernel.errors import UnusableInputError

PATIENCE = 10  # seconds that a process gets to end by itself


class NodeProcesses:
    """The processes of one node; ended together, restarted one by one."""

    def __init__(self, *, home: Path, url: str, database: str = "", threads: int = 4) -> None:
        self.home = home
        self.database = database
        self.host, self.port = address_of(url)
        self._commands = {
            "web": _web_command(self.host, self.port, threads),
            "worker": [sys.executable, "-m", "schakel", "worker"],
        }
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self) -> None:
        """Start what is not running.

        Raises:
            UnusableInputError: Somebody else listens at the node's address.
        """
        if "web" not in self._running:
            require_free(self.host, self.port)
        for name, command in self._commands.items():
            if name not in self._running:
                self._running[name] = self._spawn(name, command)

    def wait_until_ready(self, seconds: float = 180) -> None:
        """Return once the server accepts connections.

        Raises:
            UnusableInputError: It ended, or did not answer in time; the log says why.
        """
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self._running["web"].poll() is not None:
                break
            with suppress(OSError), socket.create_connection((self.host, self.port), timeout=1):
                return
            time.sleep(0.1)
        raise UnusableInputError(f"the node in {self.home} did not start; see {self.log_path}")

    def mend(self) -> tuple[str, ...]:
        """Start again what ended by itself; return the names."""
        ended = tuple(name for name, run in self._running.items() if run.poll() is not None)
        for name in ended:
            self._running[name] = self._spawn(name, self._commands[name])
        return ended

    def stop(self) -> None:
        """End all processes: kindly, then by force."""
        for run in self._running.values():
            _signal_group(run, signal.SIGTERM)
        until = time.monotonic() + PATIENCE
        for run in self._running.values():
            try:
                run.wait(max(until - time.monotonic(), 0.1))
            except subprocess.TimeoutExpired:
                _signal_group(run, signal.SIGKILL)
                run.wait()
        self._running.clear()

    @property
    def log_path(self) -> Path:
        """Return the file that takes what the processes print; no personal data is in it."""
        return self.home / "node.log"

    def _spawn(self, name: str, command: list[str]) -> subprocess.Popen[bytes]:
        with self.log_path.open("ab") as log:
            return subprocess.Popen(  # noqa: S603  # our own command, no shell
                command,
                env=environment_of(self.home, self.database),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )


def environment_of(home: Path, database: str = "") -> Mapping[str, str]:
    """Return the environment in which the node of `home` runs.

    Args:
        home: The node's home.
        database: The address of its PostgreSQL; without it, what this process itself was told.
    """
    return {
        **os.environ,
        **({"SCHAKEL_DATABASE_URL": database} if database else {}),
        "SCHAKEL_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "schakel.site.settings.base",
    }


def address_of(url: str) -> tuple[str, int]:
    """Return host and port of a node's address."""
    parts = urlsplit(url)
    default = 443 if parts.scheme == "https" else 80
    return parts.hostname or "127.0.0.1", parts.port or default


def require_free(host: str, port: int) -> None:
    """Return when nobody listens at `host:port`.

    A forgotten server would share the port silently and answer every other request.

    Raises:
        UnusableInputError: Somebody does.
    """
    with suppress(OSError), socket.create_connection((host, port), timeout=0.5):
        raise UnusableInputError(
            f"{host}:{port} is in use; stop what listens there, or choose another port"
        )


def _web_command(host: str, port: int, threads: int) -> list[str]:
    return [
        *[sys.executable, "-m", "granian", "--interface", "wsgi"],
        *["--host", host, "--port", str(port), "--workers", "1"],
        *["--blocking-threads", str(threads), "--no-ws", "--log-level", "warning"],
        *["--respawn-failed-workers", "schakel.site.wsgi:application"],
    ]


def _signal_group(run: subprocess.Popen[bytes], number: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(run.pid, number)
