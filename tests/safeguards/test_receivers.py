"""Country facts, judgements, and what the gate may make of them."""

import csv
from datetime import UTC, date, datetime
from importlib import resources

import pytest
from django.core.management import CommandError, call_command
from hypothesis import example, given
from hypothesis import strategies as st

from schakel.audit.models import LogEntry
from schakel.handling.core.case import Asylum, Basis, Judgement, Purpose, ReceiverFacts, Risk
from schakel.handling.core.table import ask
from schakel.kernel.errors import UnusableInputError
from schakel.safeguards.actions import load_facts, load_own_facts
from schakel.safeguards.core.receiver import facts_from, judge_on, last_day_of_judgement
from schakel.safeguards.models import CountryFact
from schakel.safeguards.queries import (
    facts_about,
    is_european,
    list_facts,
    list_receivers,
    name_of,
)
from tests.handling.cases import outside
from tests.safeguards.judging import desk as desk
from tests.safeguards.judging import judged

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
TODAY = NOON.date()
UNSAFE = {
    "transfer-basis": "none",
    "death-penalty-risk": "open",
    "torture-risk": "open",
    "competent-authority": "yes",
}


def a_fact(party="XZ", **changes):
    """Return a row as a file has it."""
    row = {
        "party": party,
        "indicator": "transfer-basis",
        "value": "none",
        "year": "2026",
        "status": "assumption",
        "source": "invented",
        "source_url": "",
        "licence": "EUPL-1.2",
        "note": "",
    }
    return {**row, **changes}


def facts_of(party, values):
    """Return one row for each of `values`."""
    return [a_fact(party, indicator=name, value=value) for name, value in values.items()]


RISKS = [
    ({}, None),
    ({"death-penalty-risk": "none"}, None),
    ({"torture-risk": "none"}, None),
    ({"torture-risk": "assured"}, None),
    ({"death-penalty-risk": "none", "torture-risk": "none"}, Risk.NONE),
    ({"death-penalty-risk": "assured", "torture-risk": "none"}, Risk.ASSURED),
    ({"death-penalty-risk": "none", "torture-risk": "assured"}, Risk.ASSURED),
    ({"torture-risk": "open"}, Risk.OPEN),
    ({"death-penalty-risk": "open", "torture-risk": "assured"}, Risk.OPEN),
    ({"death-penalty-risk": "assured", "torture-risk": "maybe"}, None),
]


@pytest.mark.parametrize(("values", "risk"), RISKS)
def test_the_worse_of_two_risks_counts_and_both_must_be_known(values, risk):
    """No death penalty says nothing about torture."""
    assert facts_from(values, purpose=Purpose.CRIME, judgement=Judgement.NONE).risk is risk


@pytest.mark.parametrize(
    ("value", "known"), [("yes", True), ("no", False), ("perhaps", None), ("", None)]
)
def test_only_yes_and_no_say_whether_an_authority_is_competent(value, known):
    """A word that nobody agreed on is not known."""
    facts = facts_from(
        {"competent-authority": value}, purpose=Purpose.CRIME, judgement=Judgement.VALID
    )
    assert facts.competent_receiver is known
    assert facts.judgement is Judgement.VALID


@pytest.mark.parametrize(
    ("values", "purpose", "basis"),
    [
        ({}, Purpose.CRIME, None),
        ({"transfer-basis": "binding"}, Purpose.CRIME, Basis.BINDING),
        ({"transfer-basis": "binding"}, Purpose.RETURN, Basis.BINDING),
        (
            {"transfer-basis": "adequacy", "transfer-basis-return": "none"},
            Purpose.RETURN,
            Basis.NONE,
        ),
        (
            {"transfer-basis": "adequacy", "transfer-basis-return": "none"},
            Purpose.EVIDENCE,
            Basis.ADEQUACY,
        ),
        ({"transfer-basis": "friendship"}, Purpose.CRIME, None),
    ],
)
def test_a_basis_may_hold_for_crime_and_not_for_return(values, purpose, basis):
    """Adequacy for criminal law does not cover immigration control."""
    assert facts_from(values, purpose=purpose, judgement=Judgement.NONE).basis is basis


@pytest.mark.parametrize(
    ("day", "positive", "state"),
    [
        (date(2026, 1, 1), True, Judgement.VALID),
        (date(2026, 12, 31), True, Judgement.VALID),
        (date(2027, 1, 1), True, Judgement.EXPIRED),
        (date(2025, 12, 31), True, Judgement.NONE),
        (date(2026, 6, 1), False, Judgement.NONE),
        (date(2027, 6, 1), False, Judgement.NONE),
    ],
)
def test_a_judgement_is_valid_from_its_first_to_its_last_day(day, positive, state):
    """A day too long is a transfer without a judgement."""
    span = {"valid_from": date(2026, 1, 1), "valid_until": date(2026, 12, 31)}
    assert judge_on(day, positive=positive, **span) is state


@given(st.dates(max_value=date(9998, 12, 31)))
@example(date(2028, 2, 29))
def test_twelve_months_end_on_the_same_day_of_the_next_year(day):
    """Also for a judgement of 29 February."""
    last = last_day_of_judgement(day)
    assert last.year == day.year + 1
    assert (last.month, last.day) == (
        (2, 28) if (day.month, day.day) == (2, 29) else (day.month, day.day)
    )


@pytest.mark.django_db
def test_our_own_facts_load_and_each_says_where_it_is_from():
    """Source, year, status and licence stand in every row, and no index of anybody."""
    count = load_own_facts(now=NOON)
    assert count == CountryFact.objects.count() > 100
    assert load_own_facts(now=NOON) == count == CountryFact.objects.count()
    for fact in CountryFact.objects.all():
        assert fact.source
        assert fact.licence
        assert fact.year or fact.status == "unknown"
    assert not CountryFact.objects.filter(party="XZ").exists()
    assert LogEntry.objects.filter(event="facts:load").first().facts == {"rows": count}


