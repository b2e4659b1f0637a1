"""What an enemy on the line, or a partner gone bad, may try: each is refused with its own code."""

import base64
import hashlib
import json
from datetime import timedelta
from uuid import uuid4

import pytest
from joserfc import jwe, jws
from joserfc.jwk import OctKey, OKPKey

from schakel.exchange import queries
from schakel.exchange.actions import take_envelopes
from schakel.exchange.models import Incoming
from schakel.kernel.canonical import canonical_json
from schakel.network.actions import suspend_node
from schakel.wire.actions.keys import import_public
from schakel.wire.actions.sealing import ANSWER, QUESTION, RECEIPT, payload_of, seal, verify
from schakel.wire.core.errors import EnvelopeRefusedError
from schakel.wire.core.receipts import Stage, read_statement
from tests.exchange.partner import NOON, Partner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("handled")]


def refusal(sealed):
    """Hand one thing in, and return the code of the refusal; nothing of it may be kept."""
    before = Incoming.objects.count()
    [result] = take_envelopes([sealed], now=NOON).results
    assert Incoming.objects.count() == before + ("refused" not in result)
    return result.get("refused")


def reseal(token, envelope, **header):
    """Return any signed text sealed to this node, with a header of the attacker's choice."""
    card = queries.own_card()
    outside = {"suite": 1, "id": str(envelope.id), "to": "nl"}
    protected = {
        "alg": "ECDH-ES+A256KW",
        "enc": "A256GCM",
        "kid": card.encryption_key["kid"],
        **outside,
        **header,
    }
    registry = jwe.JWERegistry(
        algorithms=["ECDH-ES+A256KW", "ECDH-ES+A128KW", "A256GCM", "A128GCM", "DEF"],
        strict_check_header=False,
    )
    sealed = jwe.encrypt_compact(
        protected, token.encode(), import_public(card.encryption_key), registry=registry
    )
    return {**outside, "jwe": sealed}


def forged(header, payload, signature=b"\0" * 64):
    """Return a compact JWS put together by hand."""
    parts = (canonical_json(header), canonical_json(payload), signature)
    return ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts)


def test_another_envelope_under_a_number_that_was_taken(partner):
    """Who could replace a message would rewrite what was said."""
    first = partner.envelope()
    take_envelopes([partner.seal(first)], now=NOON)

    assert refusal(partner.send(seq=1, prev="")) == "exchange.replayed"


def test_another_envelope_under_an_id_that_was_taken(partner):
    """Receipts are about ids: one id, one message."""
    first = partner.envelope()
    take_envelopes([partner.seal(first)], now=NOON)

    assert refusal(partner.send(id=first.id)) == "exchange.replayed"


def test_two_envelopes_racing_for_one_number_in_a_batch(partner):
    """Only one of them can be what the partner meant."""
    one, two = partner.send(seq=1, prev=""), partner.send(seq=1, prev="")
    results = take_envelopes([one, two], now=NOON).results

    assert [result.get("refused") for result in results] == [None, "exchange.replayed"]


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9, 0.999])
def test_a_truncated_envelope(partner, kept):
    """A line that breaks must never look like a short message."""
    sealed = partner.send()
    cut = {**sealed, "jwe": sealed["jwe"][: int(len(sealed["jwe"]) * kept)]}

    assert refusal(cut) == "exchange.truncated"


@pytest.mark.parametrize("place", [1, 2, 3, 4])
def test_a_changed_byte(partner, place):
    """Nothing between the two nodes can change a message."""
    sealed = partner.send()
    parts = sealed["jwe"].split(".")
    middle = len(parts[place]) // 2
    other = "A" if parts[place][middle] != "A" else "B"
    parts[place] = parts[place][:middle] + other + parts[place][middle + 1 :]

    assert refusal({**sealed, "jwe": ".".join(parts)}) == "exchange.not-decrypted"


def test_an_envelope_for_another_node(partner):
    """A mistake of the sender, or a mail bag that was opened."""
    assert refusal({**partner.send(), "to": "xz"}) == "exchange.wrong-recipient"
    elsewhere = seal("x.y.z", envelope_id=str(partner.envelope().id), card=partner.card)
    assert refusal(elsewhere) == "exchange.wrong-recipient"


def test_an_envelope_sealed_again_to_a_third_party(partner):
    """A receiver must not be able to pass a message on as if its author had sent it here."""
    for_another = partner.envelope(to=("xz",))
    token = partner.sign(for_another)

    assert refusal(reseal(token, for_another)) == "exchange.wrong-recipient"


