"""Time limits by hand, and for all values."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.clocks.core.limits import Limit, due_at, elapsed_pause
from schakel.clocks.core.timing import Occasion
from schakel.instruments.core.instruments import instruments

DIRECTIVE = "dir-2023-977"


def limit(*, urgent: bool = False, directly: bool = False) -> Limit:
    """Return the limit of art. 5(1) for a request."""
    instrument = instruments.find(DIRECTIVE)
    assert instrument is not None
    occasion = Occasion(event="received", urgent=urgent, directly_accessible=directly)
    (found,) = instrument.timing.limits(occasion)
    return found


@pytest.mark.parametrize(
    ("urgent", "directly", "received", "zone", "due"),
    [
        # all others: seven calendar days, the day of receipt not counted
        (False, False, "2026-11-24T10:00+01:00", "Europe/Rome", "2026-12-01T23:59:59+01:00"),
        (False, True, "2026-11-24T10:00+01:00", "Europe/Rome", "2026-12-01T23:59:59+01:00"),
        # urgent, indirectly accessible: three days, over a leap day
        (True, False, "2028-02-27T23:30+01:00", "Europe/Rome", "2028-03-01T23:59:59+01:00"),
        # urgent, directly accessible: eight hours by elapsed time, over both changes of the clock
        (True, True, "2026-03-29T00:30+01:00", "Europe/Rome", "2026-03-29T09:30+02:00"),
        (True, True, "2026-10-25T00:30+02:00", "Europe/Rome", "2026-10-25T07:30+01:00"),
        # the day is that of the State that must act, three hours ahead
        (False, False, "2026-11-24T22:00+00:00", "Etc/GMT-3", "2026-12-02T23:59:59+03:00"),
        # no roll over weekends or holidays: 25 December stays the last day
        (False, False, "2026-12-18T09:00+01:00", "Europe/Rome", "2026-12-25T23:59:59+01:00"),
    ],
)
def test_dates_checked_by_hand(urgent, directly, received, zone, due):
    """A lapsed legal limit is a broken promise to a partner."""
    found = due_at(
        limit(urgent=urgent, directly=directly),
        started_at=datetime.fromisoformat(received),
        zone=zone,
    )

    assert found == datetime.fromisoformat(due)
    assert found.utcoffset() == datetime.fromisoformat(due).utcoffset()


def test_the_clock_begins_with_receipt_alone():
    """Art. 5(1) knows one event."""
    instrument = instruments.find(DIRECTIVE)
    assert instrument is not None

    occasion = Occasion(event="decided", urgent=True, directly_accessible=True)
    assert instrument.timing.limits(occasion) == ()


moments = st.datetimes(
    min_value=datetime(2024, 1, 1),  # noqa: DTZ001  # Hypothesis adds the zone
    max_value=datetime(2032, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
zones = st.sampled_from(["Europe/Rome", "Europe/Amsterdam", "Etc/GMT-3", "America/Sao_Paulo"])
limits = st.builds(limit, urgent=st.booleans(), directly=st.booleans())
spans = st.timedeltas(min_value=timedelta(), max_value=timedelta(days=40))


@given(limits, moments, zones, spans)
def test_a_pause_lengthens_a_clock_by_its_own_length(one, start, zone, pause):
    """Neither more nor less: the partner must not lose or win an hour by asking."""
    plain = due_at(one, started_at=start, zone=zone)
    paused = due_at(one, started_at=start, zone=zone, pauses=[(start, start + pause)])

    if one.unit == "hours":
        assert paused - plain.astimezone(UTC) == (pause if pause else timedelta())
    else:
        there = ZoneInfo(zone)
        begun, ended = (at.astimezone(there).replace(tzinfo=None) for at in (start, start + pause))
        assert paused.replace(tzinfo=None) - plain.replace(tzinfo=None) == ended - begun


@given(limits, moments, zones, st.integers(0, 60))
def test_an_extension_never_shortens(one, start, zone, days):
    """More days, later end."""
    plain = due_at(one, started_at=start, zone=zone)
    longer = due_at(one, started_at=start, zone=zone, extra_days=days)

    assert longer >= plain
    assert (longer > plain) == (days > 0)


@given(limits, moments, zones)
def test_days_end_at_midnight_there_and_hours_by_elapsed_time(one, start, zone):
    """A day belongs to the State that must act; an hour is an hour everywhere."""
    due = due_at(one, started_at=start, zone=zone)

    if one.unit == "hours":
        assert due - start == timedelta(hours=one.length)
    else:
        there = due.astimezone(ZoneInfo(zone))
        assert (there.hour, there.minute, there.second) == (23, 59, 59)


def test_what_would_shorten_a_clock_is_refused():
    """A pause that ends before it begins is a fault of ours, never the partner's loss."""
    start = datetime(2026, 11, 24, 9, tzinfo=UTC)
    with pytest.raises(ValueError, match="never shortens"):
        due_at(limit(), started_at=start, zone="UTC", extra_days=-1)
    with pytest.raises(ValueError, match="never shortens"):
        due_at(limit(), started_at=start, zone="UTC", pauses=[(start, start - timedelta(hours=1))])


def test_a_pause_that_runs_counts_up_to_now():
    """The page shows where the clock would end if the answer came this moment."""
    start = datetime(2026, 11, 24, 9, tzinfo=UTC)
    now = start + timedelta(hours=5)

    assert elapsed_pause([(start, None)], now=now) == [(start, now)]
    assert elapsed_pause([(start, start)], now=now) == [(start, start)]


def test_a_pause_that_began_while_the_page_was_made_is_empty():
    """A question that arrives in that moment, or a clock put back, must not break the page."""
    start = datetime(2026, 11, 24, 9, tzinfo=UTC)
    spans = elapsed_pause([(start, None)], now=start - timedelta(seconds=1))
    assert spans == [(start, start)]
    due_at(limit(), started_at=start, zone="UTC", pauses=spans)
