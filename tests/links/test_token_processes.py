"""Real nodes whose keys are in a security module: linked, rekeyed, and for a while without it."""

import json

import pytest
from tools.exchange_lab.nodes import LabNode

from tests.links.test_processes import arrives, meet, until
from tests.shell.softhsm import SoftHsm

pytestmark = pytest.mark.processes


@pytest.fixture
def module(tmp_path, monkeypatch):
    """Tell all processes of this test of a token."""
    softhsm = SoftHsm(tmp_path)
    for name, value in softhsm.environment.items():
        monkeypatch.setenv(name, value)
    return softhsm


@pytest.fixture
def nodes(tmp_path, module):
    """Return two nodes that run; their keys share a token."""
    pair = LabNode(tmp_path, code="nl", country="NL"), LabNode(tmp_path, code="it", country="IT")
    for node in pair:
        node.start()
    yield pair
    for node in pair:
        node.stop()


def names(node):
    """Return the ids in the token that the files of a node name, by file; no file has a secret."""
    found = {}
    for path in (node.home / "keys").glob("*.jwk"):
        words = json.loads(path.read_text())
        assert "d" not in words
        found[path.stem] = words["pkcs11"]
    return found


def test_nodes_live_with_keys_that_never_leave_their_module(nodes, module):
    """Linked, sent both ways, keys changed; without the module messages wait, and then go on."""
    one, other = nodes
    meet(one, other)
    arrives(one, other, first=0)
    assert set(names(one)) == {"signing", "encryption", "log"}
    assert not set(names(one).values()) & set(names(other).values())

    before = names(one)["signing"]
    one.schakel("node", "rotate")
    until(lambda: names(one)["signing"] != before)
    arrives(one, other, first=5)

    other.stop()
    module.unplug()
    with pytest.raises(RuntimeError, match="the security module does not answer for this node"):
        other.schakel("run")
    module.plug()
    one.put("it", first=10, count=3)
    other.start()
    until(lambda: other.report()["effects"] == list(range(13)))
    assert json.loads(one.schakel("audit", "verify", "--json"))["ok"]
