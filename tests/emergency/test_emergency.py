"""Break-glass: two named persons, a reason, a scope, an end; all of it told and in the log."""

from datetime import timedelta

import pytest
from allauth.account.internal.flows import login
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from schakel.accounts.core.roles import Role
from schakel.accounts.models import Notice
from schakel.audit.models import LogEntry
from schakel.casework.actions import start_report
from schakel.casework.models import Person, Report
from schakel.emergency import actions, queries
from schakel.emergency.core.access import (
    LONGEST,
    SHORTEST,
    WAITS,
    Asked,
    Course,
    Ground,
    State,
    Verdict,
    require_askable,
    state_of,
)
from schakel.emergency.desk import work_of
from schakel.emergency.models import EmergencyAccess
from schakel.handling.models import GateDecision
from schakel.kernel.errors import (
    ConflictError,
    NotAllowedError,
    NotFoundError,
    UnusableInputError,
)
from tests.intake.people import NOON, a_person, sign_in

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
WHY = "a boat without an engine, nobody of the unit answers"


def a_report(*, by):
    """Return a report about a boat."""
    made = start_report(by=by, now=NOON)
    Report.objects.filter(id=made).update(title="A boat", text="Fantasia called")
    return Report.objects.get(id=made)


class Night:
    """A liaison asks at night for what the closed unit knows; a prosecutor is the second."""

    def __init__(self):
        self.asker = a_person("asker", unit="liaison")
        self.second = a_person("second", unit="spoc", role=Role.PROSECUTOR)
        self.officer = a_person("officer", unit="privacy", role=Role.PRIVACY_OFFICER)
        self.owner = a_person("owner", unit="closed")
        self.report = a_report(by=self.owner)
        Person.objects.create(report=self.report, role="contact", name="Fantasia", made_at=NOON)

    def ask(self, **changed):
        """Ask for an hour."""
        given = {
            "unit_code": "closed",
            "reference": "",
            "ground": Ground.DANGER_TO_LIFE,
            "reason": WHY,
            "minutes": 60,
            "second_id": self.second.id,
        }
        who = {"by": changed.pop("by", self.asker), "now": changed.pop("now", NOON)}
        return actions.ask_emergency(asked=Asked(**given | changed), **who)

    def open(self, **changed):
        """Ask, and open it as the second person."""
        made = self.ask(**changed)
        actions.open_emergency(access_id=made, by=self.second, now=NOON)
        return made

    def see(self, access, *, by=None, now=NOON, report=None):
        """Open a report under an access."""
        return actions.open_report(
            access_id=access, report_id=(report or self.report).id, by=by or self.asker, now=now
        )


@pytest.fixture
def night(settings, tmp_path):
    """Return the people of a night."""
    settings.SCHAKEL_HOME = tmp_path
    return Night()


def told():
    """Return who was told what: name of the person or code of the desk, and kind."""
    return {(n.user.username if n.user else n.unit.code, n.kind) for n in Notice.objects.all()}


def lines(event):
    """Return the lines of the log of one event."""
    return list(LogEntry.objects.filter(event=event).order_by("at"))


moments = st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=2))


@given(moments, st.none() | moments, st.none() | moments, moments)
def test_an_access_is_open_only_between_its_opening_and_its_end(opened, ended, declined, spent):
    """Whatever the worker does or does not do, the clock ends it."""
    course = Course(
        asked_at=NOON,
        declined_at=declined and NOON + declined,
        opened_at=NOON + opened,
        expires_at=NOON + opened + HOUR,
        ended_at=ended and NOON + ended,
    )
    now = NOON + spent
    state = state_of(course, now=now)
    if state is State.OPEN:
        assert now < NOON + opened + HOUR
        assert not ended
        assert not declined
    if now >= NOON + opened + HOUR:
        assert state in {State.ENDED, State.DECLINED}


def test_a_question_lapses():
    """What was an emergency half an hour ago is asked anew."""
    asked = Course(asked_at=NOON)
    assert state_of(asked, now=NOON) is State.ASKED
    assert state_of(asked, now=NOON + WAITS) is State.LAPSED


