"""The page of a person: preview, what-if and release, on a real report."""

from datetime import timedelta

import pytest

from schakel.accounts.core.roles import Role
from schakel.asylum.models import AsylumCheck
from schakel.audit.models import LogEntry
from schakel.casework.actions import add_identifier, add_person, start_report
from schakel.handling.actions import GateClosedError
from schakel.handling.core.case import Asylum, Purpose, Subject
from schakel.handling.models import GateDecision
from schakel.kernel.canonical import canonical_json, sha256_hex
from schakel.kernel.errors import NotAllowedError, NotFoundError, UnusableInputError
from schakel.release.actions import (
    TooManyQuestionsError,
    Wanted,
    ask_about_person,
    preview,
    release_record,
)
from tests.asylum.test_asylum import answered
from tests.intake.people import NOON, a_person, sign_in

pytestmark = pytest.mark.django_db
TO_ITALY = Wanted(receiver="IT", purpose=Purpose.CRIME, why="to find the boat")
FORM = {"receiver": "IT", "purpose": "crime", "why": "to find the boat"}


def a_sender(name="sanne"):
    """Return somebody of the same unit who may send."""
    return a_person(name, role=Role.SPOC_DESK)


def a_suspect(by, *, role=Subject.SUSPECT, nationality="TN"):
    """Return a person with a telephone, in a graded report."""
    report = start_report(
        by=by, now=NOON, values={"text": "x", "source_grade": "A", "information_grade": "1"}
    )
    person = add_person(
        report_id=report, role=role, by=by, now=NOON, name="Mika", nationality=nationality
    )
    add_identifier(
        report_id=report, kind="phone", value="+31612345678", person_id=person, by=by, now=NOON
    )
    return person


def test_exactly_what_the_preview_shows_is_released():
    """The proof is bound to these fields, and the gate judged these fields."""
    vera, sanne = a_person(), a_sender()
    person = a_suspect(vera)
    shown = preview(person_id=person, wanted=TO_ITALY, by=vera)
    cleared, trimmed = release_record(person_id=person, wanted=TO_ITALY, by=sanne, now=NOON)
    assert trimmed == shown
    assert set(trimmed.leaves) == {"name", "nationality", "phone", "role"}
    content = {field: list(values) for field, values in trimmed.leaves.items()}
    assert cleared.content_sha256 == sha256_hex(canonical_json(content))
    kept = GateDecision.objects.get(id=cleared.decision_id)
    assert set(kept.case["fields"]) == set(trimmed.leaves)
    assert kept.author == vera
    line = LogEntry.objects.get(event="person:release")
    assert line.facts == {"fields": ["name", "nationality", "phone", "role"]}


def test_the_telephone_of_a_victim_stays():
    """The role in the case decides which fields go."""
    person = a_suspect(a_person(), role=Subject.VICTIM)
    found = preview(person_id=person, wanted=TO_ITALY, by=a_sender())
    assert "phone" not in found.leaves
    assert "phone" in found.stays


def test_the_country_of_nationality_is_an_origin_whatever_is_ticked():
    """A tick cannot make a Tunisian's country a stranger to him."""
    person = a_suspect(a_person())
    wanted = Wanted(receiver="TN", purpose=Purpose.CRIME, why="x", not_origin=True)
    with pytest.raises(GateClosedError):
        release_record(person_id=person, wanted=wanted, by=a_sender(), now=NOON)
    assert GateDecision.objects.get().case["receiver_is_origin"] is True


def test_the_answer_of_the_service_reaches_the_gate():
    """What the service answered counts, and what it did not is not known."""
    sanne, person = a_sender(), a_suspect(a_person())
    wanted = Wanted(receiver="TN", purpose=Purpose.CRIME, why="x")
    ask_about_person(person_id=person, wanted=wanted, by=sanne, now=NOON)
    from tests.asylum.test_asylum import asked

    answered(asked(sanne, person_id=person), Asylum.GRANTED)
    later = NOON + timedelta(minutes=1)
    ask_about_person(person_id=person, wanted=wanted, by=sanne, now=later)
    first, second = GateDecision.objects.order_by("decided_at")
    assert "6" in [reason["rule"] for reason in first.reasons]
    assert "5" in [reason["rule"] for reason in second.reasons]


