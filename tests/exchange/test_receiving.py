"""What comes in takes effect once and in order, and is signed for."""

import errno
import hashlib
import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import OperationalError

from schakel.audit.models import LogEntry
from schakel.exchange.actions import handle_waiting, take_envelopes
from schakel.exchange.actions.handling import MOST_ATTEMPTS
from schakel.exchange.models import Incoming, Link, Outgoing
from schakel.wire.actions.sealing import payload_of
from schakel.wire.core.kinds import Kind, kinds
from schakel.wire.core.receipts import Stage, read_statement
from tests.exchange.partner import NOON, Partner, an_envelope

pytestmark = pytest.mark.django_db


def take(*sealed, now=NOON):
    """Hand a batch in; return the results."""
    return take_envelopes(json.loads(json.dumps(sealed)), now=now).results


def stages(result):
    """Return the stages that were signed."""
    return [read_statement(payload_of(token)).stage for token in result["receipts"]]


def test_a_message_takes_effect_and_is_signed_for(partner, handled):
    """The simple case is the one that happens ten thousand times a day."""
    [result] = take(partner.send(body={"text": "Ja"}))

    assert [message.body for message in handled] == [{"text": "Ja"}]
    assert handled[0].from_node == "it"
    assert handled[0].codes == {"H1"}
    assert stages(result) == [Stage.ACCEPTED, Stage.DELIVERED]


def test_the_same_envelope_again_gets_the_same_receipts_and_has_no_effect(partner, handled):
    """An answer may be lost; the sender cannot know, and asks again."""
    sealed = partner.send()
    first, again = take(sealed), take(sealed, now=NOON + timedelta(days=60))

    assert again == first
    assert len(handled) == 1


def test_the_same_envelope_twice_in_one_batch_has_one_effect(partner, handled):
    """A partner's software may be careless."""
    sealed = partner.send()
    first, second = take(sealed, sealed)

    assert first == second
    assert len(handled) == 1


def test_messages_wait_until_the_gap_before_them_closes(partner, handled):
    """Consent withdrawn before it was given would mean the opposite."""
    one, two, three = (partner.send(body={"n": n}) for n in (1, 2, 3))

    assert stages(take(three)[0]) == [Stage.ACCEPTED]
    answer = take_envelopes([two], now=NOON)
    assert answer.missing == {"it": [1]}
    assert not handled

    assert stages(take(one)[0]) == [Stage.ACCEPTED, Stage.DELIVERED]
    assert [message.body["n"] for message in handled] == [1, 2, 3]


def test_who_waited_for_the_gap_is_told_by_a_message(partner, handled):
    """The answer to his own request is long gone."""
    one, two = partner.send(), partner.send()
    take(two)
    take(one)

    told = [partner.open(row.sealed) for row in Outgoing.objects.all()]
    assert [(e.kind, e.body["stage"]) for e in told] == [("exchange.receipt", "delivered")]
    assert told[0].body["envelope"] == two["id"]


def test_a_batch_takes_effect_in_the_order_of_its_numbers(partner, handled):
    """The order within a request is the sender's carelessness, not his meaning."""
    batch = [partner.send(body={"n": n}) for n in range(5)]
    take(*reversed(batch))

    assert [message.body["n"] for message in handled] == [0, 1, 2, 3, 4]


def test_two_partners_in_one_batch_do_not_wait_for_each_other(partner, handled):
    """Links are independent: the gap of one is not the gap of the other."""
    other = Partner("xz", country="XZ").link()
    partner.send()  # lost

    results = take(partner.send(), other.send())

    assert [stages(result) for result in results] == [
        [Stage.ACCEPTED],
        [Stage.ACCEPTED, Stage.DELIVERED],
    ]


