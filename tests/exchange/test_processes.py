"""Two real nodes, a bad line, their processes killed at any moment: all once, and in order."""

import os
import random
import time

import pytest
from tools.exchange_lab.nodes import two_nodes

pytestmark = pytest.mark.processes
KILLS = int(os.environ.get("SCHAKEL_KILLS", "6"))
EACH_WAY = 25 * KILLS  # notes
PATIENCE = 120 + KILLS  # seconds to settle after the last kill
VICTIMS = (("web",), ("worker",), ("web", "worker"))


@pytest.fixture
def seed():
    """Return what the course of events comes from; a failure prints it."""
    return int(os.environ.get("SCHAKEL_SEED", time.time_ns() % 1_000_000)) or 1


@pytest.fixture
def nodes(tmp_path, request):
    """Return two linked nodes, and end them afterwards; bad lines lie between them if asked."""
    is_bad = "seed" in request.fixturenames
    pair = two_nodes(tmp_path, line_seed=request.getfixturevalue("seed") if is_bad else 0)
    yield pair
    for node in pair:
        node.stop()


def wait_until_settled(nodes, count):
    """Return the reports once every note of both was delivered."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if all(node.report()["out"] == {"delivered": count} for node in nodes):
            break
        time.sleep(0.5)
    return [node.report() for node in nodes]


def test_killing_any_process_at_any_moment_loses_and_doubles_nothing(nodes, seed):
    """kill -9 between any two statements, under load both ways, on lines that misbehave."""
    chance = random.Random(seed)  # noqa: S311  # chooses a victim
    for node in nodes:
        node.start()
    part = EACH_WAY // KILLS
    for round_number in range(KILLS):
        for node, other in (nodes, nodes[::-1]):
            node.put(other.code, first=round_number * part, count=part)
        victim, names = chance.choice(nodes), chance.choice(VICTIMS)
        time.sleep(chance.random() * 0.5)
        for name in names:
            victim.kill(name)
        victim.start(*names)
    for node in nodes:
        node.line.is_bad = False

    for report in wait_until_settled(nodes, KILLS * part):
        assert report["out"] == {"delivered": KILLS * part}, f"seed {seed}"
        assert report["effects"] == list(range(KILLS * part)), f"seed {seed}"
        assert report["voids"] == 0, f"seed {seed}"
    assert all(len(node.line.seen) > 1 for node in nodes), "the lines behaved"
    seen = {node.code: dict(node.line.seen) for node in nodes}
    print(f"seed {seed}: {KILLS} kills, {2 * KILLS * part} notes, {seen}")  # noqa: T201  # for soak


def test_a_node_that_is_away_gets_everything_when_it_is_back(nodes):
    """A night without a line ends with the morning's mail in order."""
    one, other = nodes
    one.start()
    one.put("it", first=0, count=40, together=10)
    time.sleep(2)
    assert one.report()["out"] == {"waiting": 40}

    other.start()
    until = time.monotonic() + PATIENCE
    while one.report()["out"] != {"delivered": 40} and time.monotonic() < until:
        time.sleep(0.5)
    assert one.report()["out"] == {"delivered": 40}
    assert other.report()["effects"] == list(range(40))
