"""Dates reckoned by hand from the texts and a paper calendar, as a jurist would check them."""

import pytest

from schakel.clocks.core.cases import clocks_of, read_clock_case

EIO = {"instrument": "eio", "event": "received"}
DECIDED = {"instrument": "eio", "event": "decided"}
NOTICE = {"instrument": "eio", "event": "interception-notified"}
POLICE = {"instrument": "dir-2023-977", "event": "received"}
PRUM = {"instrument": "prum", "event": "hit"}
URGENT = {"urgent": True}
AT_HAND = {"urgent": True, "directly_accessible": True}


def day(iso, offset="+01:00"):
    """Return the last second of a day."""
    return f"{iso}T23:59:59{offset}"


def noon(iso, offset="+01:00"):
    """Return noon of a day, with the offset of Rome and Amsterdam in winter unless said."""
    return f"{iso}T12:00:00{offset}"


def dues(case):
    """Return name -> due of the clocks that a case starts."""
    found = clocks_of(read_clock_case({"from": "NL", **case}))
    return {answer.clock.limit.name: answer.clock.due.isoformat() for answer in found}


S = "+02:00"  # summer in Amsterdam and Rome
EIO_DATES = [
    # a week, from Tuesday to Tuesday
    ("IT", noon("2026-11-24"), "acknowledge", day("2026-12-01")),
    # Saturday 5 December rolls to Monday 7
    ("IT", noon("2026-11-28"), "acknowledge", day("2026-12-07")),
    # Tuesday 8 December is a holiday in Italy, not in the Netherlands
    ("IT", noon("2026-12-01"), "acknowledge", day("2026-12-09")),
    ("NL", noon("2026-12-01"), "acknowledge", day("2026-12-08")),
    # Christmas Day on a Friday, then a weekend with the second day in it
    ("NL", noon("2026-12-18"), "acknowledge", day("2026-12-28")),
    ("IT", noon("2026-12-18"), "acknowledge", day("2026-12-28")),
    # Easter 2027: Sunday 28 March, summer time from that day
    ("NL", noon("2027-03-21"), "acknowledge", day("2027-03-30", S)),
    ("IT", noon("2027-03-21"), "acknowledge", day("2027-03-30", S)),
    # Good Friday counts in the Netherlands and in Germany, not in Italy
    ("NL", noon("2027-03-19"), "acknowledge", day("2027-03-30", S)),
    ("DE", noon("2027-03-19"), "acknowledge", day("2027-03-30", S)),
    ("IT", noon("2027-03-19"), "acknowledge", day("2027-03-26")),
    # the Greek Easter is another: Monday 13 April 2026 is a holiday there, 6 April is not
    ("GR", noon("2026-03-30", S), "acknowledge", day("2026-04-06", "+03:00")),
    ("GR", noon("2026-04-06", S), "acknowledge", day("2026-04-14", "+03:00")),
    # King's Day on a Tuesday
    ("NL", noon("2027-04-20", S), "acknowledge", day("2027-04-28", S)),
    ("IT", noon("2027-04-20", S), "acknowledge", day("2027-04-27", S)),
    # Liberation Day (every year, Algemene termijnenwet), then Ascension Day, in 2027
    ("NL", noon("2027-04-28", S), "acknowledge", day("2027-05-07", S)),
    ("IT", noon("2027-04-28", S), "acknowledge", day("2027-05-05", S)),
    # Whit Monday, a holiday in the Netherlands and not in Italy
    ("NL", noon("2027-05-09", S), "acknowledge", day("2027-05-18", S)),
    ("IT", noon("2027-05-09", S), "acknowledge", day("2027-05-17", S)),
    # Saturday 25 April 2026; Monday 27 is King's Day
    ("IT", noon("2026-04-18", S), "acknowledge", day("2026-04-27", S)),
    ("NL", noon("2026-04-18", S), "acknowledge", day("2026-04-28", S)),
    # thirty days
    ("IT", noon("2026-11-24"), "decide", day("2026-12-24")),
    ("IT", noon("2026-11-26"), "decide", day("2026-12-28")),  # Saturday 26 December
    ("IT", noon("2026-07-16", S), "decide", day("2026-08-17", S)),  # Saturday 15 August
    ("DE", noon("2026-09-03", S), "decide", day("2026-10-05", S)),  # Saturday 3 October
    ("ES", noon("2026-09-12", S), "decide", day("2026-10-13", S)),  # Monday 12 October
    ("IT", noon("2028-01-30"), "decide", day("2028-02-29")),  # a Tuesday in a leap year
    ("IT", noon("2027-01-30"), "decide", day("2027-03-01")),
    ("IT", noon("2026-09-28", S), "decide", day("2026-10-28")),  # over the change of the clock
]


@pytest.mark.parametrize(("to", "at", "name", "due"), EIO_DATES)
def test_an_investigation_order_received(to, at, name, due):
    """Calendar days; a last day that is no working day of the executing State rolls on."""
    assert dues({**EIO, "to": to, "at": at})[name] == due


