"""What the commands refuse, and what a restore settles, without processes."""

import json
import shutil
from datetime import UTC, datetime

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command

from schakel.accounts.models import Notice, OneTimeLink
from schakel.audit.models import LogEntry
from schakel.kernel.errors import UnusableInputError
from schakel.shell.home import NOBODY, UNFINISHED
from schakel.upkeep import dumps
from schakel.upkeep.actions import back_up, finish_restore, make_identity, unpack
from schakel.upkeep.core.manifest import DATABASES
from tests.upkeep.people import fill

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)


@pytest.fixture
def home(tmp_path, settings, monkeypatch):
    """Return the home of a node whose database is copied as a few bytes."""
    folder = tmp_path / "home"
    (folder / "keys").mkdir(parents=True)
    (folder / "keys" / "signing.jwk").write_text("secret")
    (folder / "node.toml").write_text('code = "nl"\n')
    settings.SCHAKEL_HOME = folder
    monkeypatch.setattr(dumps, "dump", lambda target: target.write_bytes(b"database"))
    monkeypatch.setattr(dumps, "require_empty", lambda path: None)
    monkeypatch.setattr(dumps, "load", lambda source, *, into: source.rename(into))
    return folder


@pytest.fixture
def archives(home, tmp_path, db):
    """Return archives of the data and of the keys, and the key that opens them."""
    secret = tmp_path / "key.txt"
    recipients = [make_identity(secret)]
    found = {"secret": secret.read_text().splitlines()[-1]}
    for kind in ("data", "keys"):
        found[kind] = tmp_path / f"{kind}.age"
        back_up(target=found[kind], recipients=recipients, kind=kind, now=NOW)
    return found


def test_data_and_keys_come_back_as_they_were(home, archives, tmp_path):
    """And the node is not served before it is settled."""
    fresh = tmp_path / "fresh"
    manifest = unpack(
        data=archives["data"], keys=archives["keys"], identities=[archives["secret"]], home=fresh
    )
    assert manifest.node == "nl"
    assert (fresh / "keys/signing.jwk").read_text() == "secret"
    assert (fresh / "node.sqlite3").read_bytes() == b"database"
    assert json.loads((fresh / UNFINISHED).read_text())["taken_at"] == manifest.taken_at
    assert not (fresh / "upkeep/restoring").exists()
    assert not list((home / "upkeep").iterdir())
    assert LogEntry.objects.filter(event="node:back-up").count() == 2


def test_keys_that_are_there_already_are_used(home, archives, tmp_path):
    """A ministry may keep them in a safe and carry them itself."""
    fresh = tmp_path / "fresh"
    (fresh / "keys").mkdir(parents=True)
    shutil.copytree(home / "datakeys", fresh / "datakeys")
    unpack(data=archives["data"], keys=None, identities=[archives["secret"]], home=fresh)
    assert (fresh / "node.toml").exists()


@pytest.mark.parametrize(
    ("data", "keys", "told"),
    [
        ("data", None, "without its keys is mute"),
        ("keys", "keys", "holds keys"),
        ("data", "data", "does not hold the keys of nl"),
        ("none", "keys", "there is no file"),
    ],
)
def test_what_does_not_fit_leaves_no_node(home, archives, tmp_path, data, keys, told):
    """Half a node is worse than none; each refusal says what to do."""
    fresh = tmp_path / "fresh"
    with pytest.raises(UnusableInputError, match=told):
        unpack(
            data=archives.get(data, tmp_path / data),
            keys=archives[keys] if keys else None,
            identities=[archives["secret"]],
            home=fresh,
        )
    assert not [path for path in fresh.rglob("*") if path.is_file()]


def test_nothing_is_put_over_a_node_or_over_keys(home, archives, tmp_path):
    """The node that is there may be the better one."""
    words = {"data": archives["data"], "keys": archives["keys"], "identities": [archives["secret"]]}
    with pytest.raises(UnusableInputError, match="is the home of a node"):
        unpack(home=home, **words)
    fresh = tmp_path / "fresh"
    (fresh / "keys").mkdir(parents=True)
    with pytest.raises(UnusableInputError, match="leave out"):
        unpack(home=fresh, **words)


