"""What is stopped stays here, also what was queued; what tells of it passes."""

import json
from datetime import timedelta
from uuid import UUID, uuid4

import httpx
import pytest

from schakel.audit.models import LogEntry
from schakel.exchange.actions import content_of, enqueue, send_waiting, sending
from schakel.exchange.models import Link, Outgoing
from schakel.exchange.queries import delivery_of, last_sent
from schakel.handling.actions import clear, clear_control
from schakel.handling.core.case import Stop
from schakel.handling.models import GateDecision
from schakel.network.actions import suspend_node
from schakel.stopping.actions import lift_stop, make_stop
from schakel.stopping.core.scopes import Standing
from tests.exchange.partner import NOON, THREAD
from tests.exchange.test_sending import sent, signing
from tests.handling.cases import within
from tests.stopping.people import two_officers

pytestmark = pytest.mark.django_db
BODY = {"text": "Wie is de eigenaar?"}
LATER = NOON + timedelta(minutes=1)


def put(*, thread=THREAD, now=NOON):
    """Queue a message that the gate cleared; return its id."""
    content = content_of(BODY, ())
    proof = clear(
        case=within(), item_kind="thread", item_id=thread, content=content, by=None, now=now
    )
    return enqueue(
        cleared=proof, to_node="it", thread_id=thread, kind="test.note", body=BODY, now=now
    )


def put_control(*, now=NOON):
    """Queue a recall; return its id."""
    body = {"notice": str(uuid4())}
    proof = clear_control(
        item_kind="item.recall",
        item_id=uuid4(),
        receiver="it",
        content=content_of(body, ()),
        now=now,
    )
    return enqueue(
        cleared=proof, to_node="it", thread_id=THREAD, kind="item.recall", body=body, now=now
    )


def stop(scope=Stop.LINK, target="it", country="IT", *, now=NOON):
    """Stop something; return the stop and somebody who may lift it."""
    maker, other = two_officers()
    standing = Standing(scope=scope, target=target, country=country)
    made = make_stop(standing=standing, label="x", reason="x", by=maker, now=now)
    return made, other


STOPS = [
    (Stop.LINK, "it", "IT"),
    (Stop.COUNTRY, "IT", "IT"),
    (Stop.CASE, str(THREAD), ""),
]


@pytest.mark.parametrize(("scope", "target", "country"), STOPS)
def test_what_is_queued_is_laid_aside_and_goes_on_later_under_a_new_number(
    partner, line, scope, target, country
):
    """The number is filled by an empty message, so that a recall behind it is not stuck."""
    line.answer = signing(partner)
    held, recall = put(), put_control()
    made, other = stop(scope, target, country)
    send_waiting(NOON)

    kinds = [partner.open(sealed).kind for request in line.requests for sealed in sent(request)]
    assert kinds == ["exchange.void", "item.recall"]
    assert (delivery_of(held).state, delivery_of(recall).state) == ("held", "delivered")
    assert Outgoing.objects.get(id=held).token  # this node can still send it

    lift_stop(stop_id=made.id, reason="settled", by=other, now=LATER)
    line.requests.clear()
    send_waiting(LATER)
    (sealed,) = sent(line.requests[0])
    opened = partner.open(sealed)
    assert (opened.id, opened.kind, opened.body, opened.seq) == (held, "test.note", BODY, 3)
    assert delivery_of(held).state == "delivered"
    assert last_sent("it")[0] == 3
    events = LogEntry.objects.filter(event__in=["envelope:hold", "envelope:go-on"])
    assert sorted(events.values_list("event", flat=True)) == ["envelope:go-on", "envelope:hold"]


def test_the_chain_of_numbers_holds_over_a_hold(partner, line):
    """Every envelope names the one before it, as the receiver will check."""
    line.answer = signing(partner)
    put(), put()
    made, other = stop()
    put_control()
    send_waiting(NOON)
    lift_stop(stop_id=made.id, reason="settled", by=other, now=LATER)
    send_waiting(LATER)
    rows = {row.seq: row for row in Outgoing.objects.filter(seq__gt=0)}
    assert sorted(rows) == [1, 2, 3, 4, 5]
    assert all(rows[n].prev == rows[n - 1].digest for n in range(2, 6))
    assert not Outgoing.objects.filter(seq__lt=0).exists()


@pytest.mark.parametrize(
    ("scope", "target", "country"),
    [(Stop.LINK, "fr", "FR"), (Stop.COUNTRY, "FR", "FR"), (Stop.CASE, str(UUID(int=9)), "")],
)
def test_a_stop_on_something_else_stops_nothing_here(partner, line, scope, target, country):
    """A stop is no more than what it says."""
    line.answer = signing(partner)
    stop(scope, target, country)
    held = put()
    send_waiting(NOON)
    assert delivery_of(held).state == "delivered"


def test_what_may_be_there_already_ends_as_stopped_and_is_told_apart(partner, line):
    """It went once without an answer: sending it later under a new number could double it."""
    line.answer = lambda request: (_ for _ in ()).throw(httpx.ConnectError("down"))
    tried = put()
    send_waiting(NOON)
    made, other = stop()
    line.answer = signing(partner)
    line.requests.clear()
    later = NOON + timedelta(minutes=10)
    send_waiting(later)
    delivery = delivery_of(tried)
    assert (delivery.state, delivery.problem) == ("failed", "exchange.stopped")
    kinds = [partner.open(sealed).kind for request in line.requests for sealed in sent(request)]
    assert kinds == ["exchange.void"]
    lift_stop(stop_id=made.id, reason="settled", by=other, now=later)
    send_waiting(later)
    assert delivery_of(tried).state == "failed"


def test_what_is_stopped_is_laid_aside_and_the_rest_of_the_link_goes(partner, line):
    """A stopped case holds up no other case of the same partner."""
    line.answer = signing(partner)
    first, second, third = put(), put(thread=UUID(int=7)), put()
    stop(Stop.CASE, str(UUID(int=7)), "")
    send_waiting(NOON)
    states = [delivery_of(one).state for one in (first, second, third)]
    assert states == ["delivered", "held", "delivered"]


def test_a_stop_that_comes_while_a_request_is_on_its_way_stops_the_next(partner, line):
    """The next request begins as the last one lands, before the outbox looks for stops again."""
    first, second = put(), put(thread=UUID(int=7))
    stop(Stop.CASE, str(UUID(int=7)), "")
    sending._begin("it", now=NOON)  # as a landing does
    assert list(sending._flights["it"].sent) == [first]
    sending._flights.pop("it").future.result()
    assert Outgoing.objects.get(id=second).tried_at is None


def test_a_suspended_link_keeps_what_was_laid_aside(partner, line):
    """Lifting a stop does not open a link that the administrator closed."""
    line.answer = signing(partner)
    held = put()
    made, other = stop()
    send_waiting(NOON)
    suspend_node(code="it", by=None, now=NOON)
    lift_stop(stop_id=made.id, reason="settled", by=other, now=LATER)
    send_waiting(LATER)
    assert delivery_of(held).state == "held"


def test_a_control_message_is_one_of_which_the_gate_keeps_no_decision(partner):
    """So nothing that the gate cleared can pass for one."""
    put(), put_control()
    kept = set(GateDecision.objects.values_list("id", flat=True))
    ours = {row.kind: row.decision_id in kept for row in Outgoing.objects.all()}
    assert ours == {"test.note": True, "item.recall": False}
    assert json.dumps(BODY) not in str(Link.objects.values())
