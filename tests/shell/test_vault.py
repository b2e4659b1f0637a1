"""Originals lie encrypted, each under a key of its own; without it they are gone everywhere."""

import hashlib
import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest

from schakel.shell import datakeys, vault

CONTENT = b"Xanthippos sails at six. " * 9000


@pytest.fixture
def home(settings, tmp_path):
    """Return the home of a node."""
    settings.SCHAKEL_HOME = tmp_path
    return tmp_path


def read(sha256):
    """Return what the vault has under a hash."""
    with vault.open_original(sha256) as stream:
        return stream.read()


def test_what_lies_on_disk_says_nothing_of_the_content(home):
    """A copy of the folder is worth nothing without the store of keys."""
    sha256, size = vault.put([CONTENT[:1000], CONTENT[1000:]])
    assert sha256 == hashlib.sha256(CONTENT).hexdigest()
    assert (size, vault.size_of(sha256)) == (len(CONTENT), len(CONTENT))
    assert all(b"Xanthippos" not in one.read_bytes() for one in home.rglob("*") if one.is_file())
    assert read(sha256) == CONTENT
    assert vault.is_readable(sha256)


def test_without_its_key_an_old_copy_cannot_be_read(home, tmp_path):
    """Crypto-shredding: a backup from before the erasure brings back bytes, and no content."""
    sha256, _ = vault.put([CONTENT])
    copy = tmp_path / "copy"
    shutil.copy(vault.path_of(sha256), copy)
    assert vault.remove(sha256)
    assert not vault.remove(sha256)
    assert not vault.is_here(sha256)
    vault.path_of(sha256).parent.mkdir(exist_ok=True)
    shutil.copy(copy, vault.path_of(sha256))
    assert not vault.is_readable(sha256)
    with pytest.raises(FileNotFoundError):
        vault.open_original(sha256)
    assert not [one for one in (home / datakeys.FOLDER).rglob("*") if one.name == sha256]


def test_the_same_content_again_after_its_end_has_a_new_key(home):
    """What is put in anew is readable; the copy from before its end is not revived by it."""
    sha256, _ = vault.put([CONTENT])
    old = datakeys.find_key(sha256)
    vault.remove(sha256)
    vault.put([CONTENT])
    assert read(sha256) == CONTENT
    assert datakeys.find_key(sha256) != old


def test_a_file_from_before_is_read_and_then_sealed(home):
    """An upgrade loses nothing: plain files are read, and encrypted one after the other."""
    sha256 = hashlib.sha256(CONTENT).hexdigest()
    path = vault.path_of(sha256)
    path.parent.mkdir(parents=True)
    path.write_bytes(CONTENT)
    assert read(sha256) == CONTENT
    assert vault.size_of(sha256) == len(CONTENT)
    assert vault.seal_plain() == 1
    assert vault.seal_plain() == 0
    assert b"Xanthippos" not in path.read_bytes()
    assert read(sha256) == CONTENT


def test_a_crash_between_key_and_file_loses_nothing(home):
    """The key is written first: a plain file with a key beside it is still the plain file."""
    sha256 = hashlib.sha256(CONTENT).hexdigest()
    path = vault.path_of(sha256)
    path.parent.mkdir(parents=True)
    path.write_bytes(CONTENT)
    datakeys.keep_key(sha256, b"AGE-SECRET-KEY-1\n0\n")
    assert read(sha256) == CONTENT
    assert vault.seal_plain() == 1
    assert read(sha256) == CONTENT


def test_a_changed_file_is_no_original(home):
    """The stream is authenticated: what was tampered with raises, and never passes for whole."""
    sha256, _ = vault.put([CONTENT])
    path = vault.path_of(sha256)
    path.chmod(0o600)
    damaged = bytearray(path.read_bytes())
    damaged[-5] ^= 1
    path.write_bytes(damaged)
    with vault.open_original(sha256) as stream, pytest.raises(OSError, match="changed"):
        stream.read()


def test_a_reader_may_stop_early(home):
    """A browser that goes away ends the decryption with it."""
    sha256, _ = vault.put([CONTENT * 20])
    with vault.open_original(sha256) as stream:
        assert stream.readable()
        assert stream.read(11) == CONTENT[:11]


def test_a_program_that_reads_files_gets_a_plain_copy_that_goes(home):
    """The reading process opens a path; nothing of it is left behind."""
    sha256, _ = vault.put([CONTENT])
    with vault.plain_file(sha256) as path:
        assert path.read_bytes() == CONTENT
    assert not path.exists()


def test_two_writers_of_one_file_leave_one_pair(home):
    """File and key fit each other, whoever came first."""
    with ThreadPoolExecutor(8) as pool:
        names = {sha256 for sha256, _ in pool.map(lambda _: vault.put([CONTENT]), range(24))}
    assert {read(name) for name in names} == {CONTENT}
