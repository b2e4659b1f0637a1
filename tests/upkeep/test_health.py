"""Whether the node works, told to a supervisor, to Prometheus and to the security desk."""

import json
import logging
import re
import socket
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from schakel.audit.actions import record, seal
from schakel.exchange.models import Link
from schakel.shell.home import NOBODY
from schakel.upkeep.actions import beat, stream
from schakel.upkeep.core.health import Level, State, is_working, judge
from schakel.upkeep.metrics import write_metrics
from schakel.upkeep.queries import BEAT, last_backup_at, state_of_node

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
WELL = State(
    tables_missing=0,
    keys_usable=True,
    worker_silent=timedelta(seconds=5),
    log_continues=True,
    oldest_unsealed=None,
    disk_free=0.5,
    oldest_waiting=timedelta(minutes=1),
    links_down=0,
    backup_age=timedelta(hours=3),
)


@pytest.fixture
def home(tmp_path, settings, monkeypatch):
    """Return the home of a node whose worker has just shown itself."""
    settings.SCHAKEL_HOME = tmp_path
    command = "schakel.upkeep.management.commands.stream"
    monkeypatch.setattr(f"{command}.close_old_connections", lambda: None)  # the test's own
    beat(NOW)
    return tmp_path


def test_a_node_that_works_has_no_remark():
    """Otherwise nobody would look at remarks."""
    assert {check.level for check in judge(WELL)} == {Level.OK}


@pytest.mark.parametrize(
    ("change", "name", "level"),
    [
        ({"tables_missing": 1}, "tables", Level.FAIL),
        ({"keys_usable": False}, "keys", Level.FAIL),
        ({"worker_silent": None}, "worker", Level.FAIL),
        ({"worker_silent": timedelta(seconds=61)}, "worker", Level.FAIL),
        ({"log_continues": False}, "log", Level.FAIL),
        ({"oldest_unsealed": timedelta(minutes=6)}, "sealing", Level.WARN),
        ({"disk_free": 0.09}, "disk", Level.WARN),
        ({"disk_free": 0.01}, "disk", Level.FAIL),
        ({"oldest_waiting": timedelta(minutes=61)}, "outbox", Level.WARN),
        ({"links_down": 1}, "links", Level.WARN),
        ({"backup_age": None}, "backup", Level.WARN),
        ({"backup_age": timedelta(hours=27)}, "backup", Level.WARN),
    ],
)
def test_each_trouble_has_its_own_name(change, name, level):
    """A failure wakes somebody, a warning waits for the morning; both say where to look."""
    checks = judge(replace(WELL, **change))
    assert {(c.name, c.level) for c in checks if c.level is not Level.OK} == {(name, level)}
    assert is_working(checks) is (level is Level.WARN)


@pytest.mark.django_db
def test_the_state_is_measured(home):
    """Judging is worth what measuring is."""
    record(at=NOW - timedelta(hours=2), event="node:back-up", actor="node", facts={"kind": "keys"})
    assert last_backup_at() is None
    record(at=NOW - timedelta(hours=1), event="node:back-up", actor="node", facts={"kind": "data"})
    Link.objects.create(node="it", down_since=NOW)
    found = state_of_node(NOW)
    assert found.backup_age == timedelta(hours=1)
    assert found.oldest_unsealed == timedelta(hours=2)
    assert (found.tables_missing, found.links_down, found.oldest_waiting) == (0, 1, None)
    assert found.worker_silent is not None
    assert 0 <= found.disk_free <= 1
    (home / BEAT).unlink()
    assert state_of_node(NOW).worker_silent is None


@pytest.mark.django_db
def test_the_log_that_was_put_back_in_time_fails_the_node(home):
    """The head beside the database knows more than the database does."""
    record(at=NOW, event="log:open", actor="node")
    seal(NOW)
    assert state_of_node(NOW).log_continues
    (home / "log").mkdir(exist_ok=True)
    (home / "log" / "checkpoint").write_text("no note")
    assert not state_of_node(NOW).log_continues


@pytest.mark.django_db
def test_strangers_learn_yes_or_no(home, client, monkeypatch):
    """A supervisor needs no more, and a stranger gets no more."""
    answer = client.get("/health")
    assert (answer.status_code, answer.json()) == (200, {"ok": True})
    (home / BEAT).unlink()
    answer = client.get("/health")
    assert (answer.status_code, answer.json()) == (503, {"ok": False})

    def fail(now):
        raise DatabaseError("password of the database")

    monkeypatch.setattr("schakel.upkeep.views.state_of_node", fail)
    answer = client.get("/health")
    assert (answer.status_code, answer.json()) == (503, {"ok": False})
    assert client.post("/health").status_code == 405


