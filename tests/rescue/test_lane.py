"""The lane for danger to life, from the form to the review."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from schakel.accounts.core.roles import Role
from schakel.audit.models import LogEntry
from schakel.handling.actions import clear_danger_to_life
from schakel.handling.core.alerts import Condition, Craft
from schakel.handling.models import GateDecision
from schakel.handling.queries import comes_out_again
from schakel.kernel.errors import (
    ConflictError,
    NotAllowedError,
    NotFoundError,
    UnusableInputError,
)
from schakel.rescue.actions import note_reached, raise_alert, review_alert
from schakel.rescue.core.alert import Review, content_of
from schakel.rescue.desk import work_of
from schakel.rescue.models import LifeAlert
from schakel.rescue.queries import get_alert, list_alerts, review_due_at
from schakel.rescue.wording import CONDITIONS, CRAFTS, REVIEWS
from tests.intake.people import a_person, sign_in
from tests.rescue.test_alert import NOON, an_alert

FORM = {
    "latitude": "35.5075",
    "longitude": "12.6",
    "minutes_ago": "4",
    "people": "40",
    "craft": "boat",
    "conditions": ["sinking", "children"],
    "country": "TN",
}
pytestmark = pytest.mark.django_db


def raised(by, **changes):
    """Raise an alert and return it."""
    alert_id = raise_alert(alert=an_alert(**changes), country="TN", by=by, now=NOON)
    return LifeAlert.objects.get(id=alert_id)


def a_reviewer(name="noor", unit="rights"):
    """Return somebody of the human-rights desk."""
    return a_person(name, unit=unit, role=Role.HUMAN_RIGHTS_DESK)


def test_an_alert_goes_to_a_country_without_any_basis_or_judgement():
    """A life is not weighed against a missing form."""
    alert = raised(a_person())
    decision = GateDecision.objects.get(id=alert.decision_id)
    assert (decision.outcome, decision.receiver) == ("allow", "TN")
    assert [reason["rule"] for reason in decision.reasons] == ["danger-to-life"]
    assert decision.purpose == "immediate-threat"
    assert comes_out_again(decision)
    line = LogEntry.objects.get(event="gate:allow")
    assert (line.decision_id, line.recipient) == (str(decision.id), "TN")


def test_every_role_that_works_on_cases_may_raise_one_and_nobody_else():
    """Seconds count, and yet a planner or administrator has nothing to tell."""
    may = set()
    for role in Role:
        person = a_person(f"p-{role}", role=role)
        try:
            raised(person)
            may.add(role)
        except NotAllowedError:
            pass
    others = {Role.PLANNER, Role.NODE_ADMINISTRATOR, Role.PRIVACY_OFFICER, Role.GUEST_PROSECUTOR}
    assert may == set(Role) - others


def test_the_country_of_the_centre_must_be_one():
    """A typing error would alert nobody."""
    with pytest.raises(UnusableInputError, match="country"):
        raise_alert(alert=an_alert(), country="AB", by=a_person(), now=NOON)
    assert not LifeAlert.objects.exists()


def test_more_than_an_alert_is_no_alert():
    """The rule that refuses nothing lets only this through."""
    with pytest.raises(ValueError, match="position, number and condition"):
        clear_danger_to_life(
            item_id=uuid4(),
            receiver="TN",
            content={**content_of(an_alert()), "note": "Rico steers"},
            by=a_person(),
            now=NOON,
        )
    assert not GateDecision.objects.exists()


def test_somebody_else_reviews_it_within_a_day():
    """What nobody could stop before is looked at after."""
    vera, noor = a_person(), a_reviewer()
    alert = raised(vera)
    (waiting,) = work_of(noor, NOON)
    assert waiting.due_at == review_due_at(alert) == NOON + timedelta(hours=24)
    assert waiting.tone == "warning"
    (late,) = work_of(noor, NOON + timedelta(hours=25))
    assert late.tone == "negative"
    review_alert(alert_id=alert.id, review=Review.RIGHT, note="", by=noor, now=NOON)
    alert.refresh_from_db()
    assert (alert.review, alert.reviewed_by, alert.reviewed_at) == ("right", noor, NOON)
    assert list(work_of(noor, NOON)) == []
    assert LogEntry.objects.get(event="alert:review").facts == {"review": "right", "late": False}


def test_a_late_review_is_logged_as_late():
    """The day is a promise that can be checked."""
    alert = raised(a_person())
    later = NOON + timedelta(hours=24, seconds=1)
    review_alert(
        alert_id=alert.id, review=Review.TOO_MUCH, note="a road", by=a_reviewer(), now=later
    )
    assert LogEntry.objects.get(event="alert:review").facts["late"] is True


def test_nobody_reviews_his_own_alert():
    """Not by the action, nor in the table."""
    noor = a_reviewer()
    alert = raised(noor)
    with pytest.raises(NotAllowedError, match="own"):
        review_alert(alert_id=alert.id, review=Review.RIGHT, note="", by=noor, now=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        LifeAlert.objects.update(reviewed_by=noor, reviewed_at=NOON, review="right")


def test_a_review_without_a_moment_cannot_be_written():
    """The table knows it too."""
    raised(a_person())
    with pytest.raises(IntegrityError), transaction.atomic():
        LifeAlert.objects.update(review="right")


@pytest.mark.parametrize("review", [Review.TOO_MUCH, Review.NO_DANGER])
def test_what_was_wrong_is_said(review):
    """A finding without words teaches nobody."""
    alert = raised(a_person())
    with pytest.raises(UnusableInputError, match="what was wrong"):
        review_alert(alert_id=alert.id, review=review, note=" ", by=a_reviewer(), now=NOON)


def test_a_review_is_written_once():
    """A second finding would hide the first."""
    alert = raised(a_person())
    review_alert(alert_id=alert.id, review=Review.RIGHT, note="", by=a_reviewer(), now=NOON)
    with pytest.raises(ConflictError):
        other = a_reviewer("ann")
        review_alert(alert_id=alert.id, review=Review.NO_DANGER, note="x", by=other, now=NOON)


def test_only_reviewers_review():
    """A colleague at the same desk is no second look."""
    alert = raised(a_person())
    with pytest.raises(NotAllowedError):
        review_alert(alert_id=alert.id, review=Review.RIGHT, note="", by=a_person("joep"), now=NOON)


def test_that_the_centre_has_it_is_noted_once():
    """Until then it stays on the desk of the whole unit."""
    vera, joep = a_person(), a_person("joep")
    alert = raised(vera)
    assert [item.tone for item in work_of(vera, NOON)] == ["negative"]
    assert [item.lane for item in work_of(joep, NOON)] == ["unit"]
    note_reached(alert_id=alert.id, by=joep, now=NOON)
    assert list(work_of(vera, NOON)) == []
    with pytest.raises(ConflictError):
        note_reached(alert_id=alert.id, by=vera, now=NOON)
    assert LogEntry.objects.get(event="alert:reach").recipient == "TN"


def test_an_alert_of_another_unit_is_not_there():
    """Not there and not yours look the same."""
    alert = raised(a_person())
    stranger = a_person("sanne", unit="spoc")
    for other in (stranger, a_person("otto", role=Role.PLANNER)):
        with pytest.raises(NotFoundError):
            get_alert(alert.id, for_user=other)
        assert not list_alerts(other).exists()
    with pytest.raises(NotFoundError):
        note_reached(alert_id=alert.id, by=stranger, now=NOON)


def test_the_page_releases_at_once_and_says_what_to_read_out(client):
    """One form, one button, then the words."""
    vera = a_person()
    browser = sign_in(client, vera)
    assert browser.get("/rescue/new").status_code == 200
    answer = browser.post("/rescue/new", FORM, follow=True)
    page = answer.content.decode()
    assert "35° 30.45&#x27; N, 12° 36.00&#x27; E" in page
    assert "40 people; boat." in page
    assert "sinking, children among them" in page
    alert = LifeAlert.objects.get()
    assert timedelta(minutes=3) < timezone.now() - alert.seen_at < timedelta(minutes=6)
    assert LogEntry.objects.filter(event="alert:raise").count() == 1
    assert LogEntry.objects.filter(event="alert:open").count() == 1
    page = browser.post(f"/rescue/{alert.id}/reached", follow=True).content.decode()
    assert "The centre has it since" in page


def test_the_words_are_in_the_language_of_distress_traffic(client):
    """A Dutch page, and English to read out."""
    browser = sign_in(client, a_person())
    answer = browser.post(
        "/rescue/new", {**FORM, "people": ""}, headers={"accept-language": "nl"}, follow=True
    )
    assert answer.redirect_chain
    page = browser.get(answer.redirect_chain[0][0], headers={"accept-language": "nl"})
    text = page.content.decode()
    assert "Levensgevaar" in text
    assert "Number of people not known; boat." in text


@pytest.mark.parametrize(
    "change",
    [
        {"latitude": ""},
        {"conditions": []},
        {"country": ""},
        {"people": "many"},
        {"road": "Zuwara"},
        {"craft": "plane"},
    ],
)
def test_a_form_that_is_no_alert_is_shown_again(client, change):
    """What is missing stands beside the field, and nothing was sent."""
    browser = sign_in(client, a_person())
    answer = browser.post("/rescue/new", {**FORM, **change})
    assert answer.status_code == 200
    assert not LifeAlert.objects.exists()


def test_the_review_is_written_on_the_page(client):
    """The reviewer sees what was said, and says what he finds."""
    alert = raised(a_person())
    browser = sign_in(client, a_reviewer())
    assert 'name="review"' in browser.get(f"/rescue/{alert.id}").content.decode()
    assert browser.post(f"/rescue/{alert.id}/review", {"review": "odd"}).status_code == 400
    page = browser.post(f"/rescue/{alert.id}/review", {"review": "right"}, follow=True)
    assert "Rightly sent" in page.content.decode()
    assert "Rightly sent" in browser.get("/rescue/").content.decode()


def test_the_list_is_for_those_who_raise_or_review(client):
    """A planner has nothing to look for here."""
    assert sign_in(client, a_person("otto", role=Role.PLANNER)).get("/rescue/").status_code == 403
    assert "No alert" in sign_in(client, a_person()).get("/rescue/").content.decode()


def test_every_code_has_its_words():
    """A code without words would be read out as a code."""
    assert (set(CRAFTS), set(CONDITIONS), set(REVIEWS)) == (set(Craft), set(Condition), set(Review))


def test_no_word_of_content_is_in_the_log():
    """The log tells that, to whom and when; not where they were."""
    raised(a_person())
    lines = json.dumps(list(LogEntry.objects.values_list("facts", flat=True)))
    assert "35.5" not in lines
