"""The doors that stand open to other nodes, and so to anybody."""

import errno
import hashlib
import json
import logging
from datetime import timedelta

import pytest
from django.urls import reverse

from schakel.exchange import api
from schakel.exchange.models import Incoming
from schakel.kernel.moments import to_wire
from schakel.network.actions import suspend_node
from schakel.wire.actions import blobs
from schakel.wire.actions.blobs import blob_path
from schakel.wire.actions.sealing import CLAIM, QUESTION, sign
from tests.exchange.partner import NOON, Partner

pytestmark = pytest.mark.django_db
CIPHERTEXT = b"\x01\x02 ciphertext"
DIGEST = hashlib.sha256(CIPHERTEXT).hexdigest()


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    """Let it be noon at the door."""
    monkeypatch.setattr(api.timezone, "now", lambda: NOON)


def post(door, name, given):
    """Post JSON, or bytes as they are."""
    body = given if isinstance(given, bytes) else json.dumps(given).encode()
    return door.post(reverse(f"exchange:{name}"), body, content_type="application/json")


def claim(partner, **changes):
    """Return the partner's claim that it sends this blob here, now."""
    said = {"from": partner.code, "to": "nl", "blob": DIGEST, "created": to_wire(NOON)}
    return sign({**said, **changes}, key=partner.signing, typ=CLAIM)


def put(door, token, *, body=CIPHERTEXT, digest=DIGEST, scheme="Schakel", **more):
    """Put a blob."""
    return door.put(
        reverse("exchange:blob", args=[digest]),
        body,
        content_type="application/octet-stream",
        headers={"authorization": f"{scheme} {token}"},
        **more,
    )


def test_envelopes_come_in_by_the_door(partner, handled, door):
    """The door adds nothing to the action behind it."""
    answer = post(door, "envelopes", {"envelopes": [partner.send(), {}]})

    assert answer.status_code == 200
    good, bad = answer.json()["results"]
    assert len(good["receipts"]) == 2
    assert bad == {"id": None, "refused": "exchange.not-an-envelope", "receipts": []}
    assert answer.json()["missing"] == {"it": []}


@pytest.mark.parametrize(
    "given",
    [b"", b"{", b"[]", b"\xff", b'{"envelopes": {}}', b'{"a": 1, "a": 2}', b"[" * 100_000],
    ids=lambda given: given[:10],
)
@pytest.mark.parametrize("name", ["envelopes", "calls"])
def test_requests_that_are_none(door, name, given):
    """Whatever a stranger throws at the door, he gets the same form of answer."""
    answer = post(door, name, given)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == {
        "type": "exchange.not-an-envelope",
        "title": "The outer object is not a sealed envelope.",
        "status": 400,
    }


def test_too_many_envelopes_at_once(door):
    """A batch is bounded, and its bound is published."""
    answer = post(door, "envelopes", {"envelopes": [None] * 501})
    assert (answer.status_code, answer.json()["type"]) == (413, "exchange.too-large")
    assert door.get(reverse("exchange:node")).json()["limits"]["envelopes"] == 500


@pytest.mark.parametrize("length", ["999999999999", "many", "-1"])
def test_a_request_that_announces_too_much(door, length):
    """It is refused before it is read."""
    answer = door.post(
        reverse("exchange:envelopes"), b"{}", content_type="application/json", CONTENT_LENGTH=length
    )
    assert (answer.status_code, answer.json()["type"]) == (413, "exchange.too-large")


def test_a_request_that_is_longer_than_it_may_be(door, monkeypatch):
    """The bound holds for what comes, not only for what was announced."""
    monkeypatch.setattr(api, "LARGEST_REQUEST", 10)
    with pytest.raises(api.EnvelopeRefusedError):
        list(api._chunks(Body(b"x" * 11), most=10))


class Body:
    """A request that announces nothing."""

    def __init__(self, content):
        self.content, self.headers = content, {}

    def read(self, size):
        """Return the next piece."""
        piece, self.content = self.content[:size], self.content[size:]
        return piece


def test_a_bug_behind_the_door_tells_nothing(partner, door, monkeypatch, caplog):
    """Neither the answer nor the log may hold what was in the message."""

    def bug(*_, **__):
        raise RuntimeError("Kalfjeslaan 12")

    monkeypatch.setattr(api.actions, "take_envelopes", bug)
    with caplog.at_level(logging.INFO):
        answer = post(door, "envelopes", {"envelopes": []})
    assert (answer.status_code, answer.json()["type"]) == (500, "exchange.not-handled")
    assert "Kalfjeslaan" not in answer.content.decode() + caplog.text
    assert "RuntimeError" in caplog.text


def test_nothing_personal_reaches_the_log(partner, handled, door, caplog):
    """Logs travel to places where messages may not."""
    secret = "Boutros Demo, +44 7700 900123"
    handled.fails = RuntimeError(secret)
    with caplog.at_level(logging.DEBUG):
        post(door, "envelopes", {"envelopes": [partner.send(body={"text": secret})]})
        handled.fails = None
        post(door, "envelopes", {"envelopes": [partner.send(body={"unusable": secret})]})
        post(door, "envelopes", {"envelopes": [Partner("zz").send(body={"text": secret})]})
    assert Incoming.objects.count() == 2
    assert secret not in caplog.text
    assert "900123" not in caplog.text


