"""A line that misbehaves: stands before a node's server, and is the address its partner knows."""

import http.client
import random
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

LONGEST_DELAY = 0.3  # seconds
MISBEHAVES = 0.5  # share of requests
PATIENCE = 30  # seconds that the server behind gets
RESET = struct.pack("ii", 1, 0)  # close with a reset, not with goodbye
Answer = tuple[int, str, bytes]


class BadLine:
    """Loses requests and answers, sends them twice, late, cut off or reset, until it is mended."""

    def __init__(self, *, port: int, seed: int) -> None:
        self.behind = port
        self.is_bad = True
        self.seen: Counter[str] = Counter()
        self._chance = random.Random(seed)  # noqa: S311  # a course of events, no secret
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._caller())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def stop(self) -> None:
        """End the line."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def choose(self) -> Callable[["Caller"], None]:
        """Return what happens to the next request."""
        misbehaves = self.is_bad and self._chance.random() < MISBEHAVES
        name = self._chance.choice(list(DEEDS)) if misbehaves else "passes"
        self.seen[name] += 1
        return DEEDS[name]

    def delay(self) -> float:
        """Return how late the next request is, in seconds."""
        return self._chance.random() * LONGEST_DELAY

    def _caller(self) -> type["Caller"]:
        return type("BoundCaller", (Caller,), {"line": self})


class Caller(BaseHTTPRequestHandler):
    """One request of the partner."""

    line: BadLine
    body: bytes

    def log_message(self, format: str, *given: Any) -> None:  # noqa: A002  # its name there
        """Say nothing."""

    def forward(self, *, share: float = 1.0) -> Answer | None:
        """Bring the request, or a share of its body, to the server; return its answer."""
        body = self.body[: int(len(self.body) * share)]
        behind = http.client.HTTPConnection("127.0.0.1", self.line.behind, timeout=PATIENCE)
        try:
            behind.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
            for name, value in self.headers.items():
                behind.putheader(name, value)
            behind.endheaders(body)
            if share < 1:
                return None
            answer = behind.getresponse()
            return answer.status, answer.headers.get("content-type", ""), answer.read()
        except (OSError, http.client.HTTPException):
            return None
        finally:
            behind.close()

    def reply(self, answer: Answer | None, *, share: float = 1.0) -> None:
        """Give the answer, or a share of its body."""
        if answer is None:
            return
        status, kind, body = answer
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: int(len(body) * share)])

    def reset(self) -> None:
        """End the connection as a firewall does that was restarted."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)

    def handle_any(self) -> None:
        """Take a request whole, and let happen to it what the line chooses."""
        self.close_connection = True
        self.body = self.rfile.read(int(self.headers.get("content-length", 0)))
        try:
            self.line.choose()(self)
        except OSError:
            return

    do_GET = do_POST = do_PUT = handle_any  # noqa: N815  # the names that the library calls


def _late(caller: Caller) -> None:
    time.sleep(caller.line.delay())
    caller.reply(caller.forward())


def _twice(caller: Caller) -> None:
    answer = caller.forward()
    caller.forward()
    caller.reply(answer)


def _long_after(caller: Caller) -> None:
    threading.Timer(1 + caller.line.delay(), caller.forward).start()


def _unanswered(caller: Caller) -> None:
    caller.forward()


def _cut_off(caller: Caller) -> None:
    caller.forward(share=0.5)


def _reset_after(caller: Caller) -> None:
    caller.forward()
    caller.reset()


DEEDS: dict[str, Callable[[Caller], None]] = {
    "passes": lambda caller: caller.reply(caller.forward()),
    "is late": _late,
    "is lost": lambda caller: None,
    "arrives when nobody waits for it any more": _long_after,
    "arrives, and its answer is lost": _unanswered,
    "arrives twice": _twice,
    "arrives cut off": _cut_off,
    "is answered in half": lambda caller: caller.reply(caller.forward(), share=0.5),
    "is reset": lambda caller: caller.reset(),
    "arrives, and its answer is reset": _reset_after,
}
