"""A courier's file: for one node, complete or refused, and nobody else reads it."""

import hashlib
import io
import json
import tarfile
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest

from schakel.exchange.queries import own_card
from schakel.wire.actions import blobs, keys, packing
from schakel.wire.actions.blobs import blob_path, keep_blob
from schakel.wire.actions.packing import PackageRefusedError, read_package, write_package
from tests.exchange.partner import NOON

CONTENT = {"envelopes": [{"id": "x"}], "results": [], "said": "a secret meeting"}
CIPHER = b"\x07" * 3_000_000
DIGEST = hashlib.sha256(CIPHER).hexdigest()


@pytest.fixture
def sites(settings, tmp_path):
    """Return two homes with keys and the cards by which each knows the other."""
    cards = {}
    for code in ("nl", "it"):
        settings.SCHAKEL_HOME = tmp_path / code
        settings.SCHAKEL_HOME.mkdir()
        keys.make_keys(settings.SCHAKEL_HOME)
        settings.SCHAKEL_NODE = _node(settings, code)
        cards[code] = own_card()

    def at(code):
        """Sit down at a node."""
        settings.SCHAKEL_HOME = tmp_path / code
        settings.SCHAKEL_NODE = _node(settings, code)

    at.cards = cards
    return at


def _node(settings, code):
    return replace(settings.SCHAKEL_NODE, code=code)


def written(sites):
    """Return a file from `nl` to `it`."""
    sites("nl")
    keep_blob([CIPHER], digest=DIGEST)
    out = io.BytesIO()
    write_package(out, card=sites.cards["it"], content=CONTENT, blobs=[DIGEST], now=NOON)
    return out.getvalue()


def read(sites, data, *, at="it", now=NOON):
    """Read a file at a node."""
    sites(at)
    return read_package(io.BytesIO(data), find_card=sites.cards.get, now=now)


def test_what_was_written_is_read_with_its_files(sites):
    """The point of it all."""
    package = read(sites, written(sites))
    assert (package.sender, package.content, package.created_at) == ("nl", CONTENT, NOON)
    assert blob_path(DIGEST).read_bytes() == CIPHER


def test_a_large_file_goes_along_under_the_root_of_its_parts(sites, monkeypatch):
    """A stick is what large evidence is carried on."""
    monkeypatch.setattr(blobs, "PART", 1_000_000)
    sites("nl")
    root = blobs._keep_in_parts([CIPHER])
    assert root != DIGEST
    out = io.BytesIO()
    write_package(out, card=sites.cards["it"], content=CONTENT, blobs=[root], now=NOON)
    read(sites, out.getvalue())
    assert blob_path(root).read_bytes() == CIPHER
    monkeypatch.setattr(blobs, "PART", 1_000_001)
    with pytest.raises(PackageRefusedError, match="altered"):
        read(sites, out.getvalue())


def test_a_full_disk_is_named_before_it_is_full(sites, monkeypatch):
    """The node must go on working."""
    data = written(sites)
    monkeypatch.setattr(
        packing.shutil, "disk_usage", lambda path: SimpleNamespace(free=len(CIPHER) - 1)
    )
    with pytest.raises(PackageRefusedError, match="no room"):
        read(sites, data)


def test_the_stick_tells_its_finder_nothing(sites):
    """It is left in a taxi."""
    data = written(sites)
    assert b"secret" not in data
    assert b"envelopes" not in data


def test_another_node_cannot_take_it(sites):
    """A stick goes to the wrong embassy."""
    data = written(sites)
    with pytest.raises(PackageRefusedError, match="for another node"):
        read(sites, data, at="nl")


def test_a_stranger_is_refused(sites):
    """Anybody can buy a stick."""
    data = written(sites)
    del sites.cards["nl"]
    with pytest.raises(PackageRefusedError, match="no linked node"):
        read(sites, data)


def test_a_clock_that_is_far_off_is_named(sites):
    """It could be a replay into the future."""
    with pytest.raises(PackageRefusedError, match="clocks"):
        read(sites, written(sites), now=NOON - timedelta(days=9))


@pytest.mark.parametrize("kept", [0, 100, 0.1, 0.5, 0.9])
def test_a_file_that_was_cut_is_refused(sites, kept):
    """The stick was pulled out too early."""
    data = written(sites)
    with pytest.raises(PackageRefusedError):
        read(sites, data[: int(len(data) * kept) if kept < 1 else kept])


def test_one_changed_bit_anywhere_is_refused(sites):
    """In the manifest, in the content, in a file."""
    data = written(sites)
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        places = [one.offset_data + one.size // 2 for one in archive]
    for place in places:
        changed = bytearray(data)
        changed[place] ^= 1
        with pytest.raises(PackageRefusedError):
            read(sites, bytes(changed))


def test_what_is_no_courier_file_is_refused(sites):
    """A holiday picture."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("courier.json"))
    for data in (b"", b"hello" * 999, out.getvalue(), json.dumps({}).encode()):
        with pytest.raises(PackageRefusedError):
            read(sites, data)
