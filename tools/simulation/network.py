"""The wire between the nodes: requests and answers that wait until somebody lets them through."""

import json
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from schakel.wire.actions.lines import Landing, Load


@dataclass(slots=True, kw_only=True)
class Packet:
    """One request on its way, or its answer on the way back."""

    sender: str
    receiver: str
    url: str
    body: str  # JSON: what a request carries
    blobs: dict[str, bytes]  # ciphertext by digest, read when it was sent
    claims: dict[str, str]
    load: Load  # what it was made from
    future: Future[Landing] | None  # none for a copy: nobody waits for its answer
    answer: Landing | None = None


@dataclass(slots=True)
class Network:
    """All packets, and the pairs of nodes between which nothing passes."""

    cut: set[frozenset[str]] = field(default_factory=set)
    packets: list[Packet] = field(default_factory=list)

    def requests(self) -> list[Packet]:
        """Return what has not arrived yet."""
        return [packet for packet in self.packets if packet.answer is None]

    def answers(self) -> list[Packet]:
        """Return the answers that are on their way back."""
        return [packet for packet in self.packets if packet.answer is not None]

    def is_cut(self, packet: Packet) -> bool:
        """Tell whether nothing passes between the two nodes."""
        return frozenset({packet.sender, packet.receiver}) in self.cut

    def lose(self, packet: Packet) -> None:
        """Let a packet or its answer vanish; its sender sees a line that broke."""
        self._end(packet, Landing(problem="exchange.unreachable"))

    def come_back(self, packet: Packet) -> None:
        """Let the answer arrive."""
        assert packet.answer is not None
        self._end(packet, packet.answer)

    def copy(self, packet: Packet) -> None:
        """Let a request arrive once more, later."""
        copy = {name: getattr(packet, name) for name in packet.__slots__}
        self.packets.append(Packet(**{**copy, "future": None, "answer": None}))

    def _end(self, packet: Packet, landing: Landing) -> None:
        self.packets.remove(packet)
        if packet.future is not None:
            packet.future.set_result(landing)


class Pool:
    """Stands in for the threads that carry requests: hands them to the network."""

    def __init__(self, network: Network, *, sender: Callable[[], Any]) -> None:
        self.network = network
        self.sender = sender

    def submit(self, _carry: Any, load: Load) -> Future[Landing]:
        """Take a request; it travels when the course of events lets it."""
        machine = self.sender()
        packet = Packet(
            sender=machine.code,
            receiver=load.url.removeprefix("https://").removesuffix(".example"),
            url=load.url,
            body=json.dumps(load.sealed),
            blobs={name: (machine.home / "blobs" / name).read_bytes() for name in load.claims},
            claims=dict(load.claims),
            load=load,
            future=Future(),
        )
        self.network.packets.append(packet)
        assert packet.future is not None
        future = packet.future
        if self.network.is_cut(packet):
            self.network.lose(packet)
        return future
