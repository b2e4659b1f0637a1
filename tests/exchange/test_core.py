"""When to try again, and what is cleared."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from schakel.wire.core.content import content_of
from schakel.wire.core.errors import REFUSALS
from schakel.wire.core.problems import PROBLEMS, CallFailedError
from schakel.wire.core.retry import LONGEST, is_due, wait_before

moments = st.datetimes(
    min_value=datetime(2000, 1, 1),  # noqa: DTZ001  # the strategy adds the zone
    max_value=datetime(2999, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


@given(st.integers(1, 40), st.floats(0, 1, exclude_max=True))
def test_waits_are_bounded_and_spread(attempt, chance):
    """Nodes that lost a partner together must not come back together, nor stay away."""
    wait = wait_before(attempt, chance=chance)
    assert timedelta(0) <= wait <= LONGEST
    assert wait <= timedelta(seconds=2**attempt)
    assert wait_before(attempt, chance=0.5) <= wait_before(attempt + 1, chance=0.5)


@given(moments, st.timedeltas(timedelta(days=-400), timedelta(days=400)))
def test_whatever_the_clock_does_the_next_try_is_never_further_than_the_longest_wait(at, shift):
    """A clock put back by a year must not stop delivery for a year."""
    next_try_at = at + shift
    if not is_due(next_try_at, at=at):
        assert at < next_try_at <= at + LONGEST
    assert is_due(None, at=at)


def test_the_content_that_is_cleared_counts_files_in_any_order():
    """The order of attachments is no meaning."""
    assert content_of({"a": 1}, ["b", "a"]) == content_of({"a": 1}, ["a", "b"])
    assert content_of({"a": 1}, []) != content_of({"a": 1}, ["a"])


def test_problems_of_the_sender_are_no_refusals_of_the_receiver():
    """One code, one meaning, whoever says it."""
    assert not set(PROBLEMS) & set(REFUSALS)
    assert all(text.endswith(".") for text in PROBLEMS.values())
    assert CallFailedError("exchange.no-answer").problem == "exchange.no-answer"
