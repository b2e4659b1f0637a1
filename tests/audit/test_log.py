"""The log as a whole: sealed in order, kept append-only, and erased by one path alone."""

import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from schakel.audit import keys
from schakel.audit.actions import erase_entries, finish_sealing, record, seal, sign_checkpoint
from schakel.audit.models import ERASED, Checkpoint, LogEntry, TreeNode
from schakel.audit.queries import find_place, get_entry, list_entries, verify
from schakel.heads.core.merkle import is_included
from schakel.kernel.errors import NotFoundError
from tests.audit.log import NOON, write

pytestmark = pytest.mark.django_db


def test_a_log_that_nobody_touched_is_whole(django_capture_on_commit_callbacks, monkeypatch):
    """The ordinary case, over several sealings, checkpoints and portions."""
    monkeypatch.setattr("schakel.audit.queries.verifying.AT_ONCE", 4)
    with django_capture_on_commit_callbacks(execute=True):
        write(5)
        write(8, start=5)
        sign_checkpoint(now=NOON + timedelta(minutes=5))
        sign_checkpoint(now=NOON + timedelta(minutes=6))
    found = verify()
    assert (found.ok, found.entries, found.unsealed, found.problem) == (True, 13, 0, "")
    assert Checkpoint.objects.count() == 2


def test_lines_of_the_last_moment_are_counted_apart():
    """They are not lost, only not sealed yet."""
    write(2)
    record(at=NOON, event="report:open", actor="late")
    assert (verify().entries, verify().unsealed) == (2, 1)


def test_a_line_that_commits_late_gets_its_place_after_the_others():
    """Transactions end out of order; a sequencer that looks above the last id would lose lines."""
    write(3)
    late = record(at=NOON - timedelta(minutes=1), event="report:open", actor="late")
    assert seal(NOON) == 1
    assert LogEntry.objects.get(id=late).leaf_index == 3
    assert verify().ok


def test_a_line_of_a_deed_that_failed_is_not_there():
    """The line stands and falls with the deed: it is written in its transaction."""
    with pytest.raises(RuntimeError), transaction.atomic():
        record(at=NOON, event="report:open", actor="x")
        raise RuntimeError
    assert not LogEntry.objects.exists()


def test_heads_are_signed_at_most_once_a_minute():
    """The worker seals each second; the disk need not carry a head for each."""
    write(1)
    write(1, start=1)
    assert Checkpoint.objects.count() == 1
    record(at=NOON, event="report:open", actor="x")
    seal(NOON + timedelta(minutes=2))
    assert Checkpoint.objects.count() == 2


def test_a_node_that_stops_seals_and_signs_what_is_left(monkeypatch):
    """Between two runs of the worker nothing lies unsigned."""
    monkeypatch.setattr("schakel.audit.actions.sealing.SEALED_AT_ONCE", 2)
    write(1)
    write(5, start=1, sealed=False)
    assert finish_sealing(NOON) == 5
    assert Checkpoint.objects.filter(size=6).exists()
    assert finish_sealing(NOON) == 0


def test_an_empty_log_is_whole():
    """A node on its first day."""
    assert seal(NOON) == 0
    assert verify().ok


def test_what_was_asked_for_is_found():
    """A privacy officer narrows by event, actor, object, unit and period."""
    write(3)
    record(at=NOON, event="gate:refuse", actor="person-1", unit="spoc")
    assert list_entries(event="gate").count() == 1
    assert list_entries(actor="person-1").count() == 2
    assert list_entries(object_id="2").count() == 1
    assert list_entries(unit="spoc").get().event == "gate:refuse"
    second = NOON + timedelta(seconds=1)
    assert list_entries(since=second).count() == 2
    assert list_entries(since=second, until=second + timedelta(seconds=1)).count() == 1


