"""The question to the immigration service: a clock, five answers and a date, never a reason."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from schakel.accounts.core.roles import Role
from schakel.asylum.actions import answer_check, ask_about
from schakel.asylum.core.check import is_valid_on, require_answer_date, strictest
from schakel.asylum.desk import work_of
from schakel.asylum.models import AsylumCheck
from schakel.asylum.queries import asylum_of, find_newest, get_check
from schakel.asylum.wording import ANSWERS
from schakel.audit.models import LogEntry
from schakel.handling.core.case import Asylum
from schakel.kernel.errors import (
    ConflictError,
    NotAllowedError,
    NotFoundError,
    UnusableInputError,
)
from tests.intake.people import NOON, a_person, sign_in

TODAY = NOON.date()
pytestmark = pytest.mark.django_db


def a_service(name="ida"):
    """Return the liaison of the immigration service."""
    return a_person(name, unit="ind", role=Role.IND_LIAISON)


def asked(by, *, person_id=None, now=NOON):
    """Ask about a person; return the question."""
    check_id = ask_about(
        person_id=person_id or uuid4(),
        name="Mika Verzonnen",
        birth_date_text="1990",
        nationality="SY",
        by=by,
        now=now,
    )
    return AsylumCheck.objects.get(id=check_id)


def answered(check, answer, *, day=TODAY, now=NOON, by=None):
    """Answer a question."""
    answer_check(check_id=check.id, answer=answer, answer_date=day, by=by or a_service(), now=now)


@pytest.mark.parametrize("answer", list(Asylum))
def test_each_of_the_five_answers_reaches_the_gate(answer):
    """The gate uses it from the moment of the answer."""
    check = asked(a_person())
    assert asylum_of([check.person_id], at=NOON) is None
    answered(check, answer)
    assert asylum_of([check.person_id], at=NOON) is answer


def test_an_answer_counts_for_30_days():
    """What was true a month ago need not be now."""
    check = asked(a_person())
    answered(check, Asylum.NONE)
    assert asylum_of([check.person_id], at=NOON + timedelta(days=30)) is Asylum.NONE
    assert asylum_of([check.person_id], at=NOON + timedelta(days=31)) is None


def test_the_newest_answer_alone_counts_even_when_it_is_over():
    """An older one that still seems valid was overtaken."""
    vera, person = a_person(), uuid4()
    answered(asked(vera, person_id=person), Asylum.NONE)
    later = NOON + timedelta(days=1)
    answered(asked(vera, person_id=person, now=later), Asylum.PENDING, now=later)
    assert asylum_of([person], at=later) is Asylum.PENDING
    assert asylum_of([person], at=NOON) is Asylum.NONE


@given(st.lists(st.sampled_from([None, *Asylum])))
def test_several_persons_are_as_strict_as_the_strictest(answers):
    """One who seeks protection binds the whole report; one unknown is not good."""
    found = strictest(answers)
    if Asylum.PENDING in answers:
        assert found is Asylum.PENDING
    elif Asylum.GRANTED in answers:
        assert found is Asylum.GRANTED
    elif Asylum.UNKNOWN in answers:
        assert found is Asylum.UNKNOWN
    elif None in answers or not answers:
        assert found is None
    else:
        assert found in answers


def test_the_clock_is_72_hours_and_shows_when_it_is_over():
    """Who waits sees it; who must answer has it on his desk."""
    vera, ida = a_person(), a_service()
    asked(vera)
    (mine,) = work_of(ida, NOON)
    (waiting,) = work_of(vera, NOON)
    assert mine.due_at == waiting.due_at == NOON + timedelta(hours=72)
    assert (mine.lane, waiting.lane) == ("mine", "waiting")
    assert [item.tone for item in work_of(ida, NOON + timedelta(hours=73))] == ["negative"]


def test_a_late_answer_is_logged_as_late_and_no_answer_is_in_the_log():
    """The clock can be checked; the answer itself is not written down a second time."""
    check = asked(a_person())
    late = NOON + timedelta(hours=73)
    answered(check, Asylum.GRANTED, day=late.date(), now=late)
    assert LogEntry.objects.get(event="asylum-check:answer").facts == {"late": True}


def test_the_name_is_erased_with_the_answer():
    """Only the answer and its date are kept."""
    check = asked(a_person())
    answered(check, Asylum.NONE)
    check.refresh_from_db()
    assert (check.name, check.birth_date_text, check.nationality) == ("", "", "")
    with pytest.raises(IntegrityError), transaction.atomic():
        AsylumCheck.objects.update(name="Mika")


def test_nobody_answers_his_own_question_nor_without_the_role():
    """The service answers, and another person of it than the one who asked."""
    ida, vera = a_service(), a_person()
    own, theirs = asked(ida), asked(vera)
    with pytest.raises(NotAllowedError, match="own"):
        answered(own, Asylum.NONE, by=ida)
    with pytest.raises(NotAllowedError):
        answered(theirs, Asylum.NONE, by=vera)
    with pytest.raises(IntegrityError), transaction.atomic():
        AsylumCheck.objects.filter(id=own.id).update(
            name="", answer="none", answer_date=TODAY, answered_at=NOON, answered_by=ida
        )


def test_a_question_is_answered_once_and_asked_once_at_a_time():
    """Two answers would leave it to chance which one counts."""
    vera, person = a_person(), uuid4()
    check = asked(vera, person_id=person)
    with pytest.raises(ConflictError):
        asked(vera, person_id=person)
    answered(check, Asylum.NONE)
    with pytest.raises(ConflictError):
        answered(check, Asylum.PENDING)
    assert asked(vera, person_id=person)


def test_without_a_name_nobody_is_asked_about():
    """An informant has no name here, and never goes to another service."""
    with pytest.raises(UnusableInputError, match="name"):
        ask_about(
            person_id=uuid4(),
            name=" ",
            birth_date_text="",
            nationality="",
            by=a_person(),
            now=NOON,
        )


@pytest.mark.parametrize(
    ("day", "fault"),
    [(TODAY + timedelta(days=1), "day to come"), (TODAY - timedelta(days=31), "30 days")],
)
def test_an_answer_bears_a_day_that_can_be(day, fault):
    """A date to come, or one that would not count, is a slip of the pen."""
    with pytest.raises(UnusableInputError, match=fault):
        require_answer_date(day, today=TODAY)


def test_the_day_itself_and_the_thirtieth_after_it_count():
    """The border belongs to it."""
    assert is_valid_on(date(2026, 1, 1), answer_date=date(2026, 1, 1))
    assert is_valid_on(date(2026, 1, 31), answer_date=date(2026, 1, 1))
    assert not is_valid_on(date(2026, 2, 1), answer_date=date(2026, 1, 1))


def test_another_unit_finds_no_question():
    """Not there and not yours look the same."""
    check = asked(a_person())
    for other in (a_person("sanne", unit="spoc"), a_person("otto", role=Role.PLANNER)):
        with pytest.raises(NotFoundError):
            get_check(check.id, for_user=other)
        assert find_newest(check.person_id, for_user=other) is None


def test_who_asked_learns_that_it_was_answered_and_not_what(client):
    """The page of who asked is the same for every answer."""
    vera, pages = a_person(), set()
    browser = sign_in(client, vera)
    for answer in Asylum:
        check = asked(vera)
        answered(check, answer)
        page = browser.get(f"/asylum/{check.id}").content.decode()
        assert "It counts for 30 days" in page
        pages.add(page[page.index("<h1") : page.index("</main>")])
    assert len(pages) == 1


def test_the_service_answers_on_its_page(client):
    """A code and a date; what is wrong is said beside them."""
    check = asked(a_person())
    browser = sign_in(client, a_service())
    assert "Mika Verzonnen" in browser.get(f"/asylum/{check.id}").content.decode()
    bad = browser.post(
        f"/asylum/{check.id}/answer", {"answer": "none", "answer_date": "2020-01-01"}
    )
    assert "counts no more" in bad.content.decode()
    good = browser.post(
        f"/asylum/{check.id}/answer",
        {"answer": "pending", "answer_date": date.today().isoformat()},  # noqa: DTZ011
        follow=True,
    ).content.decode()
    assert "a procedure is pending" in good
    assert "Mika Verzonnen" not in good


def test_every_answer_has_its_words():
    """Five, and no other."""
    assert set(ANSWERS) == set(Asylum)
