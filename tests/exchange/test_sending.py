"""What is put in the outbox leaves in order, and stays until its receiver has signed."""

import hashlib
import json
from concurrent.futures import Future
from datetime import timedelta
from uuid import UUID, uuid4

import httpx
import pytest
from django.db import transaction

from schakel.audit.models import LogEntry
from schakel.exchange.actions import (
    OutgoingFile,
    content_of,
    enqueue,
    mark_opened,
    send_waiting,
    sending,
    take_envelopes,
)
from schakel.exchange.actions.settling import settle
from schakel.exchange.models import Link, Outgoing, Receipt
from schakel.exchange.queries import delivery_of, list_links
from schakel.handling.core.decision import Cleared
from schakel.kernel.canonical import canonical_json, sha256_hex
from schakel.kernel.errors import NotFoundError, UnusableInputError
from schakel.network.actions import link_node, suspend_node
from schakel.shell import vault
from schakel.wire.core.receipts import Stage
from tests.exchange.partner import DECISION, NOON, THREAD, Partner
from tests.intake.people import a_person

pytestmark = pytest.mark.django_db


def cleared_for(body, *, files=(), receiver="IT", codes=("H1",)):
    """Return the proof that the gate would have made."""
    content = content_of(body, [file.sha256 for file in files])
    return Cleared(
        decision_id=DECISION,
        item_kind="request",
        item_id=uuid4(),
        receiver=receiver,
        content_sha256=sha256_hex(canonical_json(content)),
        codes=frozenset(codes),
        conditions=(),
        cleared_at=NOON,
    )


def put(body=None, *, to_node="it", now=NOON, cleared=None, files=(), **more):
    """Put a message into the outbox; return the id of its envelope."""
    body = {"text": "Wie is de eigenaar?"} if body is None else body
    return enqueue(
        cleared=cleared or cleared_for(body, files=files),
        to_node=to_node,
        thread_id=THREAD,
        kind="test.note",
        body=body,
        files=files,
        now=now,
        **more,
    )


def signing(partner, *, stages=(Stage.ACCEPTED, Stage.DELIVERED), missing=None, **more):
    """Return a line on which the partner signs for all it gets."""

    def answer(request):
        if request.method == "PUT":
            return httpx.Response(200, json={})
        results = [
            {
                "id": sealed["id"],
                "receipts": [partner.receipt(sealed, stage=stage, **more) for stage in stages],
            }
            for sealed in json.loads(request.content)["envelopes"]
        ]
        return httpx.Response(200, json={"results": results, "missing": missing or {}})

    return answer


def sent(request):
    """Return the sealed envelopes of a request."""
    return json.loads(request.content)["envelopes"]


def test_a_message_leaves_and_is_delivered(partner, line):
    """The simple case."""
    envelope_id = put()
    line.answer = signing(partner)

    assert send_waiting(NOON) == 1
    delivery = delivery_of(envelope_id)
    assert (delivery.state, [stage for stage, _ in delivery.stages]) == (
        "delivered",
        ["accepted", "delivered"],
    )
    assert send_waiting(NOON) == 0


def test_what_leaves_is_what_was_cleared_and_nothing_else_is_shown(partner, line):
    """Outside stand an id and a receiver; inside, signed, everything the receiver needs."""
    put(purpose="crime")
    line.answer = signing(partner)
    send_waiting(NOON)

    [sealed] = sent(line.requests[0])
    assert set(sealed) == {"suite", "id", "to", "jwe"}
    envelope = partner.open(sealed)
    assert envelope.body == {"text": "Wie is de eigenaar?"}
    assert (envelope.codes, envelope.decision, envelope.purpose) == (("H1",), DECISION, "crime")
    assert (envelope.sender, envelope.to, envelope.seq) == ("nl", ("it",), 1)


@pytest.mark.parametrize(
    "cleared",
    [
        cleared_for({"text": "another"}),
        cleared_for({"text": "Wie is de eigenaar?"}, receiver="XZ"),
    ],
    ids=["content", "receiver"],
)
def test_a_clearance_is_for_this_content_and_this_receiver(partner, cleared):
    """The gate's yes cannot be spent on something else."""
    with pytest.raises(ValueError, match="the gate cleared"):
        put(cleared=cleared)
    assert not Outgoing.objects.exists()


def test_a_clearance_is_for_these_codes(partner):
    """A handling code dropped on the way out would free the receiver from it."""
    with pytest.raises(ValueError, match="handling codes"):
        put(codes=frozenset())
    assert put(codes=frozenset({"H1"}))