def test_a_line_proves_its_place_in_the_tree():
    """An inspector checks one line without reading the others."""
    write(7)
    entry = LogEntry.objects.get(leaf_index=4)
    place = find_place(entry)
    assert place.holds
    assert is_included(
        leaf=bytes.fromhex(place.leaf),
        index=4,
        size=7,
        path=[bytes.fromhex(one) for one in place.path],
        root=bytes.fromhex(place.root),
    )
    assert place.root == verify().head
    entry.actor = "somebody else"
    assert not find_place(entry).holds
    late = record(at=NOON, event="report:open", actor="late")
    assert find_place(get_entry(late)) is None
    with pytest.raises(NotFoundError):
        get_entry(LogEntry().id)


@pytest.mark.parametrize("change", [{"actor": "x"}, {"salt": b"y"}, {"leaf_index": 9}])
@pytest.mark.parametrize("sealed", [True, False])
def test_the_database_refuses_to_change_a_line(change, sealed):
    """A fault in the product, or an injected statement, must not reach the log."""
    write(2, sealed=sealed)
    with transaction.atomic():
        if not sealed and "leaf_index" in change:
            LogEntry.objects.filter(actor="person-1").update(**change)  # that is sealing
            return
        with pytest.raises(DatabaseError, match="append-only"):
            LogEntry.objects.filter(actor="person-1").update(**change)


@pytest.mark.parametrize("table", [LogEntry, TreeNode, Checkpoint])
def test_the_database_refuses_to_remove_anything(table):
    """Neither a line, nor a node, nor a signed head."""
    write(2)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        table.objects.all().delete()
    assert verify().ok


def test_the_database_refuses_to_change_the_tree_or_a_head():
    """They are written once."""
    write(2)
    for rows, change in (
        (TreeNode.objects.all(), {"hash": b"x" * 32}),
        (Checkpoint.objects.all(), {"note": "x"}),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            rows.update(**change)


def test_retention_ends_for_the_oldest_lines_and_the_log_stays_whole():
    """Content and salt go; that there was a line, and when, stays proven."""
    write(6)
    assert erase_entries(before=NOON + timedelta(seconds=4), now=NOON + timedelta(days=1)) == 4
    assert erase_entries(before=NOON + timedelta(seconds=4), now=NOON + timedelta(days=1)) == 0
    seal(NOON + timedelta(days=1))
    found = verify()
    assert (found.ok, found.problem, found.erased, found.entries) == (True, "", 4, 7)
    erased = LogEntry.objects.get(leaf_index=2)
    assert {name: getattr(erased, name) for name in ERASED if name != "salt"} == {
        name: value for name, value in ERASED.items() if name != "salt"
    }
    assert bytes(erased.salt) == b""
    assert find_place(erased).holds
    assert LogEntry.objects.get(event="log:erase").facts == {"below": 4, "n": 4}


def test_the_whole_log_can_end_its_retention():
    """The line that says so stays."""
    assert erase_entries(before=NOON, now=NOON) == 0
    write(1)
    assert erase_entries(before=NOON + timedelta(days=1), now=NOON + timedelta(days=2)) == 1
    seal(NOON + timedelta(days=2))
    assert erase_entries(before=NOON + timedelta(days=9), now=NOON + timedelta(days=9)) == 0
    assert verify().ok


def test_two_processes_make_one_key(home):
    """Web server and worker start together; a head signed by a lost key would prove nothing."""
    made, ready = [], threading.Barrier(8)

    def make():
        ready.wait()
        made.append(keys.log_key().public)

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 8
    assert len(set(made)) == 1
    path = home / "keys" / "log.jwk"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["log.jwk"]


def test_the_key_knows_its_own_signature():
    """A head with another content under our signature is not ours."""
    key = keys.log_key()
    assert key.verify(key.sign(b"head"), b"head")
    assert not key.verify(key.sign(b"head"), b"another head")


def test_rows_call_themselves_by_places_and_codes():
    """What ends up in a traceback tells of nobody."""
    write(1)
    (entry,) = LogEntry.objects.all()
    rows = [entry, TreeNode.objects.get(level=0), Checkpoint.objects.get()]
    assert [str(row) for row in rows] == [f"{entry.event} {entry.id}", "0/0", "1"]
