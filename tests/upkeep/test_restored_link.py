"""A node that comes back from an older archive, with a live link: nothing lost, nothing twice."""

import json
import time

import pytest
from tools.exchange_lab.nodes import two_nodes

pytestmark = pytest.mark.processes
PATIENCE = 120  # seconds


@pytest.fixture
def nodes(tmp_path):
    """Return two linked nodes, and end them afterwards."""
    pair = two_nodes(tmp_path)
    yield pair
    for node in pair:
        node.stop()


def wait_for(node, effects):
    """Return what took effect at a node, once that is as many as expected."""
    until = time.monotonic() + PATIENCE
    while len(found := node.report()["effects"]) < effects and time.monotonic() < until:
        time.sleep(0.5)
    return found


def test_links_heal_by_resend_after_an_older_archive_was_put_back(nodes, tmp_path):
    """Rolling a node back, or losing its disk, must not cost what partners sent or get."""
    one, other = nodes
    for node in nodes:
        node.start()
    key = tmp_path / "key.txt"
    recipient = one.schakel("backup", "--new-identity", str(key)).decode().strip()

    one.put("it", first=0, count=20)
    assert wait_for(other, 20) == list(range(20))
    data, keys = tmp_path / "data.age", tmp_path / "keys.age"
    one.schakel("backup", str(data), "--recipient", recipient)
    one.schakel("backup", str(keys), "--keys", "--recipient", recipient)
    one.put("it", first=20, count=20)
    other.put("nl", first=100, count=20)
    assert wait_for(other, 40) == list(range(40))
    assert wait_for(one, 20) == list(range(100, 120))

    one.stop()
    one.home.rename(tmp_path / "lost")
    one.schakel("restore", str(data), "--keys", str(keys), "--identity", str(key))
    one.put("it", first=40, count=20)
    assert one.report()["effects"] == []
    one.start()

    assert wait_for(other, 60) == list(range(60))
    assert wait_for(one, 20) == list(range(100, 120))
    found = json.loads(one.schakel("exchange", "compare", "it", "--json"))
    assert found["ok"]
    assert json.loads(one.schakel("audit", "verify", "--json"))["ok"]
