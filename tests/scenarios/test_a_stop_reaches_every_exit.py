"""The stop button: what stands under it leaves by no exit, whichever an officer tries."""

import pytest

from schakel.accounts.core.roles import Role
from schakel.accounts.queries import find_user
from schakel.casework import actions as casework
from schakel.casework.models import ContactLeg, Person, Report, Thread
from schakel.handling.actions import GateClosedError
from schakel.handling.core.case import Purpose, Stop
from schakel.handling.models import GateDecision
from schakel.matching import actions as matching
from schakel.matching.models import AnsweredQuestion, Question
from schakel.release.actions import Wanted, release_record
from schakel.stopping.actions import make_stop
from schakel.stopping.core.scopes import Standing
from tests.intake.people import a_person
from tests.matching.test_hits import question
from tests.scenarios.office import NOW, Office
from tests.stopping.people import two_officers

pytestmark = pytest.mark.django_db
CALL = {
    "direction": "out",
    "how": "call",
    "counterpart": "Harbour master",
    "country": "IT",
    "said": "Watch the quay.",
}


@pytest.fixture
def office(settings, tmp_path):
    """Return a Dutch office whose report is in a thread and has a telephone number."""
    found = Office(settings, tmp_path)
    found.path = found.report()
    found.jip.send("/thread")
    found.thread = found.jip.address
    casework.add_identifier(
        report_id=Report.objects.get().id,
        kind="phone",
        value="+447700900123",
        by=find_user("jip.voorbeeld"),
        now=NOW,
    )
    return found


def stop(scope):
    """Stop the country, the link, or the case of the report."""
    target = {
        Stop.COUNTRY: Standing(scope=scope, target="IT", country="IT"),
        Stop.LINK: Standing(scope=scope, target="it", country="IT"),
        Stop.CASE: Standing(scope=scope, target=str(Thread.objects.get().id)),
    }[scope]
    make_stop(standing=target, label="x", reason="a coup", by=two_officers()[0], now=NOW)


SCOPES = [Stop.COUNTRY, Stop.LINK, Stop.CASE]


@pytest.mark.parametrize("scope", SCOPES)
def test_no_record_of_a_person_is_released(office, scope):
    """What is handed over by hand goes as far as what is sent."""
    stop(scope)
    wanted = Wanted(receiver="IT", purpose=Purpose.CRIME, why="to find the boat")
    with pytest.raises(GateClosedError) as shut:
        release_record(
            person_id=Person.objects.get().id,
            wanted=wanted,
            by=a_person("sam", unit=find_user("jip.voorbeeld").unit.code, role=Role.SPOC_DESK),
            now=NOW,
        )
    assert "34" in [reason.rule for reason in shut.value.decision.reasons]


@pytest.mark.parametrize("scope", SCOPES)
def test_no_partner_is_asked_for_a_hit(office, scope):
    """A blind question still tells that this node works on somebody."""
    stop(scope)
    (asked,) = matching.ask_partners(
        report_id=Report.objects.get().id,
        nodes=["it"],
        by=find_user("jip.voorbeeld"),
        now=NOW,
    )
    row = Question.objects.get(id=asked)
    assert row.state == "refused"
    assert "34" in rules_of(row.decision_id)


@pytest.mark.parametrize("scope", [Stop.COUNTRY, Stop.LINK])
def test_no_partner_is_answered_whether_somebody_is_known(office, scope):
    """A hit is an answer about a person; the asker learns of no reason."""
    _, message = question()
    assert matching.answer_question(message)["suite"]
    stop(scope)
    AnsweredQuestion.objects.all().delete()
    with pytest.raises(GateClosedError):
        matching.answer_question(message)
    assert not AnsweredQuestion.objects.exists()


@pytest.mark.parametrize("scope", SCOPES)
def test_nothing_is_said_in_a_call(office, scope):
    """The gate is asked before speaking, and what is stopped is not spoken."""
    stop(scope)
    office.jip.read(office.thread + "/contact")
    office.jip.send("/contact", CALL)
    office.jip.expect("Do not say it: the gate is shut")
    assert not ContactLeg.objects.exists()


@pytest.mark.parametrize("scope", SCOPES)
def test_no_package_is_taken_that_was_made_before_the_stop(office, scope):
    """It was cleared in time and lies here: now it stays, as a file and on paper."""
    path = office.draft(office.path, carrier="siena", carrier_reason="")
    office.jip.send("/submit")
    office.sanne.read(path)
    office.sanne.send("/pack")
    for page in ("/package", "/package/file"):
        office.sanne.read(path + page)
        assert office.sanne.status == 200
    stop(scope)
    for page in ("/package", "/package/file"):
        office.sanne.read(path + page)
        assert office.sanne.status == 409


def rules_of(decision_id):
    """Return the rows of a kept decision."""
    return [reason["rule"] for reason in GateDecision.objects.get(id=decision_id).reasons]