def test_an_unknown_kind_is_kept_and_answered_with_failed(partner, handled):
    """A newer partner may send what this node does not know yet."""
    results = take(partner.send(kind="from.tomorrow"), partner.send())

    assert stages(results[0]) == [Stage.ACCEPTED, Stage.FAILED]
    assert payload_of(results[0]["receipts"][1])["problem"] == "exchange.unknown-kind"
    assert Incoming.objects.get(seq=1).token
    assert len(handled) == 1


def test_a_body_of_the_wrong_shape_gets_a_failed_receipt(partner, handled):
    """The sender's people must learn that what they sent was not understood."""
    [result] = take(partner.send(body={"unusable": True}))

    assert stages(result) == [Stage.ACCEPTED, Stage.FAILED]
    assert payload_of(result["receipts"][1])["problem"] == "exchange.unusable-body"


def test_a_bug_in_a_handler_keeps_the_message_for_later(partner, handled):
    """A bug of ours must not lose what a partner sent."""
    handled.fails = RuntimeError("a bug")
    [result] = take(partner.send(), now=NOON)
    assert stages(result) == [Stage.ACCEPTED]

    handled.fails = None
    assert handle_waiting(NOON + timedelta(minutes=1)) == 1
    assert len(handled) == 1
    assert Incoming.objects.get().state == "delivered"
    assert Outgoing.objects.get().kind == "exchange.receipt"


def test_after_many_attempts_a_message_lets_the_others_pass(partner, handled):
    """One message that trips a bug must not stop a link for good; it stays, and is told."""
    handled.fails = RuntimeError("a bug")
    take(partner.send(), now=NOON)
    for minutes in range(1, MOST_ATTEMPTS):
        handle_waiting(NOON + timedelta(minutes=20 * minutes))
    handled.fails = None

    row = Incoming.objects.get()
    assert (row.state, row.problem) == ("failed", "exchange.not-handled")
    assert row.token
    told = partner.open(Outgoing.objects.get().sealed)
    assert told.body["stage"] == "failed"
    take(partner.send(), now=NOON + timedelta(days=1))
    assert len(handled) == 1


@pytest.mark.parametrize(
    "trouble", [OperationalError("database or disk is full"), OSError(errno.ENOSPC, "no space")]
)
def test_a_node_in_trouble_waits_until_it_is_over(partner, handled, trouble):
    """A disk that is full over the weekend must not lose a message that was signed for."""
    handled.fails = trouble
    take(partner.send(), now=NOON)
    for minutes in range(1, MOST_ATTEMPTS * 2):
        handle_waiting(NOON + timedelta(minutes=20 * minutes))
    assert Incoming.objects.get().state == "waiting"

    handled.fails = None
    handle_waiting(NOON + timedelta(days=2))
    assert Incoming.objects.get().state == "delivered"


def test_another_error_of_a_file_is_a_bug_like_any_other(partner, handled):
    """A file that is not there will not be there tomorrow either."""
    handled.fails = FileNotFoundError()
    take(partner.send(), now=NOON)
    for minutes in range(1, MOST_ATTEMPTS):
        handle_waiting(NOON + timedelta(minutes=20 * minutes))
    assert Incoming.objects.get().problem == "exchange.not-handled"


def test_a_failing_handler_leaves_nothing_half_done(partner, handled):
    """The effect and the mark that it happened stand or fall together."""

    def half(message):
        Link.objects.create(node="half")
        raise RuntimeError("after writing")

    kinds._entries["test.note"] = Kind(name="test.note", handle=half)
    take(partner.send())

    assert not Link.objects.filter(node="half").exists()
    assert Incoming.objects.get().state == "waiting"


def test_an_empty_message_fills_the_number_of_one_that_never_comes(partner, handled):
    """What expired at the sender must not hold up what came after it."""
    dead = partner.envelope()
    alive = partner.send()
    take(alive)
    replaces = hashlib.sha256(partner.sign(dead).encode()).hexdigest()
    filler = {"kind": "exchange.void", "body": {"replaces": replaces}, "codes": []}
    [result] = take(partner.seal(dead, **filler))

    assert stages(result) == [Stage.ACCEPTED, Stage.DELIVERED]
    assert len(handled) == 1
    assert Incoming.objects.get(seq=2).state == "delivered"