@pytest.mark.parametrize("what", ["database", "migrations"])
def test_an_archive_from_elsewhere_or_later_is_refused(home, archives, tmp_path, monkeypatch, what):
    """Checked before anything is put back."""
    module = "schakel.upkeep.actions.restoring"
    if what == "database":
        monkeypatch.setattr(f"{module}.connection", type("Other", (), {"vendor": "other"}))
    else:
        monkeypatch.setattr(f"{module}.known_migrations", dict)
    fresh = tmp_path / "fresh"
    with pytest.raises(UnusableInputError, match="one of other|is newer"):
        unpack(
            data=archives["data"],
            keys=archives["keys"],
            identities=[archives["secret"]],
            home=fresh,
        )
    assert not (fresh / "node.toml").exists()


@pytest.mark.django_db
def test_a_restore_ends_sessions_and_links_and_tells(home):
    """Whoever was signed in when the archive was taken may have left the service since."""
    fill()
    Session.objects.create(session_key="x", session_data="", expire_date=NOW)
    done = finish_restore(taken_at=NOW, now=NOW)
    assert done["entries"] == 2
    assert not OneTimeLink.objects.filter(used_at=None).exists()
    assert not Session.objects.exists()
    told = Notice.objects.filter(kind="node-restored")
    assert sorted(notice.user.username for notice in told) == ["ada", "pia"]
    line = LogEntry.objects.get(event="node:restore")
    assert line.facts["settled"]["entries"] == 2


@pytest.mark.django_db
def test_the_commands_say_what_is_wrong(home, tmp_path, settings):
    """One clear sentence and exit code 2."""
    key = tmp_path / "key.txt"
    recipient = make_identity(key)
    (tmp_path / "empty.txt").write_text("# nothing\n")
    data = str(tmp_path / "x.age")
    for words, told in [
        (["backup", data], "at least one recipient"),
        (["backup", data, "--recipient", "age1x"], "no public key"),
        (["backup", str(key), "--new-identity"], "never overwritten"),
        (["restore"], "name the archive"),
        (["restore", data, "--identity", str(tmp_path / "empty.txt")], "no secret key"),
        (["restore", "--finish"], "nothing was put back"),
    ]:
        with pytest.raises(CommandError, match=told) as caught:
            call_command(*words)
        assert caught.value.returncode == 2
    with pytest.raises(CommandError, match="was not put back"):
        call_command("restore", data, "--identity", str(tmp_path / "none.txt"))
    with pytest.raises(CommandError, match="no archive was made"):
        call_command("backup", str(tmp_path / "no" / "x.age"), "--recipient", recipient)
    settings.SCHAKEL_NODE = NOBODY
    with pytest.raises(CommandError, match="names no node"):
        call_command("backup", data)


def test_a_program_of_postgresql_that_is_missing_or_fails_is_told(monkeypatch, tmp_path):
    """The administrator installs what is missing, and sees no password."""
    place = {"HOST": "127.0.0.1", "PORT": "1", "USER": "u", "PASSWORD": "pass", "NAME": "n"}
    other = type("Other", (), {"vendor": "postgresql", "settings_dict": place})
    monkeypatch.setattr(dumps, "connection", other)
    with pytest.raises(UnusableInputError, match="pg_dump: ") as caught:
        dumps.dump(tmp_path / "x")
    assert "pass" not in str(caught.value).replace("password", "")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnusableInputError, match="postgresql-client"):
        dumps.load(tmp_path / "x", into=tmp_path / "y")


def test_each_kind_of_database_has_a_part_of_its_own():
    """An archive says by its parts what it was."""
    assert set(DATABASES) == {"sqlite", "postgresql"}