@pytest.mark.parametrize("lasting", [SHORTEST - timedelta(seconds=1), LONGEST + timedelta(1)])
def test_it_lasts_minutes_to_hours(lasting):
    """A standing key is no emergency."""
    with pytest.raises(UnusableInputError, match="from 5 minutes to 8 hours"):
        require_askable(reason=WHY, lasting=lasting)
    with pytest.raises(UnusableInputError, match="why this cannot wait"):
        require_askable(reason="  urgent  ", lasting=HOUR)


def test_asking_opens_nothing_and_the_second_person_is_told(night):
    """One person alone never gets through the glass."""
    access = night.ask()
    assert told() == {("second", "emergency-asked")}
    for by in (night.asker, night.second):
        with pytest.raises(ConflictError, match="not open"):
            night.see(access, by=by)
    with pytest.raises(NotAllowedError):
        actions.open_emergency(access_id=access, by=night.asker, now=NOON)


def test_opening_tells_the_privacy_officer_and_the_unit_at_once(night):
    """In the transaction that opens; not when somebody looks."""
    access = night.open()
    assert told() >= {
        ("officer", "emergency-opened"),
        ("asker", "emergency-opened"),
        ("closed", "emergency-on-unit"),
    }
    (line,) = lines("break-glass:open")
    assert (line.actor, line.object_id) == (str(night.second.id), str(access))
    assert line.facts == {"minutes": 60, "asked_by": str(night.asker.id)}


@pytest.mark.parametrize("by", ["asker", "second"])
def test_both_see_and_everything_seen_is_marked_with_the_access(night, by):
    """Afterwards it is known what was seen, by whom, and under which access."""
    access = night.open()
    person = getattr(night, by)
    _, listed = actions.list_opened(access_id=access, by=person, now=NOON)
    _, seen = night.see(access, by=person)
    assert [seen.id] == [one.id for one in listed] == [night.report.id]
    (line,) = lines("break-glass:see")
    assert line.justification == str(access)
    assert line.object_id == str(night.report.id)
    assert line.subject_ids == [str(Person.objects.get().id)]
    marked = queries.list_seen(EmergencyAccess.objects.get())
    assert {one.event for one in marked} == {"break-glass:see", "break-glass:list"}


def test_nobody_else_sees_through_it(night):
    """Not a colleague of either, not the privacy officer, not the owner of the unit."""
    access = night.open()
    colleague = a_person("colleague", unit="liaison")
    stranger = a_person("stranger", unit="far", role=Role.PROSECUTOR)
    for by in (colleague, stranger, night.officer, night.owner):
        with pytest.raises(NotFoundError):
            night.see(access, by=by)
    with pytest.raises(NotFoundError):
        queries.get_access(access, for_user=stranger)
    assert not lines("break-glass:see")


def test_it_shows_the_unit_that_was_named_and_of_it_the_report_that_was_named(night):
    """The scope is part of what the second person agreed to."""
    other = a_report(by=a_person("elsewhere", unit="other"))
    second = a_report(by=night.owner)
    wide = night.open()
    with pytest.raises(NotFoundError):
        night.see(wide, report=other)
    narrow = night.open(reference=night.report.reference)
    night.see(narrow)
    with pytest.raises(NotFoundError):
        night.see(narrow, report=second)


def test_it_ends_by_itself_without_any_worker(night):
    """The chore notes the end; the clock makes it."""
    access = night.open()
    night.see(access, now=NOON + HOUR - timedelta(seconds=1))
    with pytest.raises(ConflictError, match="not open"):
        night.see(access, now=NOON + HOUR)
    assert actions.end_expired(NOON + HOUR) == 1
    assert actions.end_expired(NOON + HOUR) == 0
    (line,) = lines("break-glass:end")
    assert line.actor == "node"


@pytest.mark.parametrize("by", ["asker", "second", "officer"])
def test_either_of_the_two_and_the_privacy_officer_can_end_it_sooner(night, by):
    """Whoever sees that it is not needed any more."""
    access = night.open()
    actions.end_emergency(access_id=access, by=getattr(night, by), now=NOON)
    with pytest.raises(ConflictError):
        night.see(access)
    with pytest.raises(ConflictError):
        actions.end_emergency(access_id=access, by=getattr(night, by), now=NOON)


def test_a_colleague_cannot_end_it(night):
    """He may know of it, no more."""
    access = night.open()
    with pytest.raises(ConflictError, match="not yours to end"):
        actions.end_emergency(access_id=access, by=a_person("other", unit="liaison"), now=NOON)


