"""Searching a long text in stretches gives what searching it whole gives, up to a bound."""

import pytest

from schakel.intake.core import searching
from schakel.intake.core.problems import Problem
from schakel.intake.core.recognise import find_all
from schakel.intake.core.searching import Search, search_text

LINE = "Bel +31612345678 op 12-11-2026, IBAN NL91ABNA0417164300, loc 35.5,12.6, IMO 9074729\n"


@pytest.mark.parametrize("stretch", [7, 50, 1_000, 10_000])
def test_where_the_text_is_cut_makes_no_difference(stretch, monkeypatch):
    """Nothing is lost, doubled or moved at a seam."""
    monkeypatch.setattr(searching, "_STRETCH", stretch)
    monkeypatch.setattr(searching, "_AROUND", 300)
    text = LINE * 12
    assert search_text(text, country="NL", most=1_000) == Search(found=find_all(text, country="NL"))


def test_exactly_as_many_as_are_kept_is_not_too_many():
    """A bound that speaks when nothing was lost would cry wolf."""
    every = find_all(LINE, country="NL")
    assert search_text(LINE, country="NL", most=len(every)).ended_by is None
    cut = search_text(LINE, country="NL", most=len(every) - 1)
    assert cut == Search(found=every[:-1], ended_by=Problem.TOO_MANY_FOUND)


def test_a_late_search_keeps_what_it_has(monkeypatch):
    """Half of what was there is better than none of it."""
    monkeypatch.setattr(searching, "_STRETCH", len(LINE))
    times = iter([False, False, True])
    search = search_text(LINE * 9, country="NL", most=1_000, is_late=lambda: next(times))
    assert search.ended_by is Problem.SEARCH_STOPPED
    assert search.found == find_all(LINE * 2, country="NL")