def test_an_envelope_from_the_future(partner):
    """A time that has not come would outlive every rule about time."""
    assert refusal(partner.send(created=NOON + timedelta(minutes=11))) == "exchange.from-the-future"


def test_a_clock_that_is_a_little_ahead_is_no_attack(partner):
    """Clocks of two ministries never agree to the second."""
    assert refusal(partner.send(created=NOON + timedelta(minutes=9))) is None


def test_an_expired_envelope(partner):
    """What should not be used after a day must not arrive after it."""
    past = {"created": NOON - timedelta(days=2), "expires": NOON}
    assert refusal(partner.send(**past)) == "exchange.expired"


def test_a_strangers_signature(partner):
    """Only linked nodes are heard."""
    assert refusal(Partner("zz").send()) == "exchange.unknown-sender"


def test_a_stranger_in_the_name_of_a_partner(partner):
    """The name in a message proves nothing; and the answer does not tell who is linked."""
    envelope = partner.envelope()
    assert refusal(partner.seal(envelope, key=Partner().signing)) == "exchange.unknown-sender"


def test_a_strangers_signature_under_the_name_of_the_partners_key(partner):
    """The `kid` is a hint, not a proof."""
    envelope = partner.envelope()
    header = {
        "alg": "Ed25519",
        "kid": partner.card.signing_key["kid"],
        "typ": "schakel-envelope+jws",
    }
    token = jws.serialize_compact(
        header,
        canonical_json(envelope.to_json()),
        OKPKey.generate_key("Ed25519"),
        algorithms=["Ed25519"],
    )
    assert refusal(reseal(token, envelope)) == "exchange.unknown-sender"


def test_a_partner_in_the_name_of_another(partner):
    """A partner's own signature does not make it somebody else."""
    other = Partner("xz", country="XZ").link()
    assert refusal(other.send(sender="it")) == "exchange.unknown-sender"


def test_a_suspended_partner(partner):
    """Suspending a link works at once."""
    sealed = partner.send()
    suspend_node(code="it", by=None, now=NOON)
    assert refusal(sealed) == "exchange.unknown-sender"


@pytest.mark.parametrize("alg", ["none", "HS256", "EdDSA", "ES256"])
def test_other_algorithms_of_signing(partner, alg):
    """The header must not choose how it is checked."""
    envelope = partner.envelope()
    header = {
        "alg": alg,
        "kid": partner.card.signing_key["kid"],
        "typ": "schakel-envelope+jws",
    }
    assert refusal(reseal(forged(header, envelope.to_json()), envelope)) == "exchange.bad-shape"


def test_a_public_key_used_as_a_shared_secret(partner):
    """The classic confusion of HS256 with a public key."""
    envelope = partner.envelope()
    header = {
        "alg": "HS256",
        "kid": partner.card.signing_key["kid"],
        "typ": "schakel-envelope+jws",
    }
    secret = OctKey.import_key(json.dumps(dict(partner.card.signing_key)).encode())
    token = jws.serialize_compact(header, canonical_json(envelope.to_json()), secret)
    assert refusal(reseal(token, envelope)) == "exchange.bad-shape"


def test_an_unsigned_envelope(partner):
    """Encryption alone says nothing about who speaks."""
    envelope = partner.envelope()
    text = canonical_json(envelope.to_json()).decode()
    assert refusal(reseal(text, envelope)) == "exchange.bad-shape"


@pytest.mark.parametrize("suite", [0, 2, "1", True, None])
def test_another_suite_outside(partner, suite):
    """A suite that this node does not speak is said to be that, whatever else is wrong."""
    assert refusal({**partner.send(), "suite": suite}) == "exchange.unknown-suite"


@pytest.mark.parametrize("header", [{"alg": "ECDH-ES+A128KW"}, {"enc": "A128GCM"}])
def test_weaker_algorithms_of_encryption(partner, header):
    """The outside cannot be talked down."""
    envelope = partner.envelope()
    sealed = reseal(partner.sign(envelope), envelope, **header)
    assert refusal(sealed) in {"exchange.unknown-suite", "exchange.not-an-envelope"}


def test_an_envelope_for_a_key_that_is_no_longer_here(partner):
    """The sender must compare cards again; guessing with other keys would hide that."""
    envelope = partner.envelope()
    sealed = reseal(partner.sign(envelope), envelope, kid="an older key")
    assert refusal(sealed) == "exchange.not-decrypted"