def test_the_second_person_can_decline_and_then_it_stays_shut(night):
    """No is an answer too, and it is in the log."""
    access = night.ask()
    actions.decline_emergency(access_id=access, by=night.second, now=NOON)
    with pytest.raises(ConflictError, match="any more"):
        actions.open_emergency(access_id=access, by=night.second, now=NOON)
    assert lines("break-glass:decline")


def test_only_the_named_person_in_time_and_of_the_right_role_answers(night):
    """Somebody who was not asked knows nothing of the reason."""
    access = night.ask()
    desk = a_person("desk", unit="liaison", role=Role.SPOC_DESK)
    with pytest.raises(ConflictError, match="another person"):
        actions.open_emergency(access_id=access, by=desk, now=NOON)
    with pytest.raises(ConflictError, match="any more"):
        actions.open_emergency(access_id=access, by=night.second, now=NOON + WAITS)
    night.second.role = Role.ANALYST
    with pytest.raises(NotAllowedError):
        actions.open_emergency(access_id=access, by=night.second, now=NOON)


@pytest.mark.parametrize("role", [Role.ANALYST, Role.PRIVACY_OFFICER, Role.NODE_ADMINISTRATOR])
def test_who_does_not_work_on_cases_cannot_ask(night, role):
    """The administrator least of all: he reads no content."""
    with pytest.raises(NotAllowedError):
        night.ask(by=a_person("x", unit="liaison", role=role))


def test_oneself_is_no_second_person_and_the_own_unit_no_scope(night):
    """Two persons are two persons, and the own unit is open already."""
    prosecutor = a_person("alone", unit="liaison", role=Role.PROSECUTOR)
    plain = a_person("plain", unit="liaison")
    for changed in (
        {"by": prosecutor, "second_id": prosecutor.id},
        {"second_id": plain.id},
        {"unit_code": "liaison"},
        {"unit_code": "nowhere"},
    ):
        with pytest.raises(UnusableInputError, match="another unit, and a person"):
            night.ask(**changed)
    night.ask()
    with pytest.raises(IntegrityError), transaction.atomic():
        EmergencyAccess.objects.update(second=night.asker)


def test_without_a_privacy_officer_nothing_is_opened(night):
    """Nobody would be told, and nobody would look at it."""
    access = night.ask()
    night.officer.is_active = False
    night.officer.save()
    for deed in (
        night.ask,
        lambda: actions.open_emergency(access_id=access, by=night.second, now=NOON),
    ):
        with pytest.raises(ConflictError, match="no privacy officer"):
            deed()
    assert not lines("break-glass:open")


def test_it_is_reviewed_once_by_a_third_person_after_its_end(night):
    """Whoever opened the glass does not judge that it was right."""
    access = night.open()

    def review(verdict=Verdict.WRONG, note="not needed", by=night.officer, now=NOON + HOUR):
        actions.review_emergency(access_id=access, verdict=verdict, note=note, by=by, now=now)

    with pytest.raises(ConflictError, match="has ended"):
        review(now=NOON)
    with pytest.raises(UnusableInputError, match="what was wrong"):
        review(note=" ")
    with pytest.raises(NotAllowedError):
        review(by=night.second)
    assert [item.kind for item in work_of(night.officer, NOON + HOUR)] == ["emergency"]
    review()
    assert not list(work_of(night.officer, NOON + HOUR))
    with pytest.raises(ConflictError, match="already"):
        review()
    (line,) = lines("break-glass:review")
    assert line.facts == {"verdict": "wrong"}


def test_one_of_the_two_who_became_privacy_officer_does_not_review(night):
    """Roles change; what one opened oneself stays one's own."""
    access = night.open()
    night.second.role = Role.PRIVACY_OFFICER
    night.second.save()
    with pytest.raises(NotAllowedError, match="himself"):
        actions.review_emergency(
            access_id=access, verdict=Verdict.RIGHT, note="", by=night.second, now=NOON + HOUR
        )


def test_the_work_queue_says_who_has_to_do_what(night):
    """A question that nobody sees lapses."""
    access = night.ask()
    queue = {name: list(work_of(getattr(night, name), NOON)) for name in ("asker", "second")}
    assert not queue["asker"]
    assert [item.due_at for item in queue["second"]] == [NOON + WAITS]
    actions.open_emergency(access_id=access, by=night.second, now=NOON)
    assert [item.due_at for item in work_of(night.asker, NOON)] == [NOON + HOUR]


