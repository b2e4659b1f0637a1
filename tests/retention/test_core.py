"""When what is kept is due: by its article, from the right day, and never longer than the law."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.retention.core.articles import ARTICLES, Then, articles_of
from schakel.retention.core.terms import Due, Standing, Step, add_months, due_of, step_of

FIRST, LAST, END = date(2020, 1, 31), date(2022, 6, 15), date(2023, 2, 1)


def standing(article, **more):
    """Return something that is kept under `article`."""
    return Standing(article=article, first_on=FIRST, last_on=LAST, **more)


@pytest.mark.parametrize(
    ("article", "more", "on", "then"),
    [
        ("wpg-8", {}, date(2025, 1, 31), Then.REMOVE),
        ("wpg-9", {"ended_on": END}, date(2023, 8, 1), Then.REMOVE),
        ("wpg-10", {}, date(2027, 6, 15), Then.REMOVE),
        ("wpg-12", {}, date(2032, 6, 15), Then.DESTROY),
        ("wpg-8", {"removed_on": date(2025, 2, 1)}, date(2030, 2, 1), Then.DESTROY),
    ],
)
def test_a_period_of_the_law_counts_from_its_own_day(article, more, on, then):
    """The figures of the Police Data Act, each from the day that its article names."""
    due = due_of(standing(article, **more), {})
    assert (due.on, due.then) == (on, then)


def test_an_open_investigation_has_no_day():
    """Its period begins with its end."""
    assert due_of(standing("wpg-9"), {}).on is None


@pytest.mark.parametrize("regime", ["avg", "wjsg", "national-police-law"])
def test_without_a_source_no_period_is_true(regime):
    """What nobody read in a law is not shipped as law: nothing is destroyed by a guess."""
    assert due_of(standing(regime), {}) == Due(article=regime, on=None, then=Then.DESTROY)
    assert step_of(standing(regime), {}, today=date(2999, 1, 1)) is Step.NOTHING
    assert due_of(standing(regime), {regime: 12}).on == date(2021, 1, 31)


def test_what_was_entered_shortens_and_never_lengthens():
    """The law says `at latest`."""
    assert due_of(standing("wpg-8"), {"wpg-8": 12}).on == date(2021, 1, 31)
    assert due_of(standing("wpg-8"), {"wpg-8": 120}).on == date(2025, 1, 31)


def test_the_day_itself_is_still_within_the_period():
    """It is put out of use the day after, told thirty days before, and told once."""
    due, one = date(2025, 1, 31), standing("wpg-8")
    assert step_of(one, {}, today=due - timedelta(days=31)) is Step.NOTHING
    assert step_of(one, {}, today=due - timedelta(days=30)) is Step.TELL
    assert step_of(standing("wpg-8", was_told=True), {}, today=due) is Step.NOTHING
    assert step_of(one, {}, today=due + timedelta(days=1)) is Step.REMOVE
    away = standing("wpg-8", removed_on=FIRST)
    assert step_of(away, {}, today=date(2025, 2, 1)) is Step.DESTROY


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(0, 600))
def test_months_end_on_the_same_day_or_the_last_of_the_month(day, months):
    """A month later is never in the month after."""
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


def test_each_regime_has_an_article_and_only_sourced_ones_have_months():
    """A mark stands beside every figure that is shipped."""
    assert articles_of("wpg") == ("wpg-8", "wpg-9", "wpg-10", "wpg-12")
    assert articles_of("avg") == ("avg",)
    assert articles_of("unheard-of") == ()
    for one in ARTICLES.values():
        assert (one.latest_months is not None) == (one.mark == "V") == bool(one.source)