@pytest.mark.parametrize(
    ("to", "at", "due"),
    [
        ("IT", noon("2026-09-10", S), day("2026-12-09")),
        ("IT", noon("2026-09-09", S), day("2026-12-09")),  # Tuesday 8 December is a holiday there
        ("NL", noon("2026-09-09", S), day("2026-12-08")),
        ("NL", noon("2026-10-03", S), day("2027-01-04")),  # Friday 1 January
        ("NL", noon("2027-12-01"), day("2028-02-29")),
        ("NL", noon("2026-12-01"), day("2027-03-01")),
    ],
)
def test_ninety_days_from_the_decision(to, at, due):
    """Art. 12(4): the measure is carried out."""
    assert dues({**DECIDED, "to": to, "at": at}) == {"execute": due}


HOURS = [
    # one hour lost, one hour won
    (EIO, {"measure": "provisional_measures"}, "NL", "2027-03-27T12:00:00+01:00")
    + ("provisional", "2027-03-28T13:00:00+02:00"),
    (EIO, {"measure": "provisional_measures"}, "IT", "2026-10-24T12:00:00+02:00")
    + ("provisional", "2026-10-25T11:00:00+01:00"),
    # four days over Christmas: hours run through
    (NOTICE, {}, "IT", "2026-12-23T09:00:00+01:00", "object", "2026-12-27T09:00:00+01:00"),
    # to Athens, over the change of the clock
    (NOTICE, {}, "GR", "2026-03-27T09:00:00+01:00", "object", "2026-03-31T11:00:00+03:00"),
    (PRUM, {}, "PT", "2026-10-24T20:00:00+02:00", "core-data", "2026-10-26T18:00:00+00:00"),
    (PRUM, {}, "IT", "2026-11-27T17:00:00+01:00", "core-data", "2026-11-29T17:00:00+01:00"),
    (POLICE, AT_HAND, "FI", "2026-11-24T23:00:00+01:00", "answer", "2026-11-25T08:00:00+02:00"),
    (POLICE, AT_HAND, "IT", "2026-12-25T20:00:00+01:00", "answer", "2026-12-26T04:00:00+01:00"),
    (POLICE, AT_HAND, "IT", "2028-02-28T20:00:00+01:00", "answer", "2028-02-29T04:00:00+01:00"),
    # Washington's change of the clock, on another Sunday than Europe's
    (POLICE, AT_HAND, "US", "2026-11-01T06:00:00+01:00", "answer", "2026-11-01T08:00:00-05:00"),
]


@pytest.mark.parametrize(("case", "more", "to", "at", "name", "due"), HOURS)
def test_hours_run_through(case, more, to, at, name, due):
    """By elapsed time, over nights, holidays and changes of the clock."""
    assert dues({**case, **more, "to": to, "at": at})[name] == due


@pytest.mark.parametrize(
    ("more", "to", "at", "due"),
    [
        ({}, "IT", noon("2026-12-18"), day("2026-12-25")),  # Christmas: no roll
        ({}, "IT", noon("2026-11-28"), day("2026-12-05")),  # Saturday: no roll
        (URGENT, "IT", "2028-02-27T23:30:00+01:00", day("2028-03-01")),
        (URGENT, "IT", noon("2027-02-26"), day("2027-03-01")),
        # half past eleven in Rome is tomorrow in Athens, and yesterday in Lisbon for Tallinn
        ({}, "GR", "2026-11-24T23:30:00+01:00", day("2026-12-02", "+02:00")),
        ({}, "PT", "2026-11-24T00:30:00+02:00", day("2026-11-30", "+00:00")),
        ({}, "IT", noon("2026-10-20", S), day("2026-10-27")),
        ({}, "IT", noon("2026-12-28"), day("2027-01-04")),
    ],
)
def test_days_of_the_police_directive(more, to, at, due):
    """Calendar days of the State that must act; no roll."""
    assert dues({**POLICE, **more, "to": to, "at": at}) == {"answer": due}


TUESDAY = {"to": "IT", "at": noon("2026-11-24")}
TWO_DAYS = ["2026-11-25T10:00:00+01:00", "2026-11-27T10:00:00+01:00"]