@pytest.mark.django_db
def test_the_command_says_why(home, capsys, settings, monkeypatch):
    """Exit 1 when the node does not work, so that a container is started again."""
    call_command("health")
    assert "ok    worker" in capsys.readouterr().out
    (home / BEAT).unlink()
    with pytest.raises(SystemExit) as caught:
        call_command("health", "--json")
    assert caught.value.code == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["ok"], told["checks"]["worker"], told["checks"]["log"]) == (False, "fail", "ok")

    def fail(now):
        raise DatabaseError("x")

    monkeypatch.setattr("schakel.upkeep.management.commands.health.state_of_node", fail)
    monkeypatch.setattr("schakel.upkeep.management.commands.metrics.write_metrics", fail)
    for command in ("health", "metrics"):
        with pytest.raises(CommandError, match="does not answer: DatabaseError"):
            call_command(command)
    settings.SCHAKEL_NODE = NOBODY
    for command in ("health", "metrics", "stream"):
        with pytest.raises(CommandError, match="names no node") as refused:
            call_command(command)
        assert refused.value.returncode == 2


PERSON = "6f1d0f5e-54a4-4c64-9b8f-0e6a5f9c3d2b"


def log_something():
    """Write events of people, nodes and strangers, with ids in them."""
    who = {"actor": PERSON, "actor_role": "liaison-officer", "unit": "liaison"}
    record(at=NOW, event="person:enter", **who, facts={"by": "password+totp"})
    record(at=NOW, event="person:change", **who, object_id=PERSON, facts={"to": PERSON, "n": 2})
    record(at=NOW, event="report:open", **who, object_kind="report", object_id=PERSON)
    record(at=NOW, event="person:refuse", actor="stranger", object_id=PERSON, facts={"by": "x"})
    record(at=NOW, event="gate:refuse", actor="node:it", recipient="XZ", facts={"rows": ["7"]})
    seal(NOW)


@pytest.mark.django_db
def test_figures_tell_counts_and_nobody(home, capsys):
    """What watches the machine is read by people who may see no case and no colleague."""
    log_something()
    Link.objects.create(node="it", down_since=NOW - timedelta(minutes=1))
    text = write_metrics(NOW)
    assert 'schakel_check_level{check="worker"} 0.0' in text
    assert 'schakel_link_down_seconds{partner="it"} 60.0' in text
    assert 'schakel_events_total{event="gate:refuse"} 1.0' in text
    assert "schakel_backup_age_seconds -1.0" in text
    assert PERSON not in text
    for line in text.splitlines():
        assert line.startswith("#") or re.fullmatch(r"schakel_[a-z_]+(\{[^}]*\})? \S+", line)
    call_command("metrics")
    assert "schakel_log_entries 5.0" in capsys.readouterr().out
    call_command("metrics", "--write", str(home / "schakel.prom"))
    assert "schakel_log_entries 5.0" in (home / "schakel.prom").read_text()


@pytest.mark.django_db
def test_the_security_desk_gets_events_in_order_once_and_nobody(home, capsys):
    """It must see attempts and changes; whose they were is for the privacy officer."""
    log_something()
    call_command("stream")
    lines = capsys.readouterr().out.splitlines()
    told = [json.loads(line) for line in lines]
    assert [line["event"] for line in told] == sorted(
        ["person:enter", "person:change", "person:refuse", "gate:refuse"],
        key=[line["event"] for line in told].index,
    )
    assert len(told) == 4
    assert [line["index"] for line in told] == sorted(line["index"] for line in told)
    assert {line["actor"] for line in told} == {"person", "stranger", "node:it"}
    assert {line["role"] for line in told} == {"liaison-officer", ""}
    assert PERSON not in "".join(lines)
    call_command("stream")
    assert capsys.readouterr().out == ""


@pytest.mark.django_db
def test_what_could_not_be_said_is_said_again(home):
    """A full disk or a syslog that is away must not swallow a break-in."""
    log_something()
    heard = []

    def fails(line):
        heard.append(line)
        if len(heard) == 3:
            raise OSError("away")

    place = home / "place"
    with pytest.raises(OSError, match="away"):
        stream(say=fails, position=place)
    assert not place.exists()
    assert stream(say=heard.append, position=place) == 5
    assert len(set(heard)) == 4
    place.write_text("x")
    with pytest.raises(CommandError, match="the stream ended: ValueError"):
        call_command("stream", "--position", str(place))


@pytest.mark.django_db
def test_the_stream_goes_to_syslog(home):
    """Most desks collect there."""
    log_something()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as desk:
        desk.bind(("127.0.0.1", 0))
        desk.settimeout(10)
        call_command("stream", "--syslog", f"127.0.0.1:{desk.getsockname()[1]}")
        heard = [desk.recv(8192).decode() for _ in range(4)]
    assert all(
        line.startswith(f"<{logging.handlers.SysLogHandler.LOG_AUTHPRIV * 8 + 6}>schakel: {{")
        for line in heard
    )
    (home / "upkeep/stream.position").unlink()
    with pytest.raises(CommandError, match="the stream ended"):
        call_command("stream", "--syslog", str(home / "no-socket"))


@pytest.mark.django_db
def test_following_goes_on_until_stopped(home, monkeypatch, capsys):
    """It is a service of its own; Ctrl-C ends it without a word."""
    log_something()
    pauses = []

    def pause(seconds):
        pauses.append(seconds)
        if len(pauses) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr("schakel.upkeep.management.commands.stream.time.sleep", pause)
    call_command("stream", "--follow")
    assert len(capsys.readouterr().out.splitlines()) == 4
    assert len(pauses) == 3