def test_the_gate_is_never_asked_and_never_lifted(night, client):
    """Looking is all: no deed of another room opens for it, and no decision is made."""
    access = night.open(now=timezone.now())
    del access
    browser = sign_in(client, night.asker)
    assert browser.get(reverse("casework:report", args=[night.report.id])).status_code == 404
    assert browser.post(reverse("casework:begin", args=[night.report.id])).status_code == 404
    assert browser.get(reverse("matching:report", args=[night.report.id])).status_code == 404
    assert not GateDecision.objects.exists()


def test_the_pages_lead_two_people_through_it(night, client):
    """Ask, open, read, end, review: each at a browser, in both languages."""
    asker = sign_in(client, night.asker)
    made = asker.post(
        reverse("emergency:new"),
        {
            "unit": "closed",
            "ground": "danger-to-life",
            "reason": WHY,
            "minutes": "60",
            "second": str(night.second.id),
        },
    )
    card = made["Location"]
    second = sign_in(type(client)(), night.second)
    assert b"Open it together" in second.get(card).content
    assert b"Open it together" not in asker.get(card).content
    second.post(f"{card}/answer", {"answer": "open"})
    assert night.report.reference.encode() in asker.get(f"{card}/reports").content
    page = asker.get(f"{card}/reports/{night.report.id}", headers={"accept-language": "nl"})
    assert "Fantasia called" in page.content.decode()
    assert "Open tot" in page.content.decode()
    officer = sign_in(type(client)(), night.officer)
    assert b"break-glass:see" not in officer.get(card).content
    assert str(night.report.id).encode() in officer.get(card).content
    assert asker.post(f"{card}/end").status_code == 302
    assert asker.get(f"{card}/reports/{night.report.id}").status_code == 409
    assert b"To be reviewed" in asker.get(card).content
    assert officer.post(f"{card}/review", {"verdict": ""}).status_code == 200
    officer.post(f"{card}/review", {"verdict": "right"})
    assert b"It was right" in officer.get(card).content
    assert b"There was none" not in officer.get(reverse("emergency:accesses")).content


def test_a_decline_at_the_browser(night, client):
    """The other button."""
    access = night.ask(now=timezone.now())
    second = sign_in(client, night.second)
    path = reverse("emergency:answer", args=[access])
    assert second.post(path, {"answer": "decline"}).status_code == 302
    assert EmergencyAccess.objects.get().declined_at


def entered(client, user, *, method="mfa", ago=0):
    """Sign `user` in as by password and second factor, `ago` seconds before."""
    client.force_login(user)
    session = client.session
    at = timezone.now().timestamp() - ago
    session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": method, "at": at}]
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session["schakel_factor_elsewhere"] = True  # stands in for a factor that is set up
    session.save()
    return client


def test_a_second_factor_of_this_moment_is_asked_of_both(night, client, monkeypatch):
    """A browser that somebody left open is not one of two persons."""
    monkeypatch.setattr("schakel.emergency.views.has_second_factor", lambda user: True)
    access = night.ask(now=timezone.now())
    new, answer = reverse("emergency:new"), reverse("emergency:answer", args=[access])

    stale = entered(client, night.asker, ago=601)
    led = stale.get(new)
    assert led["Location"] == f"{reverse('mfa_reauthenticate')}?next=%2Femergency%2Fnew"
    assert entered(client, night.asker, ago=599).get(new).status_code == 200
    assert entered(client, night.asker, method="password").get(new).status_code == 302
    assert entered(client, night.asker, method="socialaccount").get(new).status_code == 200

    assert entered(client, night.second, ago=601).post(answer, {"answer": "open"})["Location"] == (
        f"{reverse('mfa_reauthenticate')}?next=%2Femergency%2F"
    )
    assert EmergencyAccess.objects.get().opened_at is None
    entered(client, night.second).post(answer, {"answer": "open"})
    assert EmergencyAccess.objects.get().opened_at


def test_who_has_no_factor_here_is_told_to_sign_in_again(night, client):
    """The organisation's provider asked for it; only it can ask again."""
    stale = entered(client, night.asker, method="socialaccount", ago=601)
    answer = stale.get(reverse("emergency:new"))
    assert answer.status_code == 409
    assert b"sign in again with a second factor" in answer.content
