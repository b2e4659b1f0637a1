"""The log as a whole: sealed in order, and every way of changing it shows."""

import json
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from schakel.audit.actions import record, seal, sign_checkpoint
from schakel.audit.models import Checkpoint, LogEntry, TreeNode
from schakel.audit.queries import list_entries, verify

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    """Give every test a key and a checkpoint file of its own."""
    settings.SCHAKEL_HOME = tmp_path
    return tmp_path


def write(count, *, start=0):
    """Write some lines and seal them."""
    for number in range(start, start + count):
        record(
            at=NOON + timedelta(seconds=number),
            event="report:open",
            actor=f"person-{number}",
            object_id=str(number),
            codes=["H2", "H1"],
            facts={"n": number},
        )
    seal(NOON + timedelta(seconds=start + count))


def test_a_log_that_nobody_touched_is_whole(django_capture_on_commit_callbacks):
    """The ordinary case, over several sealings and checkpoints."""
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


def test_an_altered_line_shows():
    """Who looked at what cannot be rewritten."""
    write(6)
    LogEntry.objects.filter(leaf_index=3).update(actor="somebody else")
    assert verify().problem == "entry 3 was altered"


def test_a_removed_line_shows():
    """Neither in the middle nor at the end."""
    write(6)
    LogEntry.objects.filter(leaf_index=5).delete()
    assert verify().problem == "entry 5 is missing"
    LogEntry.objects.filter(leaf_index=2).delete()
    assert verify().problem == "entry 2 is missing"


def test_a_rebuilt_tree_shows_against_the_signed_head():
    """Who also mends the tree cannot mend what was signed."""
    write(4)
    entry = LogEntry.objects.get(leaf_index=0)
    LogEntry.objects.filter(id=entry.id).update(actor="x")
    LogEntry.objects.update(leaf_index=None)
    TreeNode.objects.all().delete()
    seal(NOON)
    assert verify().problem == "the log differs from its signed head of 4 entries"


def test_a_database_put_back_in_time_shows(django_capture_on_commit_callbacks):
    """The head beside the database remembers."""
    with django_capture_on_commit_callbacks(execute=True):
        write(3)
    TreeNode.objects.all().delete()
    Checkpoint.objects.all().delete()
    LogEntry.objects.all().delete()
    assert verify().problem == "the log is shorter than its signed head of 3 entries"


def test_a_head_that_we_did_not_sign_shows(home):
    """Neither in the table nor beside it."""
    write(2)
    (home / "log").mkdir()
    (home / "log" / "checkpoint").write_text("nothing signed")
    assert verify().problem == "a signed head does not verify"


def test_heads_are_signed_at_most_once_a_minute():
    """The worker seals each second; the disk need not carry a head for each."""
    write(1)
    write(1, start=1)
    assert Checkpoint.objects.count() == 1
    record(at=NOON, event="report:open", actor="x")
    seal(NOON + timedelta(minutes=2))
    assert Checkpoint.objects.count() == 2


def test_an_empty_log_is_whole():
    """A node on its first day."""
    assert seal(NOON) == 0
    assert verify().ok


def test_what_was_asked_for_is_found():
    """A privacy officer narrows by event, actor, object and unit."""
    write(3)
    record(at=NOON, event="gate:refuse", actor="person-1", unit="spoc")
    assert list_entries(event="gate").count() == 1
    assert list_entries(actor="person-1").count() == 2
    assert list_entries(object_id="2").count() == 1
    assert list_entries(unit="spoc").get().event == "gate:refuse"


def test_the_command_prints_what_it_found():
    """People script it."""
    write(2)
    out = StringIO()
    call_command("audit", "verify", "--json", stdout=out)
    found = json.loads(out.getvalue())
    assert (found["ok"], found["entries"]) == (True, 2)
    out = StringIO()
    call_command("audit", "verify", stdout=out)
    assert out.getvalue().startswith("whole: 2 entries")
    LogEntry.objects.filter(leaf_index=1).delete()
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("audit", "verify", stdout=out)
    assert "NOT whole: entry 1 is missing" in out.getvalue()


def test_the_command_needs_a_node(settings):
    """A clear sentence, not a traceback."""
    from schakel.shell.home import NOBODY

    settings.SCHAKEL_NODE = NOBODY
    with pytest.raises(CommandError, match="names no node") as caught:
        call_command("audit", "verify")
    assert caught.value.returncode == 2