def test_a_file_that_was_not_cleared_does_not_leave(partner):
    """The clearance counts the files too."""
    digest, _ = vault.put([b"a picture"])
    file = OutgoingFile(name="p.png", media_type="image/png", sha256=digest)
    body = {"text": "see file"}
    with pytest.raises(ValueError, match="the gate cleared"):
        put(body, cleared=cleared_for(body), files=[file])


def test_nothing_leaves_when_the_deed_is_undone(partner, line):
    """Message and deed are one transaction."""
    with pytest.raises(RuntimeError), transaction.atomic():
        put()
        raise RuntimeError("the deed fails")

    assert send_waiting(NOON) == 0
    assert not line.requests
    put()
    assert Outgoing.objects.get().seq == 1


def test_a_message_that_is_too_large(partner):
    """What is long goes as a file, which travels in bounded pieces."""
    with pytest.raises(UnusableInputError, match="as a file"):
        put({"text": "x" * (2 * 1024 * 1024)})


def test_a_partner_that_speaks_another_version(db):
    """It is said in plain words before anything is sealed."""
    old = Partner("old", country="IT")
    card = old.card.to_json() | {"protocol": "0"}
    link_node(card=type(old.card)(**card), by=None, now=NOON)
    with pytest.raises(UnusableInputError, match="version 0"):
        put(to_node="old")


def test_a_node_that_is_not_linked(db):
    """There is nobody to seal it for."""
    with pytest.raises(NotFoundError):
        put()


def test_a_node_that_is_down_gets_its_messages_when_it_is_back(partner, line):
    """The request waits, the page says so, and it arrives when the node returns."""
    line.answer = lambda request: (_ for _ in ()).throw(httpx.ConnectError("down"))
    envelope_id = put()
    assert send_waiting(NOON) == 0

    delivery = delivery_of(envelope_id)
    assert (delivery.state, delivery.problem) == ("waiting", "exchange.unreachable")
    assert delivery.down_since == NOON
    assert NOON <= delivery.next_try_at <= NOON + timedelta(seconds=2)

    line.answer = signing(partner)
    assert send_waiting(NOON + timedelta(seconds=5)) == 1
    assert delivery_of(envelope_id).down_since is None
    assert list_links()[0].problem == ""


@pytest.mark.parametrize(
    "answer",
    [
        lambda request: httpx.Response(500),
        lambda request: httpx.Response(302, headers={"location": "http://elsewhere.example"}),
        lambda request: httpx.Response(200, text="no JSON"),
        lambda request: httpx.Response(200, json=[]),
        lambda request: httpx.Response(200, json={"results": 3}),
        lambda request: httpx.Response(200, content=b" " * (16 * 1024 * 1024 + 1)),
    ],
    ids=["500", "redirect", "text", "list", "number", "huge"],
)
def test_an_answer_that_is_none(partner, line, answer):
    """A partner's broken server must neither lose a message nor take this node down."""
    envelope_id = put()
    line.answer = answer
    assert send_waiting(NOON) == 0
    assert delivery_of(envelope_id).problem == "exchange.no-answer"
    assert all(request.url.host == "it.example" for request in line.requests)


def answering(result):
    """Return a line that answers each envelope with `result(sealed)`."""

    def answer(request):
        return httpx.Response(200, json={"results": [result(s) for s in sent(request)]})

    return answer


def test_receipts_that_prove_nothing_are_not_believed(partner, line):
    """Delivery is what the receiver signed about exactly this envelope."""
    stranger = Partner()
    forgeries = [
        lambda s: {"id": s["id"], "receipts": ["x.y.z", None, 7]},
        lambda s: {"id": s["id"], "receipts": "all of them"},
        lambda s: {"id": s["id"], "receipts": [stranger_receipt(stranger, partner, s)]},
        lambda s: {"id": s["id"], "receipts": [partner.receipt(s, envelope=str(uuid4()))]},
        lambda s: {"id": s["id"], "receipts": [partner.receipt(s, stage="invented")]},
        lambda s: {"id": str(uuid4()), "receipts": [partner.receipt(s)]},
        lambda s: "accepted",
    ]
    envelope_id = put()
    for number, forgery in enumerate(forgeries):
        line.answer = answering(forgery)
        assert send_waiting(NOON + timedelta(hours=number)) == 0
    assert delivery_of(envelope_id).state == "waiting"
    assert delivery_of(envelope_id).problem == "exchange.no-receipt"
    assert len(line.requests) == len(forgeries)


