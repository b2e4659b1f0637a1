"""Blind questions are counted: the question is hidden, so only counting stops guessing."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from schakel.accounts.models import Notice
from schakel.audit.queries import list_entries
from schakel.casework import actions as casework
from schakel.casework.models import Report
from schakel.kernel.errors import NotAllowedError
from schakel.matching import actions, queries
from schakel.matching.core.quota import day_of, next_day
from schakel.matching.models import AnsweredQuestion, Hit, Question, QuestionCount
from tests.matching.test_hits import PHONE, Italy, ask, hits_page, jip, office, question
from tests.scenarios.office import NOW

__all__ = ["office"]
pytestmark = pytest.mark.django_db
TOMORROW = timedelta(days=1)


@pytest.fixture(autouse=True)
def two_a_day(settings):
    """Let two questions a day be enough."""
    settings.SCHAKEL_QUESTIONS_A_DAY = 2


def asked_again(message, *, later=timedelta(0), **change):
    """Return a question of the same partner under a new id."""
    received = message.received_at + later
    return replace(message, envelope_id=uuid4(), received_at=received, **change)


def test_the_day_is_the_same_at_both_nodes():
    """Two nodes in two time zones come to the same count."""
    late = datetime.fromisoformat("2026-11-25T00:30:00+02:00")
    assert day_of(late) == date(2026, 11, 24)
    assert next_day(late) == datetime(2026, 11, 25, tzinfo=UTC)


def test_a_partner_that_asks_too_often_gets_no_answer_for_the_day(office):
    """Nor one with another list in hand; the officer is told once, the count goes on."""
    _, message = question()
    answers = [actions.answer_question(asked_again(message)) for _ in range(4)]

    assert [answer["count"] for answer in answers] == [1, 2, 2, 2]
    assert answers[2] == answers[3]
    assert answers[2] == {"suite": "ristretto255-SHA512", "refused": "day-spent", "count": 2}
    assert AnsweredQuestion.objects.count() == 2
    row = QuestionCount.objects.get()
    assert (row.node, row.side, row.put, row.stopped) == ("it", "from-partner", 2, 2)
    entry = list_entries(event="question:stop").get()
    assert (entry.actor, entry.object_id) == ("node:it", "it")
    assert {notice.user.username for notice in Notice.objects.filter(kind="questions-stopped")} == {
        "noor.toets"
    }


def test_another_day_another_purpose_and_another_partner_count_by_themselves(office):
    """A busy day must not silence a node for good, nor one partner another."""
    from tests.exchange.partner import Partner

    Partner("be", country="BE").link()
    _, message = question()
    for _ in range(3):
        actions.answer_question(asked_again(message))
    others = [
        asked_again(message, later=TOMORROW),
        asked_again(message, from_node="be"),
        asked_again(message, body={**message.body, "purpose": "evidence"}),
    ]
    assert [actions.answer_question(one)["count"] for one in others] == [1, 1, 1]


def test_a_question_that_is_none_is_not_counted(office):
    """A fault of a program must not use up the day of people."""
    _, message = question(points=["AAAA"] * 20)
    with pytest.raises(Exception, match="point"):
        actions.answer_question(message)
    assert not QuestionCount.objects.exists()


def identifiers(number):
    """Put more telephone numbers into the report; one is there."""
    for last in range(1, number):
        phone = f"+44770090012{last + 3}"
        report_id = Report.objects.get().id
        casework.add_identifier(report_id=report_id, kind="phone", value=phone, by=jip(), now=NOW)


def test_one_question_is_about_one_identifier(office, monkeypatch):
    """Else one question could carry twenty guesses; the page shows them as one line."""
    identifiers(2)
    italy = Italy(monkeypatch)
    assert ask(office) == 2
    assert len(italy.asked) == 2
    assert [len(one.keys) for one in Question.objects.all()] == [1, 1]
    office.jip.read(hits_page(office))
    office.jip.expect("2 identifiers")
    assert office.jip.text().count("answered") == 1
    assert [hit.key for hit in Hit.objects.all()] == [f"phone:{PHONE}"]


def test_this_node_stops_by_itself_and_goes_on_the_next_day(office, monkeypatch):
    """The third waits; nothing is lost, nobody types it again, and the page does not hurry."""
    identifiers(3)
    italy = Italy(monkeypatch)
    assert ask(office) == 2
    assert len(italy.asked) == 2
    row = QuestionCount.objects.get()
    assert (row.side, row.put, row.stopped) == ("to-partner", 2, 1)
    entry = list_entries(event="question:stop").get()
    assert (entry.actor, entry.object_id) == ("node", "it")
    office.jip.read(hits_page(office))
    office.jip.expect("used up; it is asked again tomorrow")
    assert not office.jip.page.xpath("//*[@hx-trigger]")
    assert actions.run_questions(datetime.now(UTC) + timedelta(seconds=30)) == 0
    assert actions.run_questions(datetime.now(UTC) + TOMORROW) == 1


def test_a_partner_that_allows_less_is_believed(office, monkeypatch):
    """Its word ends the day, whatever this node would allow; the rest is asked tomorrow."""
    italy = Italy(monkeypatch)
    monkeypatch.setattr(
        italy, "call", lambda **_: {"suite": "x", "refused": "day-spent", "count": 1}
    )
    monkeypatch.setattr("schakel.matching.actions.asking.exchange.call", italy.call)
    assert ask(office) == 0
    waiting = Question.objects.get()
    assert (waiting.state, waiting.problem) == ("waiting", "day-spent")
    assert waiting.next_try_at == next_day(datetime.now(UTC))
    assert QuestionCount.objects.get().theirs == 1


@pytest.mark.parametrize("count", [-1, "many", 10**9, True, 1.5])
def test_a_count_that_is_none_is_no_answer(office, monkeypatch, count):
    """A partner may send anything, and it goes into a column of numbers."""
    italy = Italy(monkeypatch)
    italy.change = {"count": count}
    assert ask(office) == 0
    assert Question.objects.get().problem == "not-as-documented"


def test_the_privacy_officer_compares_both_counts(office, monkeypatch):
    """Where they differ, somebody asked in the name of this node, or an answer was lost."""
    italy = Italy(monkeypatch)
    italy.change = {"count": 1}
    ask(office)
    _, message = question()
    actions.answer_question(message)
    noor = office.person("noor.toets")
    noor.read("/matching/questions")
    noor.expect("we asked", "we were asked", "preventing and combating crime")
    assert "differs" not in noor.text()
    italy.change = {"count": 7}
    ask(office)
    noor.read("/matching/questions")
    noor.expect("differs")
    with pytest.raises(NotAllowedError):
        queries.list_counts(for_user=jip())


def test_an_older_partner_says_no_count(office, monkeypatch):
    """It answers all the same, and the page says that it did not say."""
    Italy(monkeypatch)
    assert ask(office) == 1
    noor = office.person("noor.toets")
    noor.read("/matching/questions")
    noor.expect("not said")
