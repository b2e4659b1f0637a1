"""Requests of persons, breaches, the register, and the witnesses, page by page."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from schakel.accounts.queries import find_user
from schakel.audit.models import LogEntry, PartnerLog, Witness
from schakel.heads.core.anew import Beginning
from schakel.heads.core.note import Head, sign_head
from schakel.heads.core.shown import Shown
from schakel.kernel.errors import ConflictError, NotFoundError, UnusableInputError
from schakel.oversight import actions, queries
from schakel.oversight.core.due import Kind, Outcome
from schakel.oversight.models import Breach, RecipientNotice, SubjectRequest
from tests.scenarios.office import NOW, Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(settings, tmp_path):
    """Return a Dutch office with an Italian partner."""
    return Office(settings, tmp_path)


@pytest.fixture
def noor(office):
    """Return the privacy officer at a browser."""
    return office.person("noor.toets")


def officer():
    """Return the privacy officer."""
    return find_user("noor.toets")


def take(kind="rectification", **changed):
    """Return the form of a request of a person."""
    return {
        "reference": "PV-2026-1",
        "kind": kind,
        "name": "Rico Fantasia",
        "asked": "That is not my telephone.",
        "received_date": (NOW - timedelta(days=3)).date().isoformat(),
        **changed,
    }


def test_a_rectification_runs_from_the_request_to_every_recipient(office, noor):
    """Six weeks, once extended, decided, and everybody who got the data is told."""
    office.sent(office.report())
    noor.read("/oversight/requests")
    noor.expect("Nobody has asked.")
    noor.send("/oversight/requests", take())
    path = noor.address
    noor.expect("six weeks", "That is not my telephone.", "Nobody has to be told.")
    noor.send("/extend", {"weeks": "4", "reason": "abroad"})
    noor.expect("+ 4: abroad")
    person = queries.find_persons("Rico Fantasia", for_user=officer())[0].person_id
    given = {"outcome": "granted", "reason": "It is his.", "person_ids": [str(person)]}
    noor.send("/decide", given)
    noor.expect("granted", "It is his.", "Italy", "not told yet")
    noor.send("/oversight/notices/", {"how": "SIENA 12"})
    noor.expect("told", "SIENA 12")
    assert noor.address == path
    noor.read("/oversight/requests")
    noor.expect("PV-2026-1", "granted")
    events = LogEntry.objects.filter(object_kind="subject-request").order_by("at")
    assert {line.event for line in events} == {
        "subject-request:take",
        "subject-request:extend",
        "subject-request:decide",
        "notice:tell",
    }
    assert events.get(event="subject-request:decide").subject_ids == [str(person)]
    assert "Fantasia" not in str(list(events.values()))


def test_access_is_decided_without_telling_anybody_else(office, noor):
    """Recipients are told of what changes, not that somebody asked."""
    office.sent(office.report())
    noor.read("/oversight/requests")
    noor.send("/oversight/requests", take("access"))
    person = queries.find_persons("Rico Fantasia", for_user=officer())[0].person_id
    noor.send("/decide", {"outcome": "granted", "reason": "x", "person_ids": [str(person)]})
    noor.expect("Nobody has to be told.")


def test_what_cannot_be_is_said_on_the_form(noor):
    """Nothing is lost and nothing crashes."""
    noor.read("/oversight/requests")
    tomorrow = (NOW + timedelta(days=2)).date().isoformat()
    noor.send("/oversight/requests", take(received_date=tomorrow))
    noor.expect("still to come")
    noor.send("/oversight/requests", take())
    noor.send("/extend", {"weeks": "5", "reason": ""})
    noor.expect("Select a valid choice")
    noor.send("/decide", {"outcome": "granted", "reason": ""})
    noor.expect("This field is required")
    assert SubjectRequest.objects.get().outcome == ""


def a_request():
    """Return the id of a request."""
    return actions.take_request(
        reference="PV-1",
        kind=Kind.ERASURE,
        name="X",
        asked="",
        received_date=NOW.date(),
        by=officer(),
        now=NOW,
    )


def decide(request_id, **change):
    """Decide a request, one change away from a good decision."""
    given = {"outcome": Outcome.REFUSED, "reason": "needed as evidence", "person_ids": []}
    actions.decide_request(request_id=request_id, by=officer(), now=NOW, **{**given, **change})


def test_the_term_is_extended_once_and_a_decision_stays(office):
    """The person was told; the file says what was told."""
    request_id = a_request()
    for weeks, reason in ((5, "x"), (4, " ")):
        with pytest.raises(UnusableInputError):
            actions.extend_request(
                request_id=request_id, weeks=weeks, reason=reason, by=officer(), now=NOW
            )
    given = {"request_id": request_id, "weeks": 6, "reason": "x", "by": officer(), "now": NOW}
    actions.extend_request(**given)
    with pytest.raises(ConflictError):
        actions.extend_request(**given)
    with pytest.raises(UnusableInputError):
        decide(request_id, reason=" ")
    with pytest.raises(NotFoundError):
        decide(request_id, person_ids=[request_id])
    decide(request_id)
    with pytest.raises(ConflictError):
        decide(request_id)
    with pytest.raises(UnusableInputError):
        actions.take_request(
            reference="",
            kind=Kind.ACCESS,
            name=" ",
            asked="",
            received_date=NOW.date(),
            by=officer(),
            now=NOW,
        )
    assert str(SubjectRequest.objects.get()) == "PV-1"


def test_a_breach_has_its_clock_its_report_and_a_notice_per_partner(office, noor):
    """LED, art. 30: the supervisor within 72 hours, and controllers whose data were concerned."""
    noor.read("/oversight/breaches")
    noor.expect("No breach is known.")
    found = (datetime.now(UTC) - timedelta(hours=80)).strftime("%Y-%m-%dT%H:%M")
    given = {"reference": "DL-1", "what": "A laptop was stolen.", "discovered_at": found}
    noor.send("/oversight/breaches", given)
    noor.expect("A laptop was stolen.", "72 hours are over")
    noor.send("/save", {"measures": "wiped", "people": "12", "partners": ["it"]})
    noor.expect("wiped", "Italy", "not told yet")
    noor.send("/report", {"report_reference": "AP-7"})
    noor.expect("reason for the delay")
    noor.send("/report", {"report_reference": "AP-7", "late_reason": "found on Sunday"})
    noor.expect("AP-7", "found on Sunday")
    noor.send("/oversight/notices/", {"how": "by telephone"})
    noor.expect("told", "by telephone")
    noor.read("/oversight/breaches")
    noor.expect("DL-1", "reported")
    breach = Breach.objects.get()
    with pytest.raises(ConflictError):
        actions.report_breach(
            breach_id=breach.id, report_reference="x", late_reason="", by=officer(), now=NOW
        )
    notice = RecipientNotice.objects.get()
    with pytest.raises(ConflictError):
        actions.mark_told(notice_id=notice.id, how="again", by=officer(), now=NOW)
    with pytest.raises(UnusableInputError):
        actions.mark_told(notice_id=notice.id, how=" ", by=officer(), now=NOW)
    assert str(breach) == "DL-1"
    assert str(notice).startswith("it ")


def test_a_breach_that_cannot_be_is_refused(office, noor):
    """What happened must be said; the future is not known."""
    noor.read("/oversight/breaches")
    soon = (datetime.now(UTC) + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    noor.send("/oversight/breaches", {"reference": "a", "what": "b", "discovered_at": soon})
    noor.expect("still to come")
    with pytest.raises(UnusableInputError):
        actions.open_breach(reference="", what="", discovered_at=NOW, by=officer(), now=NOW)
    made = actions.open_breach(reference="a", what="b", discovered_at=NOW, by=officer(), now=NOW)
    with pytest.raises(UnusableInputError):
        actions.report_breach(
            breach_id=made, report_reference=" ", late_reason="", by=officer(), now=NOW
        )
    noor.read(f"/oversight/breaches/{made}")
    noor.send("/save", {"people": "-1"})
    noor.expect("greater than or equal to 0")


def test_what_is_not_there_is_not_found(office):
    """An address that somebody made up."""
    nothing = a_request()
    for get in (queries.get_breach, queries.get_notice):
        with pytest.raises(NotFoundError):
            get(nothing, for_user=officer())
    with pytest.raises(NotFoundError):
        queries.get_request(officer().id, for_user=officer())


def test_open_files_stand_in_the_work_queue_with_their_clocks(office, noor):
    """Whoever must not forget sees them at the door."""
    a_request()
    breach = actions.open_breach(
        reference="DL-2", what="x", discovered_at=NOW, by=officer(), now=NOW
    )
    noor.read("/")
    noor.expect("PV-1", "DL-2", "not reported")
    office.jip.read("/")
    assert "DL-2" not in office.jip.text()
    actions.report_breach(
        breach_id=breach, report_reference="AP-1", late_reason="", by=officer(), now=NOW
    )
    decide(SubjectRequest.objects.get().id)
    noor.read("/")
    assert "DL-2" not in noor.text()
    assert "PV-1" not in noor.text()


def test_the_register_says_what_the_node_does_as_it_is_configured(office, noor):
    """It changes when the configuration does, and by itself."""
    from schakel.network.actions import suspend_node
    from tests.exchange.partner import Partner

    Partner("xz", country="XZ").link()
    noor.read("/oversight/register")
    noor.expect("Liaison post (Royal Marechaussee)", "Minister van Defensie", "Police Data Act")
    noor.expect("Italy", "within the Directive", "no ground: nothing about a person leaves")
    found = queries.list_activities(for_user=officer())
    assert {one.unit for one in found} == {"liaison", "spoc", "om", "ind"}
    answer = noor._http.get("/oversight/register?format=json").json()
    assert [one["unit"] for one in answer["activities"]] == [one.unit for one in found]
    suspend_node(code="xz", by=find_user("kees.knop"), now=NOW)
    found = queries.list_activities(for_user=officer())
    assert {node for one in found for node, _, _ in one.recipients} == {"it"}


def test_a_log_that_disagrees_is_seen_and_settled(office, noor):
    """The page names both sides; only people end a disagreement about somebody else's log."""
    Witness.objects.create(node="it", size=7, at=NOW, problem="shorter", problem_at=NOW)
    PartnerLog.objects.create(
        node="it",
        size=5,
        root=b"r" * 32,
        note="held",
        seen_at=NOW,
        problem="rewritten",
        problem_at=NOW,
        evidence="both heads",
        public_key=b"k" * 32,
    )
    noor.read("/")
    noor.expect("Logs disagree", "does not continue what was cosigned")
    noor.read("/oversight/witnesses")
    noor.expect("is shorter than what was cosigned", "both heads", "Call the partner.")
    assert "Agree that it begins anew" not in noor.text()
    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes_raw()
    head = Head(origin="schakel.log/it", size=3, root=b"n" * 32)
    note = sign_head(head, public_key=public, sign=key.sign)
    word = Beginning(shown=Shown(head=head, note=note, public_key=public), at=1)
    told = replace(word, signature=key.sign(word.text())).to_control()
    PartnerLog.objects.update(problem="anew", anew=told)
    noor.read("/oversight/witnesses")
    noor.expect("It signed that its log goes on from 3 lines; here 5 were cosigned.")
    noor.send("/settle")
    kept = PartnerLog.objects.get()
    assert (kept.size, kept.problem, bytes(kept.public_key)) == (3, "", public)
    line = LogEntry.objects.get(event="log:settle")
    assert line.actor == str(officer().id)
    assert (line.facts["size"], line.facts["from"]) == (5, 3)
    noor.read("/oversight/witnesses")
    assert "both heads" not in noor.text()