def stranger_receipt(stranger, partner, sealed):
    """Return a receipt in the partner's name by another key."""
    stranger.encryption = partner.encryption
    return stranger.receipt(sealed)


def test_a_signed_refusal_ends_a_message_and_fills_its_number(partner, line):
    """The link must go on behind what will never be taken."""
    refused, second = put(), put()

    def answer(request):
        results = []
        for sealed in sent(request):
            envelope = partner.open(sealed)
            if sealed["id"] == str(refused) and envelope.kind == "test.note":
                stage, problem = Stage.REFUSED, "exchange.bad-shape"
            else:
                stage, problem = Stage.ACCEPTED, ""
            token = partner.receipt(sealed, stage=stage, problem=problem)
            results.append({"id": sealed["id"], "receipts": [token]})
        return httpx.Response(200, json={"results": results})

    line.answer = answer
    send_waiting(NOON)

    assert (delivery_of(refused).state, delivery_of(refused).problem) == (
        "failed",
        "exchange.bad-shape",
    )
    assert delivery_of(second).state == "accepted"
    void = partner.open(sent(line.requests[1])[0])
    first = partner.open_token(sent(line.requests[0])[0])
    assert (void.kind, void.seq, void.id) == ("exchange.void", 1, refused)
    assert void.body == {"replaces": hashlib.sha256(first.encode()).hexdigest()}
    assert not Outgoing.objects.filter(is_void_due=True).exists()


def test_an_unsigned_refusal_ends_nothing(partner, line):
    """Anybody on the line could say no."""
    envelope_id = put()
    line.answer = answering(
        lambda s: {"id": s["id"], "refused": "exchange.expired", "receipts": []}
    )
    send_waiting(NOON)
    assert delivery_of(envelope_id).state == "waiting"


def test_a_refusal_of_something_else_ends_nothing(partner, line):
    """A signed no about other bytes under the same id was provoked by somebody."""
    envelope_id = put()
    line.answer = answering(
        lambda s: {
            "id": s["id"],
            "receipts": [
                partner.receipt(s, stage=Stage.REFUSED, problem="exchange.expired", digest="0" * 64)
            ],
        }
    )
    send_waiting(NOON)
    assert delivery_of(envelope_id).state == "waiting"


@pytest.mark.parametrize(
    "problem", ["exchange.unknown-sender", "exchange.from-the-future", "exchange.expired"]
)
def test_a_passing_refusal_is_waited_out(partner, line, problem):
    """A suspended link or a wrong clock is put right by people, and then the message goes."""
    envelope_id = put()
    line.answer = signing(partner, stages=[Stage.REFUSED], problem=problem)
    send_waiting(NOON)
    assert (delivery_of(envelope_id).state, delivery_of(envelope_id).problem) == (
        "waiting",
        problem,
    )

    line.answer = signing(partner)
    send_waiting(NOON + timedelta(minutes=20))
    assert (delivery_of(envelope_id).state, delivery_of(envelope_id).problem) == ("delivered", "")


def test_what_expires_in_the_outbox_says_so_and_lets_the_rest_pass(partner, line):
    """An urgent question of last week must not arrive, and not stop the next one either."""
    late = put(expires_at=NOON + timedelta(hours=1))
    later = NOON + timedelta(hours=2)
    next_one = put(now=later)
    line.answer = signing(partner)
    send_waiting(later)

    assert delivery_of(late).state == "expired"
    assert delivery_of(late).stages == ()
    assert delivery_of(next_one).state == "delivered"
    assert [partner.open(s).kind for s in sent(line.requests[0])] == ["exchange.void", "test.note"]


def test_a_refusal_of_the_original_does_not_end_the_void_that_became_due_meanwhile(partner):
    """It expired while it was on its way: its number must still be filled, or the line stops."""
    envelope_id = put()
    row = Outgoing.objects.get()
    Outgoing.objects.update(state="expired", problem="exchange.expired", is_void_due=True)
    token = partner.receipt(row.sealed, stage=Stage.REFUSED, problem="exchange.bad-shape")
    settle(
        sent={envelope_id: row.sealed},
        voids=frozenset(),
        results=[{"id": str(envelope_id), "receipts": [token]}],
        missing=None,
        card=partner.card,
        now=NOON,
    )
    row.refresh_from_db()
    assert (row.state, row.is_void_due) == ("expired", True)