def test_every_indicator_of_our_facts_has_its_words():
    """A page would show a code."""
    from schakel.safeguards.wording import INDICATORS, STATUSES

    source = resources.files("schakel.safeguards") / "fixtures" / "facts.csv"
    rows = list(csv.DictReader(source.read_text(encoding="utf-8").splitlines()))
    assert {row["indicator"] for row in rows} <= set(INDICATORS)
    assert set(STATUSES) == set(CountryFact.Status.values)


@pytest.mark.django_db
def test_the_united_kingdom_is_adequate_for_crime_and_not_for_immigration_control(desk):
    """A real trap between border police and the immigration service."""
    load_own_facts(now=NOON)
    judged(desk, party="GB")
    crime = facts_about("GB", purpose=Purpose.CRIME, at=NOON)
    assert crime == ReceiverFacts(
        competent_receiver=True, basis=Basis.ADEQUACY, risk=Risk.NONE, judgement=Judgement.VALID
    )
    assert facts_about("GB", purpose=Purpose.RETURN, at=NOON).basis is Basis.NONE


@pytest.mark.django_db
def test_no_adequacy_decision_is_not_yet_no_basis():
    """A binding instrument may exist; until the node enters one, the gate holds and says so."""
    load_own_facts(now=NOON)
    facts = facts_about("TN", purpose=Purpose.CRIME, at=NOON)
    assert facts == ReceiverFacts(judgement=Judgement.NONE)
    assert ask(outside(facts=facts)).outcome.value == "hold"


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["XZ", "QQ", "TN"])
def test_a_country_is_refused_by_its_facts_and_never_by_its_code(code):
    """The invented country of the practice environment has no rule of its own."""
    load_facts(facts_of(code, UNSAFE), now=NOON)
    facts = facts_about(code, purpose=Purpose.CRIME, at=NOON)
    case = outside(receiver=code, facts=facts, asylum=Asylum.NONE)
    assert {r.rule for r in ask(case).reasons if r.outcome.value == "refuse"} == {"7", "27"}
    load_facts(
        facts_of(
            code,
            {"transfer-basis": "binding", "death-penalty-risk": "none", "torture-risk": "none"},
        ),
        now=NOON,
    )
    mended = outside(receiver=code, facts=facts_about(code, purpose=Purpose.CRIME, at=NOON))
    assert {r.rule for r in ask(mended).reasons} == {"30", "31"}


@pytest.mark.django_db
def test_a_fact_of_status_unknown_counts_for_nothing():
    """Unknown is shown, and never treated as good."""
    load_facts([a_fact(value="adequacy", status="unknown", year="")], now=NOON)
    assert facts_about("XZ", purpose=Purpose.CRIME, at=NOON).basis is None
    assert [fact.year for fact in list_facts("XZ")] == [None]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"source": " "}, "row 2 lacks source"),
        ({"licence": None, "value": ""}, "row 2 lacks value, licence"),
        ({"status": "sure"}, "row 2: status is one of verified, from-memory, assumption, unknown"),
        ({"year": "last"}, "row 2: year has four digits"),
    ],
)
def test_an_unfit_row_changes_nothing(change, fault):
    """Half a list would look like a whole one."""
    with pytest.raises(UnusableInputError, match=fault):
        load_facts([a_fact(), a_fact(indicator="x", **change)], now=NOON)
    assert not CountryFact.objects.exists()


def test_the_union_and_schengen_are_european_and_bodies_are_not_countries():
    """The gate asks no facts of the first."""
    assert [c for c in ("NL", "CH", "GB", "XZ", "EUROPOL") if is_european(c)] == ["NL", "CH"]


@pytest.mark.django_db
def test_parties_have_names_in_both_languages_and_facts_may_name_new_ones():
    """Officers choose a country by its name."""
    load_facts(facts_of("XZ", {"name-en": "Zandria", "name-nl": "Zandrië"}), now=NOON)
    assert [name_of("TR", lang) for lang in ("en", "nl", "de")] == ["Türkiye", "Turkije", "Türkiye"]
    assert [name_of("XZ", lang) for lang in ("en", "nl")] == ["Zandria", "Zandrië"]
    assert name_of("QQ", "en") == "QQ"
    receivers = dict(list_receivers("nl"))
    assert receivers["XZ"] == "Zandrië"
    assert list(receivers)[0] == "EPPO"
    assert {"EU", "EZ", "UN", "ZZ", "150"} & set(receivers) == set()
    assert {"NL", "GB", "XK", "ICC"} <= set(receivers)


@pytest.mark.django_db
def test_the_command_loads_the_facts_of_the_product_or_of_a_file(tmp_path, capsys):
    """A node enters what it knows itself."""
    call_command("safeguards", "load")
    assert " facts" in capsys.readouterr().out
    path = tmp_path / "facts.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(a_fact()))
        writer.writeheader()
        writer.writerow(a_fact())
    call_command("safeguards", "load", path)
    assert capsys.readouterr().out == "1 facts\n"
    assert str(CountryFact.objects.get(party="XZ")) == "XZ transfer-basis"


@pytest.mark.django_db
@pytest.mark.parametrize("content", [None, b"\xff", b"party,indicator\nXZ,x\n"])
def test_a_file_that_cannot_be_used_ends_with_2(tmp_path, content):
    """And changes nothing."""
    path = tmp_path / "facts.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CommandError) as caught:
        call_command("safeguards", "load", path)
    assert caught.value.returncode == 2
    assert not CountryFact.objects.exists()
