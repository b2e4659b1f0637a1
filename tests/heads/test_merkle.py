"""The tree of the log against the standard's reference roots and the plainest implementation."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.heads.core.merkle import (
    EMPTY_ROOT,
    Frontier,
    consistency_proof,
    inclusion_proof,
    is_consistent,
    is_included,
    leaf_hash,
    node_hash,
    range_root,
    root_of,
)

# Certificate Transparency reference data: the leaves and the roots of the trees over the first n.
LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def plain_root(leaves):
    """Return the root as the standard defines it, by recursion."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(plain_root(leaves[:split]), plain_root(leaves[split:]))


@pytest.mark.parametrize("size", range(1, 9))
def test_the_reference_roots(size):
    """Another implementation must come to the same root."""
    assert root_of([leaf_hash(leaf) for leaf in LEAVES[:size]]).hex() == ROOTS[size - 1]


def test_an_empty_tree_has_a_root():
    """RFC 9162, section 2.1.1."""
    assert root_of([]) == EMPTY_ROOT


hashes = st.lists(st.binary(min_size=32, max_size=32), max_size=70)


@given(hashes)
def test_growing_gives_the_plain_root(leaves):
    """The frontier must agree with the definition at every size."""
    assert root_of(leaves) == plain_root(leaves)


@given(hashes, st.integers(0, 70))
def test_a_frontier_goes_on_where_it_stopped(leaves, at):
    """The sequencer starts anew at every second."""
    at = min(at, len(leaves))
    nodes = {}
    first = Frontier()
    for leaf in leaves[:at]:
        nodes |= {(level, index): value for level, index, value in first.append(leaf)}
    again = Frontier.resume(at, lambda level, index: nodes[level, index])
    for leaf in leaves[at:]:
        again.append(leaf)

    assert again.root() == plain_root(leaves)
    assert again.size == len(leaves)


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=40), st.data())
def test_a_proof_proves_its_leaf_and_no_other(leaves, data):
    """Who changes one leaf cannot prove the old one."""
    index = data.draw(st.integers(0, len(leaves) - 1))
    root = plain_root(leaves)
    size = len(leaves)
    path = inclusion_proof(index, size, lambda start, end: plain_root(leaves[start:end]))

    def holds(**change):
        given = {"leaf": leaves[index], "index": index, "size": size, "path": path, "root": root}
        return is_included(**{**given, **change})

    assert holds()
    assert not holds(leaf=hashlib.sha256(leaves[index]).digest())
    assert not holds(root=hashlib.sha256(root).digest())
    assert not holds(path=[*path, b"x" * 32])
    assert not holds(index=size)
    if path:
        assert not holds(path=path[:-1])


def test_a_leaf_outside_the_tree_has_no_proof():
    """Asking for it is a fault of the caller."""
    with pytest.raises(ValueError, match="not in the tree"):
        inclusion_proof(3, 3, lambda start, end: b"")


def plain_consistency(old, leaves, *, whole=True):
    """Return the proof as the standard defines it, by recursion."""
    if old == len(leaves):
        return [] if whole else [plain_root(leaves)]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    if old <= split:
        rest = plain_root(leaves[split:])
        return [*plain_consistency(old, leaves[:split], whole=whole), rest]
    first = plain_root(leaves[:split])
    return [*plain_consistency(old - split, leaves[split:], whole=False), first]


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=40), st.data())
def test_a_grown_tree_proves_that_it_kept_its_beginning(leaves, data):
    """A log that rewrote its past cannot show the path from the old head to the new one."""
    new = len(leaves)
    old = data.draw(st.integers(1, new))
    path = consistency_proof(old, new, lambda start, end: plain_root(leaves[start:end]))
    right = {
        "old": old,
        "old_root": plain_root(leaves[:old]),
        "new": new,
        "new_root": plain_root(leaves),
        "path": path,
    }

    assert path == plain_consistency(old, leaves)
    assert is_consistent(**right)
    assert not is_consistent(**right | {"old_root": hashlib.sha256(right["old_root"]).digest()})
    assert not is_consistent(**right | {"new_root": hashlib.sha256(right["new_root"]).digest()})
    assert not is_consistent(**right | {"path": [*path, b"x" * 32]})
    if path:
        assert not is_consistent(**right | {"path": path[:-1]})
        assert not is_consistent(**right | {"path": []})
        place = data.draw(st.integers(0, len(path) - 1))
        forged = [*path[:place], hashlib.sha256(path[place]).digest(), *path[place + 1 :]]
        assert not is_consistent(**right | {"path": forged})


@pytest.mark.parametrize(("old", "new"), [(0, 3), (4, 3), (-1, 3), (0, 0)])
def test_no_proof_leads_from_an_empty_or_a_larger_tree(old, new):
    """Whoever accepts one lets a log begin anew, or shrink."""
    with pytest.raises(ValueError, match="empty or larger"):
        consistency_proof(old, new, lambda start, end: b"")
    assert not is_consistent(old=old, old_root=b"", new=new, new_root=b"", path=[])


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=40), st.data())
def test_the_root_of_a_range_comes_from_complete_nodes(leaves, data):
    """Proofs are made from the stored nodes, without reading the lines."""
    nodes, tree = {}, Frontier()
    for leaf in leaves:
        nodes |= {(level, index): value for level, index, value in tree.append(leaf)}
    index = data.draw(st.integers(0, len(leaves) - 1))

    def stored(start, end):
        return range_root(start, end, lambda level, at: nodes[level, at])

    path = inclusion_proof(index, len(leaves), stored)
    assert path == inclusion_proof(
        index, len(leaves), lambda start, end: plain_root(leaves[start:end])
    )


def test_an_empty_range_has_no_root():
    """Asking for it is a fault of the caller."""
    with pytest.raises(ValueError, match="at least one"):
        range_root(3, 3, lambda level, index: b"")
