"""What is signed for is on disk: bytes and names, before the signature."""

import os
import stat
from pathlib import Path

import pytest

from schakel.exchange.actions import receiving, take_envelopes
from schakel.shell import disk, vault
from schakel.wire.actions.blobs import blob_path
from tests.exchange.partner import NOON
from tests.exchange.test_files import a_file


@pytest.fixture
def events(monkeypatch):
    """Return what happens to the disk, in order: what was synced, what got its name."""
    seen = []
    fsync, replace = os.fsync, os.replace

    def synced(handle):
        fsync(handle)
        folder = stat.S_ISDIR(os.fstat(handle).st_mode)
        seen.append(
            ("folder" if folder else "file", str(Path(f"/proc/self/fd/{handle}").readlink()))
        )

    def named(source, target):
        replace(source, target)
        seen.append(("name", str(target)))

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", named)
    return seen


def kept(events, path):
    """Tell whether a file was synced, then named, then its folder synced; return when."""
    name = events.index(("name", str(path)))
    assert any(kind == "file" for kind, _ in events[:name])
    return events.index(("folder", str(path.parent)), name)


def test_the_vault_syncs_a_file_before_its_name_and_the_folder_after(events):
    """A name that a power cut takes away is a file that nobody finds again."""
    digest, _ = vault.put([b"a file"])
    path = vault.path_of(digest)
    assert events[events.index(("name", str(path))) - 1][0] == "file"
    kept(events, path)
    assert ("folder", str(path.parents[1])) in events


def test_ciphertext_is_on_disk_with_its_name(events):
    """What came over the line is not asked for again."""
    kept(events, blob_path(a_file(b"a file").blob))


@pytest.mark.django_db
def test_a_receipt_is_signed_only_for_what_a_power_cut_leaves(
    partner, handled, events, monkeypatch
):
    """A partner who holds the receipt deletes the file from its outbox."""
    sign = receiving.sign_stage

    def signed(*args, **words):
        events.append(("signed", str(words["stage"])))
        return sign(*args, **words)

    monkeypatch.setattr(receiving, "sign_stage", signed)
    ref = a_file(b"the answer")
    events.clear()
    take_envelopes([partner.send(files=(ref,))], now=NOON)
    assert kept(events, vault.path_of(ref.sha256)) < events.index(("signed", "accepted"))


def test_a_new_folder_is_on_disk_too(tmp_path, events):
    """The folder that names the folder counts as well."""
    made = disk.make_folder(tmp_path / "a" / "b")
    assert made.is_dir()
    assert stat.S_IMODE(Path(made).stat().st_mode) == 0o700
    assert [path for kind, path in events if kind == "folder"] == [
        str(tmp_path),
        str(tmp_path / "a"),
    ]
