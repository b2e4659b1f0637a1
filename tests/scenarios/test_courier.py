"""A request goes to a node that no line reaches, on a stick, and its receipts come back so."""

import io
import subprocess
import sys

import pytest

from schakel.site.demo.stage import Stage, claim_ports, places
from schakel.site.demo.walk import Walk
from schakel.site.serving import environment_of

pytestmark = pytest.mark.processes


def schakel(place, *words):
    """Run a command of a node; return what it says."""
    run = subprocess.run(
        [sys.executable, "-m", "schakel", *words],
        env=environment_of(place.home, place.database),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_a_request_and_its_receipts_travel_on_a_stick(tmp_path):
    """Real processes with keys and databases of their own; then the line opens as well."""
    where = places(root=tmp_path / "demo", host="127.0.0.1", first_port=claim_ports())
    stage = Stage(where)
    nl, it = (next(one for one in where if one.part.code == code) for code in ("nl", "it"))
    walk = Walk(stage, io.StringIO().write)
    try:
        for step in ("nodes", "sign_in", "hint", "findings", "person", "hit", "draft"):
            getattr(walk, step)()
        stage.stop_node("it")
        walk.check_and_send()
        there, back = str(tmp_path / "there.schakel"), str(tmp_path / "back.schakel")
        assert schakel(nl, "courier", "write", "it", there).startswith("1 envelopes")
        assert "from nl: 1 new envelopes" in schakel(it, "courier", "read", there)
        assert "from nl: 0 new envelopes" in schakel(it, "courier", "read", there)
        schakel(it, "courier", "write", "nl", back)
        assert "receipts for 1 of ours" in schakel(nl, "courier", "read", back)
        walk.sanne.wait_for(walk.request, lambda v: "delivered" in v.text(), "the receipts")
        stage.start_node("it")
        walk.receipts()
        assert schakel(it, "courier", "read", there).startswith("from nl: 0 new envelopes")
    finally:
        for person in walk.people.values():
            person.leave()
        stage.stop()