def test_who_this_node_is_can_be_asked_by_anybody(door):
    """A partner compares the card with the one it was handed."""
    shown = door.get(reverse("exchange:node")).json()
    assert shown["card"]["code"] == "nl"
    assert "d" not in shown["card"]["signing_key"]
    assert "d" not in shown["card"]["encryption_key"]
    assert (shown["versions"], shown["suites"]) == (["1"], [1])


def test_a_file_comes_in_from_a_linked_node(partner, door):
    """It waits under its digest for the message that names it."""
    assert put(door, claim(partner)).json() == {"blob": DIGEST}
    assert blob_path(DIGEST).read_bytes() == CIPHERTEXT
    assert put(door, claim(partner)).status_code == 200


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"to": "xz"}, "exchange.wrong-recipient"),
        ({"blob": "0" * 64}, "exchange.wrong-recipient"),
        ({"blob": 3}, "exchange.bad-shape"),
        ({"created": "now"}, "exchange.bad-shape"),
        ({"created": to_wire(NOON + timedelta(minutes=11))}, "exchange.from-the-future"),
        ({"created": to_wire(NOON - timedelta(minutes=11))}, "exchange.expired"),
        ({"from": "zz"}, "exchange.unknown-sender"),
    ],
    ids=str,
)
def test_a_claim_is_for_one_file_one_node_and_now(partner, door, change, code):
    """A claim that was overheard must be worth nothing for anything else."""
    answer = put(door, claim(partner, **change))
    assert answer.json()["type"] == code
    assert not blob_path(DIGEST).exists()


def test_a_claim_without_a_field(partner, door):
    """It is refused, not a bug."""
    token = sign({"from": "it"}, key=partner.signing, typ=CLAIM)
    assert put(door, token).json()["type"] == "exchange.bad-shape"


@pytest.mark.parametrize("token", ["", "x", "x.y.z", "....."])
def test_a_claim_that_is_none(door, token):
    """The door opens to anybody."""
    assert put(door, token).json()["type"] == "exchange.bad-shape"
    assert put(door, token, scheme="Bearer").json()["type"] == "exchange.unknown-sender"


def test_strangers_leave_no_files(partner, door):
    """Neither a stranger nor a suspended partner may fill the disk."""
    assert put(door, claim(Partner())).status_code == 403
    suspend_node(code="it", by=None, now=NOON)
    assert put(door, claim(partner)).status_code == 403
    assert not blob_path(DIGEST).exists()


def test_a_file_that_is_not_what_it_says(partner, door):
    """And the file that the bytes do belong to is left alone."""
    other = hashlib.sha256(b"other").hexdigest()
    put(door, claim(partner))
    answer = put(door, claim(partner, blob=other), digest=other)
    assert answer.json()["type"] == "exchange.file-damaged"
    assert blob_path(DIGEST).exists()
    assert not blob_path(other).exists()


def test_a_file_for_which_the_disk_has_no_room(partner, door, monkeypatch):
    """The sender hears that it may try again, and no half file stays."""

    def fill(draft, final):
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr(blobs.disk, "settle", fill)
    answer = put(door, claim(partner))
    assert (answer.status_code, answer.json()["type"]) == (507, "exchange.no-room")
    assert list(blob_path("x").parent.iterdir()) == []


def test_a_file_that_is_too_large(partner, door):
    """It is refused by what it announces."""
    answer = put(door, claim(partner), CONTENT_LENGTH=str(api.LARGEST_BLOB + 1))
    assert (answer.status_code, answer.json()["type"]) == (413, "exchange.too-large")
    assert list(blob_path("x").parent.iterdir()) == []


def test_a_question_is_answered_by_the_door(partner, handled, door):
    """The answer is sealed to who asked."""
    soon = NOON + timedelta(minutes=5)
    asked = partner.envelope(kind="test.ask", seq=0, prev="", expires=soon)
    sealed = partner.seal(asked, typ=QUESTION)
    answer = post(door, "calls", sealed)
    assert answer.status_code == 200
    assert partner.open(answer.json()).body == {"echo": "Boot om zes uur"}
    again = post(door, "calls", sealed)
    assert (again.status_code, again.json()["type"]) == (400, "exchange.replayed")


@pytest.mark.parametrize("value", ["{}", "[]", "1"])
def test_a_request_of_millions_of_values_is_not_even_read(db, door, value):
    """Anybody may knock; reading such a request would take the memory of the node."""
    many = "[" + ",".join([value] * 20_000) + "]"
    answer = door.post(
        "/exchange/v1/envelopes", f'{{"envelopes": {many}}}', content_type="application/json"
    )
    assert (answer.status_code, answer.json()["type"]) == (400, "exchange.not-an-envelope")
