"""The page of stops: targets, partners told, what left, recall, and what partners say."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from schakel.accounts.models import Notice
from schakel.accounts.queries import find_user
from schakel.assistance.models import Request
from schakel.audit.models import LogEntry
from schakel.custody.models import HolderNotice, Item
from schakel.exchange.actions import send_waiting
from schakel.exchange.models import Outgoing
from schakel.halting import actions, queries
from schakel.halting.models import HeardStop
from schakel.handling.core.case import Stop
from schakel.kernel.errors import ConflictError, NotAllowedError, UnusableInputError
from schakel.network.models import Authority
from schakel.stopping.queries import get_stop, place_of
from tests.scenarios.office import NOW, Office
from tests.scenarios.test_being_asked import ask

pytestmark = pytest.mark.django_db
GRADES = {"source_grade": "A", "information_grade": "1"}
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def office(settings, tmp_path):
    """Return a Dutch office with an Italian partner."""
    return Office(settings, tmp_path)


@pytest.fixture
def noor(office):
    """Return the privacy officer at a browser."""
    return office.person("noor.toets")


def stop(scope=Stop.COUNTRY, target="IT", *, by="noor.toets", now=NOW):
    """Stop something; return the stop."""
    officer = find_user(by)
    made = actions.stop_exchange(
        scope=scope, target=target, reason="a coup", language="en", by=officer, now=now
    )
    return get_stop(made, for_user=officer)


def answered(office):
    """Answer a request of the partner; return the item that went to him."""
    office.sanne.read(ask(office))
    office.sanne.send("/answer", {"text": "He lives in Rome.", "codes": ["H1"], **GRADES})
    return Item.objects.get()


def gone():
    """Let the partner have everything that is queued."""
    Outgoing.objects.update(state="delivered", tried_at=NOW)


def test_a_stop_is_made_and_lifted_in_the_browser_by_two_people(office, noor):
    """The button, the list, the page; the other desk lifts it."""
    noor.read("/stops/")
    noor.send("/stops/", {"scope": "country", "country": "", "reason": "a coup"})
    assert "Choose what is stopped." in noor.page.text_content()
    noor.send("/stops/", {"scope": "country", "country": "IT", "reason": "a coup"})
    page = noor.address
    assert page.startswith("/stops/")
    text = noor.page.text_content()
    assert "Italy" in text and "a coup" in text
    assert "somebody else does" in text
    assert office.post(noor, f"{page}/lift", {"reason": "x"}) == 403
    noor.read("/stops/")
    noor.send("/stops/", {"scope": "country", "country": "IT", "reason": "again"})
    assert "stopped already" in noor.page.text_content()

    roos = office.person("roos.oordeel")
    roos.read(page)
    roos.send("/lift", {"reason": "settled"})
    assert "settled" in roos.page.text_content()
    assert office.post(roos, f"{page}/lift", {"reason": "x"}) in (200, 302)
    assert LogEntry.objects.filter(event="stop:lift").count() == 1
    assert office.post(office.jip, "/stops/", {"scope": "country", "country": "IT"}) == 403


def test_a_request_to_a_stopped_country_is_held_on_its_page(office):
    """Whoever sends meets the reason, by the gate."""
    stop()
    office.sent(office.report())
    assert Request.objects.get().state != "sent"
    assert "Somebody stopped this." in office.sanne.page.text_content() + office_decision(office)


def office_decision(office):
    """Return the words of the newest decision on the request."""
    decision = Request.objects.get().decision_id
    office.sanne.read(f"/gate/decisions/{decision}")
    return office.sanne.page.text_content()


@pytest.mark.parametrize("scope", list(Stop))
def test_every_scope_finds_its_target_and_stops_a_request(office, scope):
    """A country, the authority of the request, the link, the case."""
    office.sent(office.report())
    request = Request.objects.get()
    target = {
        Stop.COUNTRY: "IT",
        Stop.AUTHORITY: str(request.authority_id),
        Stop.LINK: "it",
        Stop.CASE: reference_of(request),
    }[scope]
    made = stop(scope, target)
    assert [one.kind for one in queries.list_left(made)] == []  # queued is not gone
    send_waiting(LATER)
    assert Outgoing.objects.get(kind="request.send").state == "held"
    (row,) = Outgoing.objects.filter(kind="stop.told")
    told = office.partner.open(row.sealed).body
    assert (told["lifted"], told["scope"], "coup" in str(told)) == (False, scope.value, False)
    place = place_of("request", request.id)
    assert str(request.authority_id) in place.authorities
    assert place.nodes == {"it"}
    assert str(request.thread_id) in place.cases
    assert place_of("request", uuid4()).cases == frozenset()


def reference_of(request):
    """Return the reference of the thread of a request, as the officer reads it."""
    from schakel.casework.queries import find_thread

    return find_thread(request.thread_id).reference


@pytest.mark.parametrize(
    ("scope", "target"),
    [
        (Stop.COUNTRY, "QQ"),
        (Stop.COUNTRY, ""),
        (Stop.AUTHORITY, "nonsense"),
        (Stop.AUTHORITY, "00000000-0000-4000-8000-000000000009"),
        (Stop.LINK, "nowhere"),
        (Stop.CASE, "NL-D-1999-000001"),
    ],
)
def test_a_stop_on_nothing_is_refused(office, scope, target):
    """A stop that covers nothing would look like one that does."""
    with pytest.raises(UnusableInputError, match="knows no such"):
        stop(scope, target)


def test_what_left_is_listed_and_an_answer_is_recalled(office, noor):
    """The officer sees kind, moment and receiver, never the content; the recall is custody's."""
    item = answered(office)
    gone()
    made = stop()
    noor.read(f"/stops/{made.id}")
    text = noor.page.text_content()
    assert "request.answer" in text
    assert "Rome" not in text
    noor.send(f"/recall/{item.id}", {})
    assert "recalled" in noor.page.text_content()
    notice = HolderNotice.objects.get()
    assert (notice.item_id, notice.deed, notice.by) == (item.id, "recall", find_user("noor.toets"))
    assert [one.kind for one in office.heard()][-1] == "item.recall"
    with pytest.raises(ConflictError):
        actions.recall_left(stop_id=made.id, item_id=item.id, by=find_user("noor.toets"), now=LATER)
    with pytest.raises(NotAllowedError):
        actions.recall_left(
            stop_id=made.id, item_id=item.id, by=find_user("sanne.oefening"), now=LATER
        )


