"""The rules of an archive."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.kernel.errors import UnusableInputError
from schakel.upkeep.core.manifest import (
    Manifest,
    Part,
    belongs,
    compare_database,
    compare_parts,
    compare_state,
    is_safe,
    read_manifest,
    summary,
)

PART = Part(name="vault/ab/abc", size=3, sha256="00")
MANIFEST = Manifest(
    kind="data",
    node="nl",
    version="0.1.0",
    taken_at="2026-11-25T10:00:00.000000Z",
    database="sqlite",
    state={"audit": "0002_b"},
    parts=(PART,),
)


def test_a_list_of_contents_is_read_as_it_was_written():
    """The archive of today is put back by the program of next year."""
    assert read_manifest(MANIFEST.to_json()) == MANIFEST


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b"null",
        json.dumps({"format": 1, "parts": [{"name": "x"}]}).encode(),
        MANIFEST.to_json().replace(b"2026-11-25", b"yesterday!"),
        MANIFEST.to_json().replace(b'"node"', b'"nobody"'),
    ],
)
def test_what_is_no_list_is_refused(content):
    """Guessing what an archive meant would put back half a node."""
    with pytest.raises(UnusableInputError, match="cannot be read"):
        read_manifest(content)


def test_a_format_of_later_is_refused_by_name():
    """The administrator must learn that the program is too old, not that the file is broken."""
    with pytest.raises(UnusableInputError, match="has format 3"):
        read_manifest(MANIFEST.to_json().replace(b'"format": 2', b'"format": 3'))


@pytest.mark.parametrize(
    "name", ["/etc/passwd", "../x", "a/../b", "a/./b", ".hidden", "a/.b", "", "a//b", "a/", "é"]
)
def test_no_part_leaves_the_home(name):
    """An archive is a file from outside; a name in it decides where we write."""
    assert not is_safe(name)
    assert not belongs(name, kind="data")
    assert not belongs(name, kind="keys")


@given(st.text(max_size=30))
def test_a_safe_name_has_neither_root_nor_parent(name):
    """Whatever the text, what passes stays below the folder it is joined to."""
    if is_safe(name):
        assert not name.startswith("/")
        assert not {"", ".", ".."} & set(name.split("/"))


@pytest.mark.parametrize(
    ("name", "data", "keys"),
    [
        ("node.toml", True, False),
        ("vault/ab/" + "ab" * 32, True, False),
        ("blobs/" + "ab" * 32, True, False),
        ("log/checkpoint", True, False),
        ("keys/signing.jwk", False, True),
        ("datakeys/ab/" + "ab" * 32, False, True),
        ("node.sqlite3", False, False),
        ("node.sqlite3-wal", False, False),
        ("node.log", False, False),
        ("mail/20261125", False, False),
        ("vault/tmpab12", False, False),
        ("upkeep/restored.json", False, False),
    ],
)
def test_data_and_keys_go_apart_and_the_rest_stays(name, data, keys):
    """Whoever finds one archive must not be able to read with it."""
    assert belongs(name, kind="data") is data
    assert belongs(name, kind="keys") is keys


def test_an_archive_holds_what_it_lists_and_nothing_else():
    """A part lost, changed, added or doubled is noticed before anything is put back."""
    compare_parts(MANIFEST, [PART])
    other = Part(name="vault/ab/abd", size=3, sha256="00")
    changed = Part(name=PART.name, size=3, sha256="01")
    for found in ([], [changed], [PART, other]):
        with pytest.raises(UnusableInputError, match="damaged at vault/ab"):
            compare_parts(MANIFEST, found)
    with pytest.raises(UnusableInputError, match="twice"):
        compare_parts(MANIFEST, [PART, PART])


def test_an_archive_of_a_newer_program_is_refused():
    """An older program would serve tables that it does not understand."""
    compare_state(MANIFEST, {"audit": ["0001_a", "0002_b", "0003_c"]})
    for known in ({}, {"audit": ["0001_a"]}):
        with pytest.raises(UnusableInputError, match="whose audit is newer"):
            compare_state(MANIFEST, known)


def test_an_archive_goes_back_into_the_kind_of_database_it_came_from():
    """And keys alone are no node."""
    compare_database(MANIFEST, vendor="sqlite")
    with pytest.raises(UnusableInputError, match="one of postgresql"):
        compare_database(MANIFEST, vendor="postgresql")
    keys = Manifest(
        kind="keys", node="nl", version="1", taken_at=MANIFEST.taken_at, state={}, parts=()
    )
    with pytest.raises(UnusableInputError, match="holds keys"):
        compare_database(keys, vendor="sqlite")


def test_what_is_told_of_an_archive_names_no_part():
    """The name of a part is the hash of a file, and that tells who holds which file."""
    told = summary(MANIFEST, file="x.age", size=9)
    assert (told["parts"], told["bytes"], told["node"]) == (1, 9, "nl")
    assert PART.name not in json.dumps(told)
