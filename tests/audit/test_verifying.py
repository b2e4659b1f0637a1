"""Every way of changing the log shows, also to whoever owns the database."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from schakel.audit import queries
from schakel.audit.actions import erase_entries, record, seal, sign_checkpoint
from schakel.audit.models import ERASED, Checkpoint, LogEntry, TreeNode
from schakel.audit.queries import verify
from schakel.heads.core.merkle import Frontier, leaf_hash
from schakel.shell.home import NOBODY
from tests.audit.log import NOON, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("owner")]


@pytest.mark.parametrize(
    "change",
    [
        {"actor": "somebody else"},
        {"at": NOON - timedelta(days=1)},
        {"codes": ["H1"]},
        {"facts": {"n": 9}},
        {"facts": [1]},
        {"event": "Not An Event"},
        {"salt": b"another"},
    ],
)
def test_an_altered_line_shows(change):
    """Who looked at what cannot be rewritten, not even into something unreadable."""
    write(6)
    LogEntry.objects.filter(leaf_index=3).update(**change)
    assert verify().problem == "entry 3 was altered"


@pytest.mark.parametrize("index", [0, 2, 5])
def test_a_removed_line_shows(index):
    """At the beginning, in the middle and at the end."""
    write(6)
    LogEntry.objects.filter(leaf_index=index).delete()
    assert verify().problem == f"entry {index} is missing"


def test_lines_that_changed_places_show():
    """The order is part of what is proven."""
    write(4)
    LogEntry.objects.filter(leaf_index=1).update(leaf_index=99)
    LogEntry.objects.filter(leaf_index=2).update(leaf_index=1)
    LogEntry.objects.filter(leaf_index=99).update(leaf_index=2)
    assert verify().problem == "entry 1 was altered"


def test_a_line_put_in_shows():
    """A line that no sealing gave its place."""
    write(4)
    late = record(at=NOON, event="report:open", actor="x")
    LogEntry.objects.filter(id=late).update(leaf_index=4)
    assert verify().problem == "entry 4 has no place in the tree"
    LogEntry.objects.filter(id=late).update(leaf_index=-1)
    assert verify().problem == "entry 0 is missing"


def test_a_changed_tree_shows_at_every_level():
    """The next sealing would build on a node that nobody computed."""
    write(8)
    for level, index in ((0, 5), (1, 2), (2, 1), (3, 0)):
        node = TreeNode.objects.filter(level=level, index=index)
        kept = node.get().hash
        node.update(hash=b"x" * 32)
        found = verify()
        assert not found.ok
        assert str(index) in found.problem
        node.update(hash=kept)
    assert verify().ok


@pytest.mark.parametrize(("level", "index"), [(1, 4), (9, 0)])
def test_a_node_put_in_shows(level, index):
    """It would wait there for the tree to grow over it."""
    write(8)
    TreeNode.objects.create(level=level, index=index, hash=b"x" * 32)
    assert verify().problem == f"node {index} of level {level} of the tree was put in"


def test_a_removed_leaf_shows():
    """The line is there, its place is not."""
    write(4)
    TreeNode.objects.filter(level=0, index=1).delete()
    assert verify().problem == "entry 1 is missing"


def test_a_rebuilt_tree_shows_against_the_signed_head():
    """Who also mends the tree cannot mend what was signed."""
    write(4)
    LogEntry.objects.filter(leaf_index=0).update(actor="x")
    LogEntry.objects.update(leaf_index=None)
    TreeNode.objects.all().delete()
    seal(NOON)
    assert verify().problem == "the log differs from its signed head of 4 entries"


def test_a_rebuilt_tree_shows_at_an_older_head_too():
    """Each head that was ever signed is compared, not the newest alone."""
    write(2)
    write(2, start=2)
    sign_checkpoint(now=NOON + timedelta(hours=1))
    note = Checkpoint.objects.get(size=4).note
    rebuilt = Frontier()
    TreeNode.objects.all().delete()
    LogEntry.objects.filter(leaf_index=0).update(actor="x")
    for line in LogEntry.objects.order_by("leaf_index"):
        for level, index, value in rebuilt.append(
            leaf_hash(line.to_entry().to_bytes(bytes(line.salt)))
        ):
            TreeNode.objects.create(level=level, index=index, hash=value)
    Checkpoint.objects.filter(size=4).delete()
    assert verify().problem == "the log differs from its signed head of 2 entries"
    Checkpoint.objects.filter(size=2).update(note=note)
    assert verify().problem == "the signed head of 2 entries was moved"


def test_a_database_put_back_in_time_shows_and_is_not_signed_again(
    home, django_capture_on_commit_callbacks
):
    """The head beside the database remembers, also when the log has grown past it since."""
    with django_capture_on_commit_callbacks(execute=True):
        write(3)
    for table in (TreeNode, Checkpoint, LogEntry):
        table.objects.all().delete()
    kept = (home / "log" / "checkpoint").read_text()
    assert verify().problem == "the log is shorter than its signed head of 3 entries"
    with django_capture_on_commit_callbacks(execute=True):
        write(5, start=100)
    assert verify().problem == "the log differs from its signed head of 3 entries"
    assert not Checkpoint.objects.exists()
    assert (home / "log" / "checkpoint").read_text() == kept


def test_a_head_that_we_did_not_sign_shows(home):
    """Neither in the table nor beside it; and nothing is signed on top."""
    write(2)
    (home / "log").mkdir()
    beside = home / "log" / "checkpoint"
    for content in (b"nothing signed", b"\xff\xfe"):
        beside.write_bytes(content)
        assert verify().problem.startswith("the signed head beside the database does not verify")
    write(1, start=2)
    sign_checkpoint(now=NOON + timedelta(hours=1))
    assert Checkpoint.objects.count() == 1
    beside.unlink()
    Checkpoint.objects.update(note="nothing signed")
    assert verify().problem.startswith("the signed head of 2 entries does not verify")


def test_without_the_key_no_head_is_believed(home):
    """A new key would make the old heads worthless without a word."""
    write(2)
    (home / "keys" / "log.jwk").unlink()
    assert "the key of the log is missing" in verify().problem
    assert not (home / "keys" / "log.jwk").exists()


def test_content_erased_against_the_rule_shows():
    """Retention is no way to hide a line: the log itself must say up to where it was erased."""
    write(4)
    LogEntry.objects.filter(leaf_index=1).update(**ERASED)
    assert verify().problem == "entry 1 was erased against the rule"
    erase_entries(before=NOON + timedelta(seconds=2), now=NOON)
    assert verify().ok
    LogEntry.objects.filter(leaf_index=0).update(actor="put in")
    assert verify().problem == "entry 0 was erased against the rule"
    LogEntry.objects.filter(leaf_index=0).update(actor="")
    LogEntry.objects.filter(leaf_index=3).update(**ERASED)
    assert verify().problem == "entry 3 was erased against the rule"


def test_what_is_sealed_during_the_check_is_no_fault(monkeypatch):
    """The check runs on a working node."""
    write(4)
    look = queries.verifying._look_for_strays
    measured = queries.verifying.count_leaves

    def meanwhile():
        size = measured()
        write(3, start=50)
        monkeypatch.setattr(queries.verifying, "count_leaves", measured)
        return size

    monkeypatch.setattr(queries.verifying, "count_leaves", meanwhile)
    found = verify()
    assert (found.ok, found.entries, found.problem) == (True, 4, "")
    look()
    assert verify().entries == 7


def test_the_command_prints_what_it_found():
    """People script it."""
    write(2)
    out = StringIO()
    call_command("audit", "verify", "--json", stdout=out)
    found = json.loads(out.getvalue())
    assert (found["ok"], found["entries"], len(found["head"])) == (True, 2, 64)
    out = StringIO()
    call_command("audit", "verify", stdout=out)
    assert out.getvalue().startswith("whole: 2 entries")
    LogEntry.objects.filter(leaf_index=1).delete()
    for form in ([], ["--json"]):
        out = StringIO()
        with pytest.raises(SystemExit) as ended:
            call_command("audit", "verify", *form, stdout=out)
        assert ended.value.code == 1
        assert "entry 1 is missing" in out.getvalue()


def test_the_command_needs_a_node(settings):
    """A clear sentence, not a traceback."""
    settings.SCHAKEL_NODE = NOBODY
    with pytest.raises(CommandError, match="names no node") as caught:
        call_command("audit", "verify")
    assert caught.value.returncode == 2


def test_the_command_says_when_the_database_cannot_be_read(monkeypatch):
    """No table, no connection: a sentence, and no name from the database's own words."""

    def broken():
        raise DatabaseError("secret words")

    monkeypatch.setattr("schakel.audit.management.commands.audit.verify", broken)
    with pytest.raises(CommandError, match="cannot be read") as caught:
        call_command("audit", "verify")
    assert "secret" not in str(caught.value)
