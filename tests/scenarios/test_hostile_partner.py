"""A linked partner that lies: it reaches no thread of others, and breaks no page of ours."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from schakel.accounts.models import Notice
from schakel.assistance.models import Request
from schakel.casework.models import Participant
from schakel.custody.models import Item
from schakel.exchange.models import Incoming
from schakel.instruments.core.messages import RequestSent
from schakel.wire.core.bodies import to_body
from schakel.wire.core.envelope import Participant as Participation
from tests.exchange.partner import Partner
from tests.scenarios.office import Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(settings, tmp_path):
    """Return a Dutch office with an Italian partner, and a second partner that lies."""
    made = Office(settings, tmp_path)
    made.liar = Partner("xz", country="XZ").link()
    return made


def a_request(**change):
    """Return the body of a request in good order, with some fields changed."""
    body = RequestSent(
        request=uuid4(),
        reference="Q-1",
        thread_reference="T-1",
        title="dir-2023-977",
        instrument="dir-2023-977",
        from_unit="spoc",
        to_unit="spoc",
        asked="Is the plate known?",
        purpose="Investigation",
        available_because="hit",
        connection="driver",
        urgency="",
        urgency_reason="",
        restrictions="",
        directly_accessible=False,
        sent_at=datetime.now(UTC),
    )
    return {**to_body(body), **change}


def became():
    """Return what came of the last message that came in."""
    row = Incoming.objects.latest("id")
    return row.state, row.problem


UNUSABLE = ("failed", "exchange.unusable-body")


def test_a_partner_cannot_seat_itself_and_our_units_in_a_thread_of_others(office):
    """Who learned the id of a thread would open its walls, and be told what happens in it."""
    path = office.sent(office.report())
    office.jip.read(path)
    thread = Request.objects.get().thread_id
    before = Participant.objects.count()

    office.partner, italy = office.liar, office.partner
    office.says("request.send", a_request(to_unit="ind"), thread=thread)
    assert became() == UNUSABLE
    assert Participant.objects.count() == before
    bo = office.person("bo.proef")
    bo.read(f"/casework/threads/{thread}")
    assert bo.status == 404

    office.partner = italy
    office.says("request.send", a_request(), thread=thread)
    assert became() == ("delivered", "")


def own_units(thread):
    """Return the units of this node that take part."""
    return set(
        Participant.objects.filter(thread=thread, node="nl").values_list("unit_code", flat=True)
    )


def test_who_takes_part_seats_no_other_unit_of_ours(office):
    """Only people of this node open a wall; what names a unit outside it reaches the desk."""
    path = office.sent(office.report())
    office.jip.read(path)
    thread = Request.objects.get().thread_id
    before = own_units(thread)
    assert "ind" not in before

    office.says("request.send", a_request(to_unit="ind"), thread=thread)
    assert became() == ("delivered", "")
    came = Request.objects.get(side="asked")
    assert (came.thread_id, came.handling_unit.code) == (thread, "spoc")
    assert own_units(thread) == before
    bo = office.person("bo.proef")
    for address in (f"/casework/threads/{thread}", f"/requests/{came.id}"):
        bo.read(address)
        assert bo.status == 404

    at = datetime.now(UTC).isoformat()
    admission = {"node": "nl", "unit": "ind", "reference": "IT-T-1", "seats": []}
    office.says("thread.admit", admission, thread=thread)
    assert became() == ("delivered", "")
    assert own_units(thread) == before
    assert not Notice.objects.filter(unit__code="ind").exists()
    office.jip.read(f"/casework/threads/{thread}")
    office.jip.expect("Italy wants ind to take part; only people of this node can admit it.")
    seats = [{"node": "xz", "unit": "spoc", "reference": "", "admitted_at": at}]
    office.says("thread.admit", {**admission, "node": "de", "seats": seats}, thread=thread)
    assert not Participant.objects.filter(node="xz").exists()


def test_who_takes_part_seats_no_third_party_by_the_way(office):
    """A list of names beside a request is no admission."""
    office.sent(office.report())
    thread = Request.objects.get().thread_id
    named = (Participation(node="xz", unit="spoc"),)
    office.says("request.send", a_request(), thread=thread, participants=named)
    assert became() == ("delivered", "")
    office.partner = office.liar
    office.says("request.send", a_request(), thread=thread)
    assert became() == UNUSABLE


def test_an_item_that_is_passed_on_opens_no_thread_of_others(office):
    """It is taken, for its originator must be able to recall it; it lies in a thread of its own."""
    office.sent(office.report())
    thread = Request.objects.get().thread_id
    office.partner = office.liar
    body = {
        "item": str(uuid4()),
        "reference": "XZ-1",
        "text": "planted",
        "restrictions": "",
        "originator": "de",
        "originator_country": "DE",
        "purpose": "crime",
        "given_at": datetime.now(UTC).isoformat(),
    }
    office.says("item.pass", body, thread=thread)
    assert became() == ("delivered", "")
    assert not Participant.objects.filter(thread=thread, node="xz").exists()
    assert Item.objects.get(id=body["item"]).thread_id != thread


def test_a_request_that_was_never_sent_is_no_way_in(office):
    """A draft to a partner, or one that the gate refused, admits it nowhere."""
    office.draft(office.report(), country="IT")
    thread = Request.objects.get().thread_id
    office.says("request.send", a_request(), thread=thread)
    assert became() == UNUSABLE


@pytest.mark.parametrize(
    "change",
    [
        {"urgency": "banana"},
        {"sent_at": "9999-12-31T23:59:59-14:00"},
        {"sent_at": "0001-01-01T00:00:00+14:00"},
    ],
    ids=str,
)
def test_a_request_with_values_that_no_page_can_show(office, change):
    """One message must not take the work queue away from everybody who opens it."""
    office.says("request.send", a_request(**change), thread=uuid4())
    assert became() == UNUSABLE
    assert not Request.objects.exists()


@pytest.mark.parametrize(
    "received_at", ["9999-12-31T23:59:59Z", "2190-01-01T00:00:00Z", "2001-01-01T00:00:00Z"]
)
def test_a_clock_that_starts_outside_the_time_of_the_request(office, received_at):
    """A legal clock that a partner may set to any year is no clock, and breaks the queue."""
    path = office.sent(office.report())
    request = str(Request.objects.get().id)
    body = {"request": request, "reference": "IT-1", "received_at": received_at}
    office.says("request.taken-up", body)
    assert became() == UNUSABLE
    for address in ("/", path):
        office.jip.read(address)
        assert office.jip.status == 200


def test_a_clock_of_a_partner_may_be_some_hours_off(office):
    """A wrong clock is no lie."""
    office.sent(office.report())
    request = str(Request.objects.get().id)
    ahead = (datetime.now(UTC) + timedelta(hours=3)).isoformat()
    body = {"request": request, "reference": "IT-1", "received_at": ahead}
    office.says("request.taken-up", body)
    assert became() == ("delivered", "")


def test_a_refusal_without_a_ground_of_the_law(office):
    """Art. 6(1) of the directive is exhaustive, for partners too."""
    office.sent(office.report())
    request = str(Request.objects.get().id)
    office.says("request.refuse", {"request": request, "ground": "z", "text": "no"})
    assert became() == UNUSABLE
    assert Request.objects.get().state == "sent"