def test_the_recall_passes_the_stop(office):
    """The stop holds content; what brings content back goes through."""
    item = answered(office)
    gone()
    made = stop()
    actions.recall_left(stop_id=made.id, item_id=item.id, by=find_user("noor.toets"), now=NOW)
    send_waiting(LATER)
    assert Outgoing.objects.get(kind="item.recall").state != "held"


def test_what_left_to_another_partner_is_not_listed(office):
    """A stop on the Italian desk does not list what the whole world got."""
    answered(office)
    gone()
    assert queries.list_left(stop(Stop.COUNTRY, "XZ")) == []
    assert len(queries.list_left(stop(Stop.LINK, "it"))) == 1


def test_partners_are_told_and_units_here_too(office):
    """Ids, codes and times; the notice says nothing of why."""
    made = stop(Stop.LINK, "it")
    kinds = set(Notice.objects.filter(kind="exchange-stopped").values_list("unit__code", flat=True))
    assert {"liaison", "spoc", "om"} <= kinds
    actions.lift_stop(stop_id=made.id, reason="settled", by=find_user("roos.oordeel"), now=LATER)
    told = [one.body for one in office.heard() if one.kind == "stop.told"]
    assert [one["lifted"] for one in told] == [False, True]
    assert {one["stop"] for one in told} == {str(made.id)}


def test_an_authority_without_a_node_is_stopped_and_nobody_is_told(office):
    """There is no line to say it on."""
    desk = Authority.objects.get(country="XZ")
    made = stop(Stop.AUTHORITY, str(desk.id))
    assert queries.list_concerned(made) == []
    assert office.heard() == []


def test_what_a_partner_says_of_his_stop_is_kept_and_shown(office, noor):
    """He stops, and goes on; each once, whatever the order."""
    said = {"stop": str(uuid4()), "scope": "link", "thread": "", "at": NOW.isoformat()}
    office.says("stop.told", {**said, "lifted": False})
    office.says("stop.told", {**said, "lifted": True})
    heard = HeardStop.objects.get()
    assert (heard.node, heard.scope, heard.lifted_at is not None) == ("it", "link", True)
    assert str(heard) == "it link"
    noor.read("/stops/")
    assert "What partners stopped" in noor.page.text_content()
    assert LogEntry.objects.filter(event="stop:hear", actor="node:it").count() == 2
    assert Notice.objects.filter(kind="partner-stopped").exists()


def test_a_partner_that_says_nonsense_is_told_so(office):
    """An unknown scope is no stop."""
    said = {"stop": str(uuid4()), "scope": "moon", "thread": "", "lifted": False}
    office.says("stop.told", {**said, "at": NOW.isoformat()})
    assert not HeardStop.objects.exists()


def test_a_case_stop_of_a_partner_names_the_thread(office):
    """So that this side can find the work that waits."""
    thread = uuid4()
    said = {"stop": str(uuid4()), "scope": "case", "thread": str(thread), "lifted": True}
    office.says("stop.told", {**said, "at": NOW.isoformat()})
    heard = HeardStop.objects.get()
    assert (heard.thread_id, heard.lifted_at is not None) == (thread, True)
    assert place_of("thread", UUID(int=5)).cases == {str(UUID(int=5))}
