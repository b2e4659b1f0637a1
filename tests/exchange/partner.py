"""An invented partner node, `it`, with keys and a mind of its own."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from joserfc.jwk import OKPKey

from schakel.exchange import queries
from schakel.network.actions import link_node
from schakel.network.core.cards import NodeCard
from schakel.wire.actions.keys import digest_of_keys, public_part
from schakel.wire.actions.sealing import (
    ENVELOPE,
    RECEIPT,
    STATEMENT,
    payload_of,
    seal,
    sign,
    unseal,
)
from schakel.wire.core.envelope import Envelope, read_envelope
from schakel.wire.core.links import Deed, LinkStatement
from schakel.wire.core.receipts import Stage, Statement
from schakel.wire.core.sealed import read_sealed

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
THREAD = UUID("00000000-0000-4000-8000-000000000001")
DECISION = "00000000-0000-4000-8000-000000000002"


class Partner:
    """Seals for this node and opens what this node seals."""

    def __init__(self, code="it", *, country="IT"):
        self.code = code
        self.country = country
        self.signing = OKPKey.generate_key("Ed25519")
        self.encryption = OKPKey.generate_key("X25519")
        self.seq, self.prev = 0, ""

    @property
    def card(self):
        """The card that this node is linked by."""
        return NodeCard(
            code=self.code,
            name_en="Italy (test)",
            name_nl="Italië (test)",
            country=self.country,
            time_zone="Europe/Rome",
            url=f"http://{self.code}.example",
            signing_key=public_part(self.signing),
            encryption_key=public_part(self.encryption),
            protocol="1",
        )

    def link(self):
        """Link this partner; return it."""
        link_node(card=self.card, by=None, now=NOON)
        return self

    def envelope(self, **changes):
        """Return the next envelope to this node, with its number and digest of the last one."""
        self.seq += 1
        made = an_envelope(sender=self.code, seq=self.seq, prev=self.prev)
        made = replace(made, **changes)
        self.prev = hashlib.sha256(self.sign(made).encode()).hexdigest()
        return made

    def sign(self, envelope, *, typ=ENVELOPE, key=None, **changes):
        """Return the signed text of an envelope, with some fields of its JSON changed."""
        return sign({**envelope.to_json(), **changes}, key=key or self.signing, typ=typ)

    def seal(self, envelope, *, typ=ENVELOPE, key=None, **changes):
        """Return an envelope, signed and sealed to this node."""
        token = self.sign(envelope, typ=typ, key=key, **changes)
        return seal(token, envelope_id=str(envelope.id), card=queries.own_card())

    def send(self, **changes):
        """Return the next envelope, sealed."""
        return self.seal(self.envelope(**changes))

    def open(self, given) -> Envelope:
        """Return what this node sealed to the partner."""
        return read_envelope(payload_of(self.open_token(given)))

    def open_token(self, given) -> str:
        """Return the text that this node signed."""
        sealed = read_sealed(given, me=self.code)
        return unseal(sealed, find_key=lambda kid: self.encryption)

    def receipt(self, given, *, stage=Stage.ACCEPTED, at=NOON, problem="", **changes):
        """Return the partner's signed receipt for what this node sealed."""
        token = self.open_token(given)
        digest = token if stage is not Stage.REFUSED else given["jwe"]
        statement = Statement(
            envelope=UUID(given["id"]),
            stage=stage,
            digest=hashlib.sha256(digest.encode()).hexdigest(),
            sender=self.code,
            at=at,
            problem=problem,
        )
        return sign({**statement.to_json(), **changes}, key=self.signing, typ=RECEIPT)

    def states(self, deed, *, key=None, at=NOON, to="nl", **details):
        """Return what the partner signs about the link."""
        words = {
            name: details.pop(name) for name in ("versions", "capabilities") if name in details
        }
        said = LinkStatement(sender=self.code, to=to, at=at, deed=deed, details=details, **words)
        return sign(said.to_json(), key=key or self.signing, typ=STATEMENT)

    def sign_odd(self):
        """Return a signed statement that is no object of the documented shape."""
        odd = {"from": self.code, "deed": "hello", "capabilities": []}
        return sign(odd, key=self.signing, typ=STATEMENT)

    def confirms(self, **changes):
        """Return the partner's signed word that its administrator compared the keys."""
        mine, own = self.card, queries.own_card()
        said = {
            "mine": digest_of_keys(mine.signing_key, mine.encryption_key),
            "yours": digest_of_keys(own.signing_key, own.encryption_key),
        }
        return self.states(Deed.CONFIRM, **{**said, **changes})


def an_envelope(**changes):
    """Return an envelope from `it` to `nl` that passes every check at noon."""
    made = Envelope(
        id=uuid4(),
        thread=THREAD,
        sender="it",
        to=("nl",),
        seq=1,
        prev="",
        created=NOON,
        expires=NOON + timedelta(days=30),
        kind="test.note",
        purpose="crime",
        decision=DECISION,
        codes=("H1",),
        participants=(),
        body={"text": "Boot om zes uur"},
        files=(),
    )
    return replace(made, **changes)
