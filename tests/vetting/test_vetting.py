"""What comes in from outside is checked before it enters a file or is passed on."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.accounts.queries import find_user
from schakel.audit.models import LogEntry
from schakel.casework.actions import admit
from schakel.custody.actions import enter_file
from schakel.custody.models import Item
from schakel.handling.actions import GateClosedError
from schakel.handling.core.circumstances import Exchange
from schakel.kernel.errors import NotAllowedError, NotFoundError, UnusableInputError
from schakel.vetting.actions import check_item, open_checks
from schakel.vetting.core.checks import Answer, Question, Reading, Verdict, judge
from schakel.vetting.queries import list_questions, unchecked, verdict_on
from schakel.vetting.wording import ANSWERS, QUESTIONS, VERDICTS
from tests.handling.cases import within
from tests.scenarios.office import NOW, Office

GOOD = {
    Question.ILL_TREATMENT: Answer.NO,
    Question.CUSTODY: Answer.NO,
    Question.POLITICAL_INTEREST: Answer.NO,
    Question.GRADED: Answer.YES,
}
READINGS = st.builds(
    Reading,
    reader=st.sampled_from(["a", "b"]),
    answers=st.dictionaries(st.sampled_from(list(Question)), st.sampled_from(list(Answer))),
)


def reading(reader="a", **changes):
    """Return the answers of one reader, some changed."""
    changed = {Question(key.replace("_", "-")): Answer(value) for key, value in changes.items()}
    return Reading(reader=reader, answers={**GOOD, **changed})


@pytest.mark.parametrize(
    ("readings", "verdict"),
    [
        ([], Verdict.OPEN),
        ([reading()], Verdict.CLEAR),
        ([reading(ill_treatment="yes")], Verdict.TAINTED),
        ([reading(ill_treatment="unknown")], Verdict.OPEN),
        ([reading(graded="no")], Verdict.OPEN),
        ([reading(graded="unknown")], Verdict.OPEN),
        ([reading(custody="unknown")], Verdict.OPEN),
        ([reading(custody="yes")], Verdict.SECOND_READER),
        ([reading(political_interest="yes")], Verdict.SECOND_READER),
        ([reading(custody="yes"), reading("b")], Verdict.CLEAR),
        ([reading(), reading("b", ill_treatment="yes")], Verdict.TAINTED),
        ([reading(), reading("b", custody="unknown")], Verdict.OPEN),
    ],
)
def test_what_the_answers_make_of_it(readings, verdict):
    """Each rule as an example."""
    assert judge(readings) is verdict


def test_only_one_set_of_answers_clears_it_for_one_reader():
    """Of all eighty-one."""
    sets = [dict(zip(Question, answers, strict=True)) for answers in product(Answer, repeat=4)]
    clear = [one for one in sets if judge([Reading(reader="a", answers=one)]) is Verdict.CLEAR]
    assert clear == [GOOD]


@given(st.lists(READINGS, max_size=3), READINGS)
def test_a_question_left_out_is_never_better_than_one_that_is_not_known(readings, one):
    """Unknown is never good, and silence is unknown."""
    whole = {asked: one.answers.get(asked, Answer.UNKNOWN) for asked in Question}
    spelled = Reading(reader=one.reader, answers=whole)
    assert judge([*readings, one]) is judge([*readings, spelled])


@given(st.lists(READINGS, max_size=3))
def test_who_says_ill_treatment_is_not_outvoted(readings):
    """However many others see nothing wrong."""
    assert judge([*readings, reading("c", ill_treatment="yes")]) is Verdict.TAINTED


def test_the_questions_are_ours_with_source_status_and_licence():
    """The fixture and the words on the page are the same; nothing is without a source."""
    asked = list_questions()
    assert [one.question for one in asked] == [one.value for one in Question]
    assert all(one.words == str(QUESTIONS[one.question]) for one in asked)
    assert all(one.rule and one.source and one.licence.startswith("EUPL-1.2") for one in asked)
    assert {one.status for one in asked} <= {"verified", "from-memory"}
    assert set(ANSWERS) == set(Answer)
    assert set(VERDICTS) == set(Verdict)


@pytest.fixture
def item(settings, tmp_path):
    """Return an answer that came in, as if from Zandria."""
    from uuid import uuid4

    from schakel.assistance.models import Request

    office = Office(settings, tmp_path)
    office.sent(office.report())
    said = {"request": str(Request.objects.get().id), "reference": "IT-Q-2026-000009"}
    office.says("request.answer", {**said, "answer": str(uuid4()), "text": "He owns the boat."})
    Item.objects.update(originator_country="XZ")
    found = Item.objects.get()
    found.office = office
    return found


def told(item):
    """Return what the gate is told of an item."""
    exchange = Exchange(case=within(), item_kind="item", item_id=item.id, at=NOW)
    return unchecked(exchange)


def checked(item, by="jip.voorbeeld", *, now=NOW, **changes):
    """Answer the questions about an item."""
    answers = reading(**changes).answers
    return check_item(item_id=item.id, answers=answers, note="", by=find_user(by), now=now)


@pytest.mark.django_db
def test_the_gate_holds_what_nobody_checked_and_refuses_what_is_tainted(item):
    """Before it enters the criminal file it passes the gate, and the gate asks for the check."""
    assert told(item) == {"unchecked": True}
    floor = find_user("floor.verzonnen")
    admit(thread_id=item.thread_id, unit_code="om", by=find_user("jip.voorbeeld"), now=NOW)
    with pytest.raises(GateClosedError) as shut:
        enter_file(item_id=item.id, by=floor, now=NOW, h3_confirmed=True)
    assert "36" in {reason.rule for reason in shut.value.decision.reasons}
    checked(item)
    assert told(item) == {}
    checked(item, ill_treatment="yes")
    assert told(item) == {"tainted": True}


@pytest.mark.django_db
def test_the_newest_answers_of_a_reader_count(item):
    """Who learns more may say so; what he said before stays in the table."""
    checked(item, custody="unknown")
    assert verdict_on(item.id) is Verdict.OPEN
    checked(item)
    assert verdict_on(item.id) is Verdict.CLEAR
    assert LogEntry.objects.filter(event="item:check").count() == 2


@pytest.mark.django_db
def test_what_comes_from_the_union_or_is_no_item_is_not_asked_about(item):
    """The rule is for what comes from outside."""
    Item.objects.update(originator_country="IT")
    assert told(item) == {}
    for kind, one in (("thread", item.id), ("item", None), ("item", item.thread_id)):
        assert unchecked(Exchange(case=within(), item_kind=kind, item_id=one, at=NOW)) == {}


@pytest.mark.django_db
def test_who_reads_the_item_checks_it_and_nobody_else(item):
    """Roles without content, and other units, find nothing."""
    with pytest.raises(NotAllowedError):
        checked(item, by="noor.toets")
    with pytest.raises(NotFoundError):
        checked(item, by="bo.proef")
    with pytest.raises(NotFoundError):
        open_checks(item_id=item.id, by=find_user("bo.proef"), now=NOW)
    jip = find_user("jip.voorbeeld")
    with pytest.raises(UnusableInputError):
        check_item(item_id=item.id, answers={}, note="", by=jip, now=NOW)


@pytest.mark.django_db
def test_it_is_answered_in_the_browser(item):
    """From the page of the item, without script."""
    jip = item.office.jip
    jip.read(f"/custody/items/{item.id}")
    (page,) = jip.links("/vetting/")
    jip.read(page)
    assert "not checked: the gate holds" in jip.page.text_content()
    jip.send("/check", {"ill-treatment": "no"})
    assert "This field is required" in jip.page.text_content()
    answers = {key.value: value.value for key, value in reading(custody="yes").answers.items()}
    jip.send("/check", {**answers, "note": "the file says so"})
    assert "a second person must read it" in jip.page.text_content()
    assert "the file says so" in jip.page.text_content()
    assert str(item.office and verdict_on(item.id)) == "second-reader"
