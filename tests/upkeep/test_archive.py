"""Archives as streams: what goes in comes out, or nothing does."""

import io
import tarfile

import pyrage
import pytest

from schakel.kernel.errors import UnusableInputError
from schakel.upkeep.archive import read_archive, write_archive

KEY = pyrage.x25519.Identity.generate()
TO, MINE = [str(KEY.to_public())], [str(KEY)]
BIG = bytes(range(256)) * 12_000  # three blocks


def two_parts(writer):
    """Fill an archive with a large and an empty part, and a list."""
    writer.add("vault/ab/abc", io.BytesIO(BIG), len(BIG))
    writer.add("node.toml", io.BytesIO(b""), 0)
    writer.add_manifest(b"list")


def sealed_tar(path, members):
    """Write an archive that no node would write."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as tar:
        for card, content in members:
            tar.addfile(card, io.BytesIO(content))
    path.write_bytes(pyrage.encrypt(file.getvalue(), [KEY.to_public()]))


def card(name, content=b"", kind=tarfile.REGTYPE):
    """Return a member of a tar file."""
    found = tarfile.TarInfo(name)
    found.size, found.type = len(content), kind
    return found, content


def test_what_went_in_comes_out(tmp_path):
    """Byte for byte, with the digests of what was read."""
    target = tmp_path / "x.age"
    size = write_archive(target, recipients=TO, fill=two_parts)
    assert size == target.stat().st_size
    assert target.stat().st_mode & 0o777 == 0o600
    assert BIG[:64] not in target.read_bytes()
    manifest, parts = read_archive(target, identities=MINE, into=tmp_path / "out")
    assert manifest == b"list"
    assert [part.name for part in parts] == ["vault/ab/abc", "node.toml"]
    assert (tmp_path / "out/vault/ab/abc").read_bytes() == BIG


def test_an_archive_is_whole_or_not_there(tmp_path):
    """Half an archive would be found on the day it is needed."""

    def fails(writer):
        two_parts(writer)
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space"):
        write_archive(tmp_path / "x.age", recipients=TO, fill=fails)
    assert not list(tmp_path.iterdir())


def test_a_full_disk_is_what_is_told_not_the_broken_pipe(tmp_path, monkeypatch):
    """Whoever reads the message must know what to mend."""

    def full(reader, file, keys):
        reader.read(1)
        raise OSError("no space left")

    monkeypatch.setattr("schakel.upkeep.archive.pyrage.encrypt_io", full)
    with pytest.raises(OSError, match="no space"):
        write_archive(tmp_path / "x.age", recipients=TO, fill=two_parts)
    assert not list(tmp_path.iterdir())


def test_an_archive_is_never_overwritten(tmp_path):
    """Yesterday's archive may be the only good one; two at a time would mix."""
    target = tmp_path / "x.age"
    write_archive(target, recipients=TO, fill=two_parts)
    before = target.read_bytes()
    with pytest.raises(UnusableInputError, match="exists"):
        write_archive(target, recipients=TO, fill=two_parts)
    assert target.read_bytes() == before
    (tmp_path / ".y.age.part").touch()
    with pytest.raises(UnusableInputError, match="in the way"):
        write_archive(tmp_path / "y.age", recipients=TO, fill=two_parts)


@pytest.mark.parametrize("recipients", [[], ["age1nonsense"], MINE])
def test_an_archive_needs_a_public_key(tmp_path, recipients):
    """Without one, it would be readable by all, or a secret key would lie on the node."""
    with pytest.raises(UnusableInputError):
        write_archive(tmp_path / "x.age", recipients=recipients, fill=two_parts)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("at", [10, 200, 70_000, -200, -1])
@pytest.mark.parametrize("how", ["change", "cut"])
def test_one_byte_changed_or_lost_anywhere_is_noticed(tmp_path, at, how):
    """A disk or a stranger may touch the archive at any place."""
    target = tmp_path / "x.age"
    write_archive(target, recipients=TO, fill=two_parts)
    content = bytearray(target.read_bytes())
    if how == "change":
        content[at] ^= 1
    else:
        del content[at:]
    target.write_bytes(content)
    with pytest.raises(UnusableInputError, match="damaged"):
        read_archive(target, identities=MINE, into=tmp_path / "out")


def test_only_the_holder_of_the_key_reads(tmp_path):
    """Whoever finds the archive has nothing."""
    target = tmp_path / "x.age"
    write_archive(target, recipients=TO, fill=two_parts)
    other = str(pyrage.x25519.Identity.generate())
    with pytest.raises(UnusableInputError, match="no archive for this identity"):
        read_archive(target, identities=[other], into=tmp_path / "out")
    with pytest.raises(UnusableInputError, match="no AGE-SECRET-KEY"):
        read_archive(target, identities=["x"], into=tmp_path / "out")


@pytest.mark.parametrize(
    "members",
    [
        [card("../outside", b"x")],
        [card("/outside", b"x")],
        [card("link", kind=tarfile.SYMTYPE)],
        [card("pipe", kind=tarfile.FIFOTYPE)],
        [card("manifest.json", b"{}"), card("late", b"x")],
    ],
)
def test_what_no_node_writes_is_not_unpacked(tmp_path, members):
    """Somebody who has our public key can write an archive to us too."""
    sealed_tar(tmp_path / "x.age", members)
    with pytest.raises(UnusableInputError, match="no node writes"):
        read_archive(tmp_path / "x.age", identities=MINE, into=tmp_path / "out")
    assert {path.name for path in tmp_path.iterdir()} <= {"x.age", "out"}
    assert not (tmp_path.parent / "outside").exists()


def test_an_empty_stream_is_no_archive(tmp_path):
    """An encrypted nothing decrypts well."""
    (tmp_path / "x.age").write_bytes(pyrage.encrypt(b"", [KEY.to_public()]))
    with pytest.raises(UnusableInputError):
        read_archive(tmp_path / "x.age", identities=MINE, into=tmp_path / "out")
