"""A partner of another version is spoken to in its version, or refused with a clear text."""

from datetime import timedelta

import pytest

from schakel.exchange.actions import CallFailedError, send_waiting, take_envelopes
from schakel.exchange.models import Link, Outgoing
from schakel.exchange.queries import delivery_of
from schakel.kernel.errors import UnusableInputError
from schakel.links.actions import heal_links, hear
from schakel.links.actions.comparing import compare_ledgers
from schakel.network.queries import get_node
from schakel.wire.core.links import Deed
from tests.exchange.partner import NOON
from tests.exchange.test_sending import put, signing

pytestmark = pytest.mark.django_db


def says(partner, *, capabilities=None, versions=("1",)):
    """Let the partner say hello."""
    hear(partner.states(Deed.HELLO, versions=versions, capabilities=capabilities or {}), now=NOON)


@pytest.mark.parametrize("versions", [("0",), ("2",), ("2", "3"), ()])
def test_without_a_common_version_nothing_is_put_into_the_outbox(partner, versions):
    """The person who tries is told which version the partner speaks; nothing waits for ever."""
    says(partner, versions=versions)
    with pytest.raises(UnusableInputError, match=f"speaks version {max(versions, default='0')}"):
        put()
    assert not Outgoing.objects.exists()
    says(partner, versions=("1", *versions))
    put()
    assert partner.open(Outgoing.objects.get().sealed).seq == 1


@pytest.mark.parametrize("version", ["0", "2", "1.1"])
def test_what_a_partner_sends_in_another_version_is_refused_by_name(partner, handled, version):
    """Signed, so that its sender knows for good; what it sends in ours is taken."""
    envelope = partner.envelope()
    result = take_envelopes([partner.seal(envelope, v=version)], now=NOON).results[0]
    assert result["refused"] == "exchange.unknown-version"
    assert result["receipts"]
    assert take_envelopes([partner.seal(envelope)], now=NOON).results[0]["receipts"]
    assert len(handled) == 1


def test_a_newer_partner_is_spoken_to_in_the_common_version(partner, line):
    """It names what we do not know, and that is no reason to be silent."""
    says(partner, versions=("1", "2"), capabilities={"files": "3", "telepathy": "1"})
    line.answer = signing(partner)
    sent = put()
    send_waiting(NOON)
    assert delivery_of(sent).state == "delivered"
    assert get_node("it").protocol == "1"


def test_ledgers_are_not_compared_with_who_cannot(partner, line):
    """No question leaves, and the administrator is told why."""
    says(partner, capabilities={"files": "2"})

    def nothing(request):
        raise AssertionError(f"{request.url} was called")

    line.answer = nothing
    with pytest.raises(CallFailedError) as caught:
        compare_ledgers(node="it", now=NOON)
    assert caught.value.problem == "exchange.not-spoken"


def test_after_a_restore_a_link_with_who_cannot_compare_waits_and_says_so(partner, line):
    """No number is given out twice; when the partner is upgraded the link heals by itself."""
    Link.objects.create(node="it", is_healing=True)
    says(partner, capabilities={"files": "2"})
    assert heal_links(NOON) == 0
    link = Link.objects.get()
    assert (link.is_healing, link.problem) == (True, "exchange.not-spoken")
    says(partner, capabilities={"ledger": "1"})
    heal_links(NOON + timedelta(hours=1))
    assert Link.objects.get().problem != "exchange.not-spoken"


def test_who_said_nothing_yet_is_spoken_to_as_a_node_of_today(partner):
    """Between the confirmation and the first greeting nobody waits."""
    card = get_node("it")
    assert not card.heard
    assert not card.lacks("ledger")
    says(partner)
    assert get_node("it").lacks("ledger")
    assert not get_node("it").lacks("")