def test_what_expired_but_had_been_taken_is_delivered(partner, line):
    """The answer was lost, the message was not: the receiver's signature is the truth."""
    envelope_id = put(expires_at=NOON + timedelta(hours=1))
    original = Outgoing.objects.get().sealed
    line.answer = answering(
        lambda s: {
            "id": s["id"],
            "receipts": [
                partner.receipt(original),
                partner.receipt(original, stage=Stage.DELIVERED),
            ],
        }
    )
    send_waiting(NOON + timedelta(hours=2))
    assert delivery_of(envelope_id).state == "delivered"


def test_stages_only_go_forward(partner, line):
    """A repeated answer of yesterday does not close what was opened today."""
    envelope_id = put()
    line.answer = signing(partner)
    send_waiting(NOON)
    sealed = Outgoing.objects.get().sealed
    digest = hashlib.sha256(partner.open_token(sealed).encode()).hexdigest()
    body = {"envelope": str(envelope_id), "stage": "opened", "problem": "", "digest": digest}
    take_envelopes([partner.send(kind="exchange.receipt", body=body, codes=())], now=NOON)
    assert delivery_of(envelope_id).state == "opened"

    Outgoing.objects.update(is_void_due=False)
    body |= {"stage": "delivered"}
    take_envelopes([partner.send(kind="exchange.receipt", body=body, codes=())], now=NOON)
    assert delivery_of(envelope_id).state == "opened"
    assert Receipt.objects.filter(outgoing_id=envelope_id).count() == 3


def test_what_the_receiver_lost_is_sent_again(partner, line):
    """A node put back from yesterday's copy gets again what it signed for."""
    first = put()
    line.answer = signing(partner)
    send_waiting(NOON)
    second = put()
    line.answer = signing(partner, missing={"nl": [1, "x", None, True, -1, 2**70]})
    send_waiting(NOON)
    line.answer = signing(partner)
    send_waiting(NOON + timedelta(minutes=1))

    again = [partner.open(sealed).id for request in line.requests for sealed in sent(request)]
    assert again == [first, second, first]
    assert delivery_of(first).state == "delivered"


def test_the_filler_of_a_number_is_sent_again_too(partner, line):
    """A receiver that lost the empty message would wait for it for ever."""
    put(expires_at=NOON + timedelta(minutes=1))
    line.answer = signing(partner)
    send_waiting(NOON + timedelta(minutes=2))
    put(now=NOON + timedelta(minutes=2))
    line.answer = signing(partner, missing={"nl": [1]})
    send_waiting(NOON + timedelta(minutes=2))
    send_waiting(NOON + timedelta(minutes=3))
    kinds = [partner.open(s).kind for request in line.requests for s in sent(request)]
    assert kinds[:3] == ["exchange.void", "test.note", "exchange.void"]


def test_a_slow_link_holds_up_no_other(partner, line, monkeypatch):
    """One ministry's dead line is not everybody's dead line."""
    other = Partner("xz", country="XZ").link()
    put()
    there = put({"text": "x"}, to_node="xz", cleared=cleared_for({"text": "x"}, receiver="XZ"))
    line.answer = signing(other)
    submit = sending._pool.submit

    def slowly(work, load):
        return Future() if "it.example" in load.url else submit(work, load)

    monkeypatch.setattr(sending._pool, "submit", slowly)
    monkeypatch.setattr(sending, "PATIENCE", 0.2)

    assert send_waiting(NOON) == 1
    assert delivery_of(there).state == "delivered"
    assert "it" in sending._flights
    sending._flights.clear()


def test_many_messages_go_in_few_requests_and_in_order(partner, line):
    """A request costs more than an envelope."""
    for number in range(230):
        put({"n": number})
    line.answer = signing(partner)

    assert send_waiting(NOON) == 230
    numbers = [[partner.open(s).body["n"] for s in sent(request)] for request in line.requests]
    assert [len(batch) for batch in numbers] == [100, 100, 30]
    assert sum(numbers, []) == list(range(230))


def test_large_messages_go_in_several_requests(partner, line):
    """A request stays below what a partner takes."""
    for _ in range(4):
        put({"text": "x" * 1024 * 1024})
    line.answer = signing(partner)

    assert send_waiting(NOON) == 4
    assert [len(sent(request)) for request in line.requests] == [2, 2]


