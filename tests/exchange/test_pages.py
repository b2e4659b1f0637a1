"""What the administrator, and who waits for an answer, can see."""

import re
from datetime import timedelta
from uuid import uuid4

import httpx
import pytest
from django.template import Context, Template
from django.urls import reverse

from schakel.accounts.core.roles import Role
from schakel.exchange.actions import send_waiting, take_envelopes
from schakel.exchange.models import Incoming, Outgoing
from schakel.exchange.wording import ARRIVALS, STATES
from schakel.exchange.wording import PROBLEMS as WORDS
from schakel.network.actions import suspend_node
from schakel.wire.core.errors import REFUSALS
from schakel.wire.core.problems import PROBLEMS
from tests.exchange.partner import NOON
from tests.exchange.test_sending import put, signing
from tests.intake.people import a_person, sign_in

pytestmark = pytest.mark.django_db
TAG = Template("{% load exchange_tags %}{% delivery envelope %}")


def shown(envelope_id):
    """Return what a page shows about an envelope, without its markup."""
    html = TAG.render(Context({"envelope": envelope_id}))
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.fixture
def administrator(client):
    """Return the browser of the node's administrator."""
    return sign_in(client, a_person("a.demo", unit="office", role=Role.NODE_ADMINISTRATOR))


def test_who_waits_sees_how_far_his_message_came(partner, line):
    """Each stage with its time, as the receiver signed it."""
    envelope_id = put()
    assert "waits to be sent" in shown(envelope_id)

    line.answer = signing(partner)
    send_waiting(NOON)
    text = shown(envelope_id)
    assert "accepted by the other node" in text
    assert "delivered" in text
    assert "12:00" in text or "13:00" in text


def test_who_waits_for_a_node_that_is_down_sees_since_when(partner, line):
    """And when it is tried again: the page says that nothing is lost."""
    line.answer = lambda request: httpx.Response(503)
    envelope_id = put()
    send_waiting(NOON)
    assert "has not answered since" in shown(envelope_id)
    assert "next try" in shown(envelope_id)


def test_who_waits_sees_why(partner, line):
    """A sentence, and the code for who must look it up."""
    envelope_id = put()
    suspend_node(code="it", by=None, now=NOON)
    send_waiting(NOON)
    assert "The link is suspended" in shown(envelope_id)
    assert "exchange.not-linked" in shown(envelope_id)


def test_what_is_no_envelope_of_ours_shows_nothing():
    """Drafts and drafts of others have no delivery."""
    assert shown(None) == shown(uuid4()) == ""


def test_the_administrator_sees_links_and_deliveries_without_content(
    partner, line, handled, administrator
):
    """He keeps the lines open, and reads nothing."""
    put({"text": "Kalfjeslaan"})
    take_envelopes([partner.send(kind="of.tomorrow", body={"text": "Damrak"})], now=NOON)
    line.answer = lambda request: httpx.Response(503)
    send_waiting(NOON)

    links = administrator.get(reverse("exchange:links")).content.decode()
    deliveries = administrator.get(reverse("exchange:deliveries")).content.decode()
    assert "has not answered since" in links
    assert "exchange.unknown-kind" in deliveries
    assert str(Outgoing.objects.get().id) in deliveries
    assert str(Incoming.objects.get().envelope_id) in deliveries
    assert "Kalfjeslaan" not in links + deliveries
    assert "Damrak" not in links + deliveries


def test_the_administrator_sees_why_a_line_is_shut(partner, line, administrator):
    """A suspended link is no accident, and looks like none."""
    put()
    suspend_node(code="it", by=None, now=NOON)
    send_waiting(NOON + timedelta(minutes=1))
    links = administrator.get(reverse("exchange:links")).content.decode()
    assert "suspended" in links
    assert "exchange.not-linked" in links


@pytest.mark.parametrize("name", ["links", "deliveries"])
def test_others_do_not_see_the_pages(client, name):
    """Who exchanges with whom is nobody else's business."""
    address = reverse(f"exchange:{name}")
    assert client.get(address).status_code == 302
    assert sign_in(client, a_person()).get(address).status_code == 403


def test_every_code_has_its_sentence():
    """A code without words would reach a page as a code."""
    assert set(WORDS) == set(REFUSALS) | set(PROBLEMS)
    assert set(STATES) == set(Outgoing.State.values)
    assert set(ARRIVALS) == set(Incoming.State.values)
