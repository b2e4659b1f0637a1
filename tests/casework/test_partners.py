"""Threads with more than two nodes: own view, own references, own date of admission."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from schakel.accounts.models import Notice
from schakel.casework.models import Participant, Thread, ThreadEntry
from schakel.exchange.models import Outgoing
from schakel.network.models import Authority
from tests.exchange.partner import Partner
from tests.scenarios.office import NOW, Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(settings, tmp_path):
    """Return an office with a thread in which the desk and Italy take part; France is linked."""
    found = Office(settings, tmp_path)
    found.france = Partner("fr", country="FR").link()
    Authority.objects.create(
        country="FR",
        kind="spoc",
        name_en="Desk of France",
        name_nl="Desk van Frankrijk",
        node_id="fr",
        unit_code="spoc",
        time_zone="Europe/Paris",
        source="test",
        as_of_date=NOW.date(),
        status="assumption",
    )
    found.jip.read(found.report())
    found.jip.send("/thread")
    found.thread = found.jip.address
    found.jip.send("/admit", {"unit": "spoc"})
    thread = Thread.objects.get()
    Participant.objects.create(
        thread=thread, node="it", unit_code="spoc", reference="IT-T-1", admitted_at=NOW
    )
    return found


def sent_to(code):
    """Return what waits for a node, without receipts."""
    found = Outgoing.objects.filter(link_id=code).exclude(kind="exchange.receipt")
    return list(found.order_by("seq"))


def admit(office, authority):
    """Let the desk admit the node of an authority."""
    office.sanne.read(office.thread)
    office.sanne.send("/admit-node", {"authority": str(authority.id)})


def test_a_third_node_is_admitted_and_all_are_told(office):
    """Who takes part is no secret among those who do; what was before is."""
    admit(office, Authority.objects.get(country="FR"))
    office.sanne.expect("France was admitted to the thread")
    for partner, code in ((office.france, "fr"), (office.partner, "it")):
        (row,) = sent_to(code)
        envelope = partner.open(row.sealed)
        assert envelope.kind == "thread.admit"
        assert (envelope.body["node"], envelope.body["unit"]) == ("fr", "spoc")
        italy = next(one for one in envelope.body["seats"] if one["node"] == "it")
        assert (italy["unit"], italy["reference"]) == ("spoc", "IT-T-1")
        assert "harbour" not in str(envelope.body).lower()


def test_nobody_is_admitted_twice_or_without_a_node_or_by_whoever_may_not_send(office):
    """The page offers none of these; a forged form gets nowhere."""
    italy = Authority.objects.get(country="IT")
    zandria = Authority.objects.get(country="XZ")
    office.sanne.read(office.thread)
    address = f"{office.sanne.address}/admit-node"
    for authority in (italy, zandria):
        assert office.post(office.sanne, address, {"authority": str(authority.id)}) == 409
    assert office.post(office.sanne, address, {"authority": "none"}) == 400
    france = Authority.objects.get(country="FR")
    assert office.post(office.jip, address, {"authority": str(france.id)}) == 403
    assert not sent_to("fr")


def test_the_gate_stands_before_the_thread_too(office):
    """Zandria gets a node, but no place."""
    Partner("xz", country="XZ").link()
    zandria = Authority.objects.get(country="XZ")
    Authority.objects.filter(id=zandria.id).update(node_id="xz")
    admit(office, zandria)
    office.sanne.expect("Decision of the gate")
    assert not sent_to("xz")
    assert not sent_to("it")
    assert not Participant.objects.filter(node="xz").exists()


def test_a_leg_from_before_is_released_by_choice(office):
    """A newcomer sees nothing earlier unless somebody shows it."""
    admit(office, Authority.objects.get(country="FR"))
    leg = ThreadEntry.objects.get(code="unit-admitted")
    office.sanne.read(office.thread)
    for _twice in range(2):
        office.sanne.send(f"/entries/{leg.id}/release", {"unit": "node:fr"})
    envelope = office.france.open(sent_to("fr")[-1].sealed)
    assert envelope.kind == "thread.release"
    assert "joined the thread" in envelope.body["sentence"]
    assert len(sent_to("fr")) == 2
    begun = ThreadEntry.objects.get(code="thread-begun")
    address = f"/casework/entries/{begun.id}/release"
    assert office.post(office.sanne, address, {"unit": "node:fr"}) == 404
    address = f"/casework/entries/{uuid4()}/release"
    assert office.post(office.sanne, address, {"unit": "node:fr"}) == 404


def told(office, kind, body, thread):
    """Let Italy say something about a thread."""
    return office.says(kind, body, thread=thread)


def an_admission(**change):
    """Return what Italy says when it admits this node to a thread with France."""
    at = (datetime.now(UTC) - timedelta(days=2)).isoformat()
    seats = [
        {"node": "it", "unit": "spoc", "reference": "IT-T-7", "admitted_at": at},
        {"node": "fr", "unit": "spoc", "reference": "FR-T-9", "admitted_at": at},
    ]
    return {"node": "nl", "unit": "spoc", "reference": "IT-T-7", "seats": seats, **change}


def test_this_node_is_admitted_to_a_thread_of_others(office):
    """Own reference, own date; the references of the others are known."""
    thread_id = uuid4()
    told(office, "thread.admit", an_admission(), thread_id)
    office.sanne.read(f"/casework/threads/{thread_id}")
    office.sanne.expect("Italy admitted Netherlands to the thread", "FR-T-9", "IT-T-7", "NL-T-")
    assert Notice.objects.filter(kind="thread-joined", unit__code="spoc").exists()
    told(office, "thread.release", a_leg(sentence="The request was answered."), thread_id)
    office.sanne.read(f"/casework/threads/{thread_id}")
    office.sanne.expect("Italy released what happened on", "The request was answered.")


def a_leg(**change):
    """Return a leg that Italy shows."""
    at = datetime.now(UTC).isoformat()
    return {"leg": str(uuid4()), "at": at, "sentence": "A request was sent.", **change}


def test_another_node_is_admitted_to_a_thread_that_we_know(office):
    """Those who take part learn of the newcomer at once."""
    thread = Thread.objects.get()
    told(office, "thread.admit", an_admission(node="de", reference="IT-T-1"), thread.id)
    assert Participant.objects.filter(thread=thread, node="de").exists()
    told(office, "thread.admit", an_admission(), thread.id)
    assert thread.participants.filter(node="nl").count() == 2


def test_who_takes_no_part_admits_nobody_and_releases_nothing(office):
    """An id that leaked opens no door."""
    thread = Thread.objects.get()
    thread.participants.filter(node="it").delete()
    told(office, "thread.admit", an_admission(), thread.id)
    told(office, "thread.admit", an_admission(node="de"), uuid4())
    told(office, "thread.release", a_leg(), thread.id)
    told(office, "thread.admit", an_admission(unit="x" * 41), uuid4())
    told(office, "thread.admit", an_admission(seats={}), uuid4())
    told(office, "thread.admit", an_admission(seats=["it"]), uuid4())
    assert not Participant.objects.exclude(node="nl").exists()
    assert not ThreadEntry.objects.filter(code__in=["node-admitted-by", "leg-released"]).exists()
