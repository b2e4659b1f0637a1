"""The second implementation (`partner/`, Node.js) as a process that tests talk to."""

import base64
import json
import os
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

PROGRAM = Path(__file__).parent / "partner" / "main.mjs"
PACE = "0.05"  # of the pauses that the protocol prescribes after a failure
PATIENCE = 30  # seconds


class Second:
    """A partner node that shares no code with ours."""

    def __init__(self, home: Path, *, code: str, country: str, zone: str, url: str) -> None:
        self.code = code
        self.home = home
        self.running: subprocess.Popen[str] | None = None
        identity = {
            "code": code,
            "name_en": f"{code} (second implementation)",
            "name_nl": f"{code} (tweede implementatie)",
            "country": country,
            "time_zone": zone,
            "url": url,
        }
        words = ["node", str(PROGRAM), "init", str(home), json.dumps(identity)]
        made = subprocess.run(words, check=True, capture_output=True, text=True)
        self.card: dict[str, Any] = json.loads(made.stdout)
        self._turn = threading.Lock()

    def start(self) -> None:
        """Start the process and wait until it serves."""
        with (self.home / "node.log").open("ab") as log:
            self.running = subprocess.Popen(
                ["node", str(PROGRAM), "run", str(self.home), PACE],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                env={"PATH": os.environ["PATH"]},
            )
        assert "ready" in self._line()

    def kill(self) -> None:
        """End the process as a power cut would."""
        if self.running is not None:
            self.running.kill()
            self.running.communicate()
            self.running = None

    def do(self, deed: str, **given: Any) -> Any:
        """Let the node do something; return what it says."""
        assert self.running is not None
        assert self.running.stdin is not None
        with self._turn:
            self.running.stdin.write(json.dumps({"do": deed, **given}) + "\n")
            self.running.stdin.flush()
            answer = self._line()
        assert "ok" in answer, answer
        return answer["ok"]

    def send(self, to: str, kind: str, body: dict[str, Any], **more: Any) -> str:
        """Let it send a message; return the id of the envelope."""
        message = {"to": to, "kind": kind, "body": body, **more}
        return str(self.do("send", message=message)["id"])

    def incoming(self, kind: str = "") -> list[dict[str, Any]]:
        """Return what took effect there, in order."""
        return [one for one in self.do("incoming") if kind in ("", one["kind"])]

    def wait_for(self, kind: str, count: int = 1) -> dict[str, Any]:
        """Return the message of a kind that makes `count` of them, once it took effect."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            found = self.incoming(kind)
            if len(found) >= count:
                return found[count - 1]
            time.sleep(0.1)
        raise AssertionError(f"no {kind}: {self.do('failures')}, see {self.home / 'node.log'}")

    def wait_for_stage(self, envelope: str, stage: str) -> None:
        """Return once the receipt of `stage` came for what was sent."""
        until = time.monotonic() + PATIENCE
        stages = []
        while time.monotonic() < until:
            stages = [one["stage"] for one in self.do("outgoing") if one["id"] == envelope]
            if stages == [stage]:
                return
            time.sleep(0.1)
        raise AssertionError(f"{stages} instead of {stage}: {self.do('failures')}")

    def file(self, reference: dict[str, Any]) -> bytes:
        """Return the bytes of a file that came in."""
        return base64.b64decode(self.do("file", reference=reference)["base64"])

    def _line(self) -> dict[str, Any]:
        assert self.running is not None
        assert self.running.stdout is not None
        found: dict[str, Any] = json.loads(self.running.stdout.readline())
        return found
