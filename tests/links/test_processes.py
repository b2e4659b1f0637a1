"""Two real nodes over HTTP: confirmed, rekeyed, suspended, revoked, and still whole."""

import json
import time

import pytest
from tools.exchange_lab.nodes import LabNode

pytestmark = pytest.mark.processes
PATIENCE = 240  # seconds


def until(holds):
    """Wait until something holds."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "not in time"
        time.sleep(0.5)


@pytest.fixture
def nodes(tmp_path):
    """Return two nodes that run and do not know each other."""
    pair = LabNode(tmp_path, code="nl", country="NL"), LabNode(tmp_path, code="it", country="IT")
    for node in pair:
        node.start()
    yield pair
    for node in pair:
        node.stop()


def state(node):
    """Return the state of the only link of a node."""
    return json.loads(node.schakel("node", "links", "--json"))["links"][0]["state"]


def meet(one, other):
    """Let both administrators take in the card of the other, compare and confirm."""
    for here, there in ((one, other), (other, one)):
        here.schakel("node", "link", f"http://127.0.0.1:{there.port}")
        here.schakel("node", "confirm", there.code)
    until(lambda: state(one) == state(other) == "linked")


def arrives(one, other, *, first, count=5):
    """Send notes both ways; wait until they took effect."""
    for here, there in ((one, other), (other, one)):
        here.put(there.code, first=first, count=count)
    everything = {"delivered": first + count}
    until(lambda: one.report()["out"] == other.report()["out"] == everything)


def test_two_nodes_live_through_everything_that_happens_to_a_link(nodes):
    """From the first phone call to a stolen key, nothing is lost and both ledgers agree."""
    one, other = nodes
    meet(one, other)
    arrives(one, other, first=0)

    before = one.schakel("node", "fingerprint")
    one.schakel("node", "rotate")
    until(lambda: one.schakel("node", "fingerprint") != before)
    arrives(one, other, first=5)

    other.schakel("node", "suspend", "nl")
    one.put("it", first=10, count=1)
    time.sleep(3)
    assert one.report()["out"] == {"delivered": 10, "waiting": 1}
    other.schakel("node", "resume", "nl")
    other.put("nl", first=10, count=1)
    until(lambda: one.report()["out"] == other.report()["out"] == {"delivered": 11})

    one.schakel("node", "renew")
    until(lambda: state(other) == "proposed")
    other.schakel("node", "link", f"http://127.0.0.1:{one.port}")
    other.schakel("node", "confirm", "nl")
    until(lambda: state(one) == state(other) == "linked")
    arrives(one, other, first=11)
    assert one.report()["effects"] == other.report()["effects"] == list(range(16))
    for here, there in ((one, other), (other, one)):
        assert json.loads(here.schakel("exchange", "compare", there.code, "--json"))["ok"]