@pytest.mark.parametrize(
    ("case", "pauses", "due"),
    [
        ({**POLICE, **TUESDAY}, [TWO_DAYS], day("2026-12-03")),
        # a day and a half
        (
            {**POLICE, **TUESDAY},
            [["2026-11-25T10:00:00+01:00", "2026-11-26T22:00:00+01:00"]],
            "2026-12-03T11:59:59+01:00",
        ),
        # twice the same time counts once; what overlaps counts once
        ({**POLICE, **TUESDAY}, [TWO_DAYS, TWO_DAYS], day("2026-12-03")),
        (
            {**POLICE, **TUESDAY},
            [["2026-11-26T10:00:00+01:00", "2026-11-28T10:00:00+01:00"], TWO_DAYS],
            day("2026-12-04"),
        ),
        # before the clock began, and after it had ended, nothing stands still
        ({**POLICE, **TUESDAY}, [[noon("2026-11-20"), noon("2026-11-23")]], day("2026-12-01")),
        ({**POLICE, **TUESDAY}, [[noon("2026-11-22"), noon("2026-11-25")]], day("2026-12-02")),
        ({**POLICE, **TUESDAY}, [[noon("2026-12-05"), noon("2026-12-09")]], day("2026-12-01")),
        # two days over the change of the clock are two days there, though 49 hours
        (
            {**POLICE, "to": "NL", "at": noon("2026-10-20", S)},
            [["2026-10-24T10:00:00+02:00", "2026-10-26T10:00:00+01:00"]],
            day("2026-10-29"),
        ),
        # the pause is over before the change, the end is not
        (
            {**POLICE, "to": "NL", "at": noon("2026-10-17", S)},
            [["2026-10-18T10:00:00+02:00", "2026-10-20T10:00:00+02:00"]],
            day("2026-10-26"),
        ),
        # hours: two and a half later
        (
            {**POLICE, **TUESDAY, **AT_HAND},
            [["2026-11-24T13:00:00+01:00", "2026-11-24T15:30:00+01:00"]],
            "2026-11-24T22:30:00+01:00",
        ),
    ],
)
def test_a_pause_lengthens_by_its_own_length(case, pauses, due):
    """What was waited for is added, once, and only while the clock ran."""
    assert dues({**case, "pauses": pauses})["answer"] == due


def test_a_pause_comes_before_the_roll():
    """24 December and three days is a Sunday, so Monday 28."""
    pause = [noon("2026-11-30"), noon("2026-12-03")]
    assert dues({**EIO, **TUESDAY, "pauses": [pause]})["decide"] == day("2026-12-28")


def test_an_extension_lengthens_what_the_law_lets_it():
    """Art. 12(5): the decision, by thirty days at most; never the acknowledgement."""
    ten = {**EIO, **TUESDAY, "extensions": [{"reason": "translation", "days": 10}]}
    assert dues(ten) == {"acknowledge": day("2026-12-01"), "decide": day("2027-01-04")}
    thirty = {**EIO, **TUESDAY, "extensions": [{"days": 20}, {"days": 10}]}
    assert dues(thirty)["decide"] == day("2027-01-25")  # Saturday 23 January
    police = {**POLICE, **TUESDAY, **AT_HAND, "extensions": [{"days": 2}]}
    assert dues(police) == {"answer": "2026-11-26T20:00:00+01:00"}


@pytest.mark.parametrize(
    ("instrument", "name"),
    [
        ("untoc", "execute"),
        ("ets-030", "execute"),
        ("eu-uk", "execute"),
        ("reciprocity", "execute"),
        ("service", "execute"),
        ("jit", "answer"),
        ("spontaneous", "answer"),
    ],
)
def test_where_the_law_sets_no_period_only_a_suggested_date_counts(instrument, name):
    """As it was suggested, on the clock of the receiver; it is no working day's matter."""
    case = {"instrument": instrument, "event": "received", "at": noon("2026-11-24"), "to": "TN"}
    assert dues(case) == {}
    assert dues({**case, "suggested": "2027-01-01"}) == {name: day("2027-01-01")}
    hour = {**case, "to": "GB", "suggested": "2027-01-04T12:00:00+01:00"}
    assert dues(hour) == {name: "2027-01-04T11:00:00+00:00"}


def test_a_suggested_date_moves_no_legal_limit():
    """Art. 12(2): it is taken into account, and shown beside."""
    case = read_clock_case({**EIO, **TUESDAY, "suggested": "2026-12-01"})
    assert dues({**EIO, **TUESDAY, "suggested": "2026-12-01"}) == dues({**EIO, **TUESDAY})
    assert case.suggested is not None
    assert case.suggested.isoformat() == day("2026-12-01")


def test_holidays_of_both_sides_are_shown_and_only_those_of_the_receiver_move():
    """Whoever waits sees why nobody answers at home either."""
    case = read_clock_case({**EIO, "from": "NL", "to": "IT", "at": noon("2027-04-20", S)})
    first = clocks_of(case)[0]
    assert first.clock.due.isoformat() == day("2027-04-27", S)
    assert [d.isoformat() for d in first.holidays_here] == ["2027-04-27"]
    assert [d.isoformat() for d in first.holidays_there] == ["2027-04-25"]


def test_a_state_whose_holidays_nobody_knows_has_its_weekends():
    """Nothing is invented: no such State, no such days."""
    from datetime import date

    from schakel.clocks.core.workdays import holidays_between, is_working_day

    assert holidays_between("QQ", date(2026, 1, 1), date(2026, 12, 31)) == {}
    assert not is_working_day(date(2026, 11, 28), "QQ")
    assert is_working_day(date(2026, 12, 25), "QQ")
