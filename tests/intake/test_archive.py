"""The guard of archives: decided from the table of contents alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.intake.core.archive import ArchiveLimits, Entry, judge_archive
from schakel.intake.core.problems import Problem

MEBIBYTE = 1024 * 1024


def an_entry(**changes):
    """Return an entry that alone is harmless."""
    return Entry(**({"name": "a.txt", "offset": 0, "compressed": 10, "size": 20} | changes))


@pytest.mark.parametrize(
    ("entries", "problem"),
    [
        ([an_entry(size=600 * MEBIBYTE, compressed=500 * MEBIBYTE)], Problem.ZIP_BOMB),
        ([an_entry(size=50 * MEBIBYTE, compressed=1_000)], Problem.ZIP_BOMB),
        ([an_entry(offset=n * 100) for n in range(5_001)], Problem.ZIP_BOMB),
        ([an_entry(compressed=100), an_entry(offset=100)], Problem.ZIP_OVERLAP),
        ([an_entry(name="../etc/passwd")], Problem.ZIP_TRAVERSAL),
        ([an_entry(name="..\\x.txt")], Problem.ZIP_TRAVERSAL),
        ([an_entry(name="/etc/passwd")], Problem.ZIP_TRAVERSAL),
        ([an_entry(name="C:\\x.txt")], Problem.ZIP_TRAVERSAL),
        ([an_entry(encrypted=True)], Problem.PASSWORD_PROTECTED),
    ],
)
def test_each_danger_alone_is_enough_to_keep_an_archive_shut(entries, problem):
    """One change away from a harmless archive, one reason."""
    assert judge_archive(entries) == (problem,)


def test_a_harmless_archive_opens():
    """The guard must not keep ordinary documents out."""
    entries = [an_entry(offset=n * 100, name=f"folder/{n}..txt") for n in range(1_000)]
    assert judge_archive(entries) == ()


def test_text_that_packs_well_is_no_bomb():
    """Spreadsheets with many equal cells pack a hundredfold and are honest."""
    assert judge_archive([an_entry(size=9 * MEBIBYTE, compressed=1_000)]) == ()


@given(
    st.lists(
        st.builds(
            an_entry,
            offset=st.integers(0, 10**6),
            compressed=st.integers(0, 10**6),
            size=st.integers(0, 10**9),
        ),
        max_size=20,
    )
)
def test_what_opens_never_exceeds_the_limits(entries):
    """Whatever the table says, an archive that opens is bounded in number and in bytes."""
    limits = ArchiveLimits(entries=10, total=10**7)
    if Problem.ZIP_BOMB not in judge_archive(entries, limits):
        assert len(entries) <= 10
        assert sum(entry.size for entry in entries) <= 10**7
