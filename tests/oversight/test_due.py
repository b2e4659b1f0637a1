"""The clocks of the privacy officer."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from schakel.oversight.core.due import Kind, Outcome, answer_due, breach_due, must_be_told


@pytest.mark.parametrize(
    ("weeks", "due"),
    [(0, date(2026, 12, 14)), (4, date(2027, 1, 11)), (6, date(2027, 1, 25))],
)
def test_a_person_has_an_answer_within_six_weeks_or_the_extended_term(weeks, due):
    """Wpg, art. 25: six weeks, once extended by four or by six."""
    assert answer_due(date(2026, 11, 2), extension_weeks=weeks) == due


def test_no_other_extension_exists():
    """A term is the law's, not the office's."""
    with pytest.raises(ValueError, match="4 or 6 weeks"):
        answer_due(date(2026, 11, 2), extension_weeks=5)


def test_a_breach_is_reported_within_72_hours_also_when_the_clock_changes():
    """Hours run through; the wall clock may say another hour."""
    found = datetime(2026, 10, 24, 12, tzinfo=ZoneInfo("Europe/Amsterdam"))
    due = breach_due(found.astimezone(UTC))
    assert due - found.astimezone(UTC) == timedelta(hours=72)
    assert due.astimezone(ZoneInfo("Europe/Amsterdam")).hour == 11


def test_whoever_got_what_changes_must_hear_it():
    """LED, art. 16(6): rectified, erased or restricted, but not refused and not only looked at."""
    told = {(kind, outcome) for kind in Kind for outcome in Outcome if must_be_told(kind, outcome)}
    changing = {Kind.RECTIFICATION, Kind.ERASURE, Kind.RESTRICTION}
    assert told == {(k, o) for k in changing for o in (Outcome.GRANTED, Outcome.PARTLY)}