def test_a_what_if_on_a_real_person_is_logged_and_limited():
    """Who asks on and on learns by the answers; each day starts anew."""
    sanne, person = a_sender(), a_suspect(a_person())
    for _ in range(5):
        ask_about_person(person_id=person, wanted=TO_ITALY, by=sanne, now=NOON)
    assert LogEntry.objects.filter(event="gate:ask", object_id=str(person)).count() == 5
    with pytest.raises(TooManyQuestionsError):
        ask_about_person(person_id=person, wanted=TO_ITALY, by=sanne, now=NOON)
    assert LogEntry.objects.filter(event="gate:limit").count() == 1
    tomorrow = NOON + timedelta(hours=24)
    assert ask_about_person(person_id=person, wanted=TO_ITALY, by=sanne, now=tomorrow)


def test_twenty_real_persons_a_day_are_enough():
    """A list of people is not asked through one by one."""
    vera, sanne = a_person(), a_sender()
    for _ in range(20):
        ask_about_person(person_id=a_suspect(vera), wanted=TO_ITALY, by=sanne, now=NOON)
    with pytest.raises(TooManyQuestionsError):
        ask_about_person(person_id=a_suspect(vera), wanted=TO_ITALY, by=sanne, now=NOON)
    assert ask_about_person(person_id=a_suspect(vera), wanted=TO_ITALY, by=vera, now=NOON)


def test_another_unit_finds_no_person():
    """The wall around a report stands around its persons too."""
    person = a_suspect(a_person())
    stranger = a_person("far", unit="spoc", role=Role.SPOC_DESK)
    for deed in (ask_about_person, release_record):
        with pytest.raises(NotFoundError):
            deed(person_id=person, wanted=TO_ITALY, by=stranger, now=NOON)


def test_who_may_not_send_releases_nothing():
    """To look what may leave is not to let it leave."""
    vera = a_person()
    with pytest.raises(NotAllowedError):
        release_record(person_id=a_suspect(vera), wanted=TO_ITALY, by=vera, now=NOON)


def test_an_empty_record_is_not_released():
    """Nothing on the list: nothing to hand over, and the gate is not asked."""
    wanted = Wanted(receiver="UNODC", purpose=Purpose.CRIME, why="x")
    with pytest.raises(UnusableInputError, match="nothing"):
        release_record(person_id=a_suspect(a_person()), wanted=wanted, by=a_sender(), now=NOON)
    assert not GateDecision.objects.exists()


def test_the_page_shows_what_leaves_beside_what_stays(client):
    """And the gate's answer, and then what to hand over."""
    person = a_suspect(a_person(), role=Subject.VICTIM)
    browser = sign_in(client, a_sender())
    assert browser.get(f"/release/persons/{person}").status_code == 200
    page = browser.post(f"/release/persons/{person}/what-if", FORM).content.decode()
    assert "not on the list for this role" in page
    assert "+31612345678" not in page
    assert browser.post(f"/release/persons/{person}/what-if", {}).status_code == 400
    page = browser.post(f"/release/persons/{person}/release", FORM).content.decode()
    assert "Released record" in page
    assert "Mika" in page
    assert browser.post(f"/release/persons/{person}/release", {}).status_code == 400
    nobody = {**FORM, "receiver": "UNODC"}
    assert browser.post(f"/release/persons/{person}/release", nobody).status_code == 400
    held = browser.post(f"/release/persons/{person}/release", {**FORM, "receiver": "TN"})
    assert held.headers["Location"].startswith("/gate/decisions/")


def test_the_service_is_asked_from_the_page(client):
    """One button; a second press says that it was asked already."""
    vera = a_person()
    person = a_suspect(vera)
    browser = sign_in(client, vera)
    page = browser.post(f"/release/persons/{person}/asylum", follow=True).content.decode()
    assert "The immigration service was asked." in page
    assert AsylumCheck.objects.get().name == "Mika"
    page = browser.post(f"/release/persons/{person}/asylum", follow=True).content.decode()
    assert "asked already" in page
    assert AsylumCheck.objects.count() == 1