def test_a_compressed_envelope(partner):
    """Compression would let a small message fill the memory."""
    envelope = partner.envelope()
    sealed = reseal(partner.sign(envelope), envelope, zip="DEF")
    assert refusal(sealed) == "exchange.not-an-envelope"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"suite": 2}, "exchange.unknown-suite"),
        ({"suite": 0}, "exchange.unknown-suite"),
        ({"v": "0"}, "exchange.unknown-version"),
        ({"v": "2"}, "exchange.unknown-version"),
        ({"crit": ["recall"]}, "exchange.unknown-critical"),
        ({"body": "text"}, "exchange.bad-shape"),
        ({"seq": -1}, "exchange.bad-shape"),
        ({"seq": 2**60}, "exchange.bad-shape"),
        ({"files": [{}]}, "exchange.bad-shape"),
        ({"created": "yesterday"}, "exchange.bad-shape"),
        ({"expires": "2020-01-01T00:00:00Z"}, "exchange.bad-shape"),
    ],
    ids=str,
)
def test_signed_content_that_is_not_of_version_one(partner, change, code):
    """A partner's signature does not make nonsense harmless."""
    assert refusal(partner.seal(partner.envelope(), **change)) == code


def test_a_number_far_beyond_the_gap(partner):
    """A partner must not be able to fill the disk with messages that can never take effect."""
    assert refusal(partner.send(seq=10_001)) == "exchange.too-far-ahead"
    assert refusal(partner.send(seq=10_000)) is None


def test_a_question_and_a_receipt_are_no_messages(partner):
    """A signed text is what its header says, and nothing else."""
    for typ in (QUESTION, ANSWER, RECEIPT):
        assert refusal(partner.seal(partner.envelope(), typ=typ)) == "exchange.bad-shape"


def test_another_id_inside_than_outside(partner):
    """Receipts speak of the id that both ends see."""
    token = partner.sign(partner.envelope())
    assert refusal(reseal(token, partner.envelope())) == "exchange.bad-shape"


@pytest.mark.parametrize(
    "given",
    [
        None,
        7,
        "text",
        [],
        {},
        {"suite": 1},
        {"suite": 1, "id": 3, "to": "nl", "jwe": "a.b.c.d.e"},
        {"suite": 1, "id": "x", "to": "nl", "jwe": None},
        {"suite": 1, "id": "x", "to": [], "jwe": "....."},
        {"suite": {}, "id": "x", "to": "nl", "jwe": "....", "more": 1},
    ],
    ids=str,
)
def test_things_that_are_no_envelopes(db, given):
    """The door opens to anybody, so anything comes through it."""
    assert refusal(given) in {
        "exchange.not-an-envelope",
        "exchange.truncated",
        "exchange.unknown-suite",
    }


def test_a_huge_envelope(db):
    """It is refused by its length, before anything reads it."""
    given = {"suite": 1, "id": "x", "to": "nl", "jwe": "A" * (4 * 1024 * 1024 + 1)}
    assert refusal(given) == "exchange.too-large"


def test_a_refusal_is_signed_over_exactly_what_came(partner):
    """Nobody on the line can say no in this node's name about something else."""
    sealed = partner.send(created=NOON + timedelta(days=1))
    [result] = take_envelopes([sealed], now=NOON).results
    said = read_statement(payload_of(result["receipts"][0]))

    assert said.stage is Stage.REFUSED
    assert said.problem == "exchange.from-the-future"
    assert said.digest == hashlib.sha256(sealed["jwe"].encode()).hexdigest()


def test_a_receipt_about_an_envelope_of_somebody_else(partner):
    """A partner signs for what it got, and for nothing else."""
    body = {"envelope": str(uuid4()), "stage": "opened", "problem": "", "digest": "0" * 64}
    take = take_envelopes([partner.send(kind="exchange.receipt", body=body)], now=NOON)
    assert len(take.results[0]["receipts"]) == 2


def test_a_receipt_of_the_wrong_shape_fails(partner):
    """It is kept, as everything signed by a partner is, and has no effect."""
    [result] = take_envelopes([partner.send(kind="exchange.receipt", body={})], now=NOON).results
    assert payload_of(result["receipts"][1])["problem"] == "exchange.unusable-body"


def test_a_false_signature_of_the_right_length(partner):
    """Sixty-four bytes are not yet a signature."""
    header = {"alg": "Ed25519", "kid": partner.card.signing_key["kid"], "typ": RECEIPT}

    with pytest.raises(EnvelopeRefusedError) as caught:
        verify(forged(header, {"from": "it"}), find_card=lambda _: partner.card, typ=RECEIPT)
    assert caught.value.refusal == "exchange.unknown-sender"
