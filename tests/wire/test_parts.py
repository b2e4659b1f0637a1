"""Parts of a large file: what does not fit the layout is refused."""

import pytest

from schakel.wire.core.errors import EnvelopeRefusedError
from schakel.wire.core.parts import MOST_RANGES, Layout, missing_ranges, numbers_in, split_leaves


@pytest.mark.parametrize("number", [-1, 2])
def test_there_is_no_part_outside_the_file(number):
    """A partner may name any number."""
    with pytest.raises(EnvelopeRefusedError):
        Layout(size=15, part=10).length(number)


def test_hashes_that_make_another_tree_are_refused():
    """Else a part could be put in the place of another."""
    with pytest.raises(EnvelopeRefusedError):
        split_leaves(bytes(64), layout=Layout(size=15, part=10), root="00" * 32)


def test_at_most_a_thousand_ranges_are_told():
    """An answer stays small however much is missing."""
    there = set(range(1, 3 * MOST_RANGES, 2))
    assert len(missing_ranges(there, count=3 * MOST_RANGES)) == MOST_RANGES


@pytest.mark.parametrize("ranges", [None, "1", [1], [[1]], [[1, 2, 3]]])
def test_what_is_no_list_of_ranges_is_refused(ranges):
    """Nothing of a partner is believed before it has the agreed form."""
    with pytest.raises(ValueError, match="range"):
        list(numbers_in(ranges, count=5))