def test_a_bug_on_one_line_is_a_problem_of_that_line(partner, line):
    """Whatever goes wrong in sending to one, the others go on and nothing is lost."""
    envelope_id = put()
    line.answer = lambda request: (_ for _ in ()).throw(RuntimeError("a bug"))
    assert send_waiting(NOON) == 0
    assert delivery_of(envelope_id).problem == "exchange.no-answer"


@pytest.mark.parametrize("missing", [[], {"nl": 3}, {"it": [1]}], ids=str)
def test_a_list_of_missing_numbers_that_is_none(partner, line, missing):
    """It is a hint, and not signed: nonsense in it changes nothing."""
    envelope_id = put()
    line.answer = signing(partner, missing=missing)
    send_waiting(NOON)
    assert delivery_of(envelope_id).state == "delivered"


def test_a_bug_in_settling_puts_off_that_link_alone(partner, line, monkeypatch):
    """One partner's strange answer must not stop the post of all."""
    other = Partner("xz", country="XZ").link()
    here = put()
    there = put({"text": "x"}, to_node="xz", cleared=cleared_for({"text": "x"}, receiver="XZ"))

    def answer(request):
        return signing(partner if request.url.host == "it.example" else other)(request)

    line.answer = answer
    settle = sending.settle

    def fails_for_it(**said):
        if said["card"].code == "it":
            raise RuntimeError("a bug")
        return settle(**said)

    monkeypatch.setattr(sending, "settle", fails_for_it)
    assert send_waiting(NOON) == 1
    assert (delivery_of(here).state, delivery_of(there).state) == ("waiting", "delivered")
    assert delivery_of(here).problem == "exchange.no-answer"


def test_a_suspended_link_keeps_its_messages(partner, line):
    """Suspending stops the line, and loses nothing."""
    envelope_id = put()
    suspend_node(code="it", by=None, now=NOON)
    line.answer = signing(partner)
    assert send_waiting(NOON) == 0
    assert not line.requests
    assert delivery_of(envelope_id).problem == "exchange.not-linked"

    partner.link()
    assert send_waiting(NOON) == 1


def test_a_clock_that_was_put_back_does_not_stop_delivery(partner, line):
    """Found by simulation: a next try that lies in a vanished future never comes."""
    envelope_id = put(now=NOON + timedelta(days=2))
    Link.objects.update(next_try_at=NOON + timedelta(days=2))
    line.answer = signing(partner)
    assert send_waiting(NOON) == 1
    assert delivery_of(envelope_id).state == "delivered"


def test_opening_is_told_once(partner, handled):
    """The sender sees that a person has it; twice opened is still opened."""
    sealed = partner.send()
    take_envelopes([sealed], now=NOON)
    for _ in range(2):
        mark_opened(envelope_id=partner_id(sealed), now=NOON)
    mark_opened(envelope_id=uuid4(), now=NOON)

    [row] = Outgoing.objects.all()
    assert partner.open(row.sealed).body["stage"] == "opened"


def test_who_opened_it_is_in_the_log(partner, handled):
    """The receipt says that a person opened it; this node's log says who."""
    sealed = partner.send()
    take_envelopes([sealed], now=NOON)
    mark_opened(envelope_id=partner_id(sealed), now=NOON, by=a_person())
    [entry] = LogEntry.objects.filter(event="envelope:open")
    assert entry.object_id == sealed["id"]


def test_opening_while_the_link_is_suspended_is_told_later(partner, handled):
    """A page must open although its sender is suspended."""
    sealed = partner.send()
    take_envelopes([sealed], now=NOON)
    suspend_node(code="it", by=None, now=NOON)
    mark_opened(envelope_id=partner_id(sealed), now=NOON)
    assert not Outgoing.objects.exists()

    partner.link()
    mark_opened(envelope_id=partner_id(sealed), now=NOON)
    assert Outgoing.objects.count() == 1


def test_receipts_are_no_disclosures(partner, handled):
    """The log counts what left about people, not the paper round it."""
    put()
    sealed = partner.send()
    take_envelopes([sealed], now=NOON)
    mark_opened(envelope_id=partner_id(sealed), now=NOON)
    assert LogEntry.objects.filter(event="envelope:enqueue").count() == 1


def partner_id(sealed):
    """Return the id of a sealed envelope."""
    return UUID(sealed["id"])


def test_an_unknown_envelope_has_no_delivery(db):
    """A page about a message that came in asks, too."""
    assert delivery_of(uuid4()) is None
