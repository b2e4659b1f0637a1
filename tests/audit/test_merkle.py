"""The tree of the log against the standard's reference roots and the plainest implementation."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.audit.core.merkle import (
    EMPTY_ROOT,
    Frontier,
    inclusion_proof,
    is_included,
    leaf_hash,
    node_hash,
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
