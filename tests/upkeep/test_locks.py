"""An old archive dies by itself: its database opens only while the node keeps the key."""

from datetime import UTC, datetime, timedelta

import pytest

from schakel.audit.models import LogEntry
from schakel.kernel.errors import UnusableInputError
from schakel.shell import datakeys
from schakel.upkeep import locks

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
WORDS = b"Xanthippos sails at six. " * 5000


@pytest.fixture
def home(settings, tmp_path):
    """Return the home of a node."""
    settings.SCHAKEL_HOME = tmp_path / "home"
    settings.SCHAKEL_HOME.mkdir()
    return settings.SCHAKEL_HOME


@pytest.fixture
def locked(home, tmp_path):
    """Return a locked file and the name of its key."""
    plain, sealed = tmp_path / "plain", tmp_path / "sealed"
    plain.write_bytes(WORDS)
    return sealed, locks.lock(plain, sealed, now=NOW)


def test_what_is_locked_opens_with_the_key_of_the_node_alone(home, locked, tmp_path):
    """Not with the file, and not with the age identity of the archive."""
    sealed, name = locked
    assert b"Xanthippos" not in sealed.read_bytes()
    locks.unlock(sealed, tmp_path / "opened", name=name, home=home)
    assert (tmp_path / "opened").read_bytes() == WORDS
    with pytest.raises(UnusableInputError, match="take the keys after the data"):
        locks.unlock(sealed, tmp_path / "x", name=name, home=tmp_path)


def test_a_name_that_leads_elsewhere_is_no_key(home, locked, tmp_path):
    """The name comes out of an archive, which somebody may have made."""
    for name in ("../keys/signing.jwk", "archive-../../x", "other"):
        with pytest.raises(UnusableInputError):
            locks.unlock(locked[0], tmp_path / "x", name=name, home=home)


def test_a_changed_file_is_refused_and_leaves_nothing(home, locked, tmp_path):
    """Half a database would be served as the whole."""
    sealed, name = locked
    sealed.write_bytes(sealed.read_bytes()[:-3])
    with pytest.raises(UnusableInputError, match="damaged"):
        locks.unlock(sealed, tmp_path / "opened", name=name, home=home)
    assert not (tmp_path / "opened").exists()


@pytest.mark.django_db
def test_the_key_ends_on_its_day_and_the_log_says_so(home, locked, tmp_path, settings):
    """Whoever holds the archive and its identity has nothing from then on."""
    sealed, name = locked
    days = timedelta(days=settings.SCHAKEL_ARCHIVE_DAYS)
    datakeys.keep_key("archive-unreadable", b"x")
    assert locks.destroy_old(NOW + days) == 0
    assert locks.destroy_old(NOW + days + timedelta(days=1)) == 1
    assert LogEntry.objects.get(event="node:end-archives").facts["n"] == 1
    assert datakeys.list_keys("archive-") == ["archive-unreadable"]
    with pytest.raises(UnusableInputError, match="destroyed after its days"):
        locks.unlock(sealed, tmp_path / "x", name=name, home=home)