def test_an_empty_message_for_one_that_did_come_gets_the_receipts_of_that_one(partner, handled):
    """The sender may have given up on what was taken after all."""
    envelope = partner.envelope()
    first = take(partner.seal(envelope))
    replaces = hashlib.sha256(partner.sign(envelope).encode()).hexdigest()

    filler = {"kind": "exchange.void", "body": {"replaces": replaces}}
    assert take(partner.seal(envelope, **filler)) == first


def test_a_message_that_does_not_follow_the_one_before_it_is_refused(partner, handled):
    """A link whose history was rewritten at the other end must show, and nothing may be lost."""
    take(partner.send())
    [result] = take(partner.send(prev="0" * 64))

    assert result["refused"] == "exchange.broken-chain"
    assert stages(result) == [Stage.REFUSED]
    assert Incoming.objects.count() == 1


def test_a_late_message_of_a_lost_history_does_not_end_a_new_one(partner, handled):
    """A sender that was restored gave number 2 out again; the first number 2 arrives last."""
    one = partner.envelope()
    late = partner.seal(an_envelope(seq=2, prev=partner.prev))
    two, three = partner.send(), partner.send()
    take(partner.seal(one), three)
    [refused] = take(late)
    [second] = take(two)

    assert refused["refused"] == "exchange.broken-chain"
    assert stages(second) == [Stage.ACCEPTED, Stage.DELIVERED]
    assert [row.state for row in Incoming.objects.order_by("seq")] == ["delivered"] * 3


def test_a_new_message_that_a_late_one_does_not_follow_is_not_lost(partner, handled):
    """The other way about: what is early is of the lost history, and the new one must wait."""
    one = partner.envelope()
    lost = an_envelope(seq=2, prev=partner.prev)
    digest = hashlib.sha256(partner.sign(lost).encode()).hexdigest()
    early = an_envelope(seq=3, prev=digest)
    take(partner.seal(one), partner.seal(early))
    [refused] = take(partner.send())

    assert refused["refused"] == "exchange.broken-chain"
    assert take(partner.seal(lost))[0]["receipts"]
    assert [row.state for row in Incoming.objects.order_by("seq")] == ["delivered"] * 3


def test_what_follows_another_message_than_the_empty_one_before_it_fails(partner, handled):
    """An empty message may stand anywhere; what comes behind it must name what it stands for."""
    take(partner.send())
    filled, early = partner.envelope(), partner.send()
    filler = {"kind": "exchange.void", "body": {"replaces": "0" * 64}, "codes": []}
    take(early)
    [result] = take(partner.seal(filled, **filler))
    [failed] = take(early)

    assert stages(result) == [Stage.ACCEPTED, Stage.DELIVERED]
    assert stages(failed) == [Stage.ACCEPTED, Stage.FAILED]
    assert payload_of(failed["receipts"][1])["problem"] == "exchange.broken-chain"


def test_every_message_leaves_one_line_in_the_log_and_no_content(partner, handled):
    """The log proves what came without becoming a second copy of it."""
    take(partner.send(body={"text": "Kalfjeslaan"}))

    lines = list(LogEntry.objects.filter(event="envelope:accept"))
    assert len(lines) == 1
    assert "Kalfjeslaan" not in json.dumps(lines[0].facts)


def test_ids_of_one_partner_do_not_block_those_of_another(partner, handled):
    """Who sees an id on the line must not be able to use it up."""
    other = Partner("xz", country="XZ").link()
    same = uuid4()

    results = take(other.send(id=same), partner.send(id=same))

    assert [stages(result) for result in results] == [[Stage.ACCEPTED, Stage.DELIVERED]] * 2
