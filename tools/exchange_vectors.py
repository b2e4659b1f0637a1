"""Golden vectors of the wire protocol: `python -m tools.exchange_vectors` shows what would change.

With `--write` the files in `tests/exchange/vectors/` are written. Signatures and digests are
deterministic; a sealed text holds randomness, so one that still opens to the same is kept.
"""

import base64
import difflib
import hashlib
import io
import json
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "schakel.site.settings.test")
django.setup()

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: E402
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey  # noqa: E402
from joserfc.jwk import OKPKey  # noqa: E402

from schakel.heads.core.merkle import leaf_hash, root_of  # noqa: E402
from schakel.kernel.canonical import canonical_json  # noqa: E402
from schakel.network.core.cards import NodeCard  # noqa: E402
from schakel.wire.actions import blobs, keys, sealing  # noqa: E402
from schakel.wire.core.envelope import Envelope, FileRef, Participant  # noqa: E402
from schakel.wire.core.ledgers import Line, Page  # noqa: E402
from schakel.wire.core.links import Deed, LinkStatement  # noqa: E402
from schakel.wire.core.receipts import Stage, Statement  # noqa: E402
from schakel.wire.core.sealed import read_sealed  # noqa: E402

FOLDER = Path(__file__).parents[1] / "tests" / "exchange" / "vectors"
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
CONTENT = b"Invented picture. " * 3
LONG = bytes(range(256)) * 4096 + b"one chunk and a bit"


def main() -> int:
    """Show the difference, or write; return 1 when something would change."""
    changed = 0
    for name, value in make().items():
        path = FOLDER / name
        old = path.read_text(encoding="utf-8") if path.exists() else ""
        new = json.dumps(value, indent=1, ensure_ascii=False) + "\n"
        changed += old != new
        lines = difflib.unified_diff(old.splitlines(), new.splitlines(), name, name, lineterm="")
        print("\n".join(lines))
        if "--write" in sys.argv:
            path.write_text(new, encoding="utf-8")
    return 1 if changed and "--write" not in sys.argv else 0


def make() -> dict[str, Any]:
    """Return the vectors by file name."""
    nl, it = _Node("nl", b"\x01", b"\x02"), _Node("it", b"\x03", b"\x04")
    return {
        "envelope.json": _envelope_vector(nl, it),
        "receipts.json": _receipts_vector(nl, it),
        "files.json": _files_vector(),
        "links.json": _links_vector(nl, it),
        "parts.json": _parts_vector(),
        "ledger.json": _ledger_vector(nl, it),
    }


class _Node:
    """A node with keys made from a fixed byte: worth nothing outside the vectors."""

    def __init__(self, code: str, signing: bytes, encryption: bytes) -> None:
        self.code = code
        self.signing = _key("Ed25519", signing * 32)
        self.encryption = _key("X25519", encryption * 32)

    @property
    def card(self) -> NodeCard:
        """Return its card."""
        return NodeCard(
            code=self.code,
            name_en=self.code,
            name_nl=self.code,
            country=self.code.upper(),
            time_zone="UTC",
            url=f"https://{self.code}.example",
            signing_key=keys.public_part(self.signing),
            encryption_key=keys.public_part(self.encryption),
            protocol="1",
        )

    def to_json(self) -> dict[str, Any]:
        """Return card, fingerprint and private keys."""
        card = self.card
        return {
            "card": card.to_json(),
            "fingerprint": keys.fingerprint(card.signing_key, card.encryption_key),
            "signing": self.signing.as_dict(private=True),
            "encryption": self.encryption.as_dict(private=True),
        }


def _key(curve: str, secret: bytes) -> OKPKey:
    maker: Callable[[bytes], Any] = (
        Ed25519PrivateKey.from_private_bytes
        if curve == "Ed25519"
        else X25519PrivateKey.from_private_bytes
    )
    public = maker(secret).public_key().public_bytes_raw()
    values = {"kty": "OKP", "crv": curve, "x": _b64(public), "d": _b64(secret)}
    return OKPKey.import_key(values)


def _envelope(*, seq: int, prev: str) -> Envelope:
    return Envelope(
        id=UUID(int=0x40008000000000000000 + seq),
        thread=UUID("00000000-0000-4000-8000-00000000aaaa"),
        sender="nl",
        to=("it",),
        seq=seq,
        prev=prev,
        created=NOON,
        expires=NOON + timedelta(days=30),
        kind="request.send",
        purpose="crime",
        decision="00000000-0000-4000-8000-00000000bbbb",
        codes=("H1",),
        participants=(Participant(node="nl", unit="spoc"), Participant(node="it", unit="spoc")),
        body={"question": "Wie is de eigenaar? — Ξ", "urgent": True, "days": 7, "none": None},
        files=(
            FileRef(
                name="foto één.png",
                media_type="image/png",
                sha256=hashlib.sha256(CONTENT).hexdigest(),
                size=len(CONTENT),
                blob=hashlib.sha256(_cipher(CONTENT)).hexdigest(),
                key=_b64(b"\x05" * 32),
            ),
        ),
    )


def _envelope_vector(nl: _Node, it: _Node) -> dict[str, Any]:
    old = _old("envelope.json").get("chain", [])
    chain, prev = [], ""
    for place, seq in enumerate((1, 2)):
        payload = _envelope(seq=seq, prev=prev).to_json()
        token = sealing.sign(payload, key=nl.signing, typ=sealing.ENVELOPE)
        prev = hashlib.sha256(token.encode()).hexdigest()
        kept = old[place]["sealed"] if place < len(old) else None
        chain.append(
            {
                "payload": payload,
                "canonical": canonical_json(payload).decode(),
                "token": token,
                "digest": prev,
                "sealed": _seal(token, kept, name=payload["id"], it=it),
            }
        )
    return {"sender": nl.to_json(), "receiver": it.to_json(), "chain": chain}


def _seal(token: str, kept: Mapping[str, Any] | None, *, name: str, it: _Node) -> Mapping[str, Any]:
    """Return the old sealed text when it still opens to the same, or a new one."""
    if kept is not None:
        opened = sealing.unseal(
            read_sealed(kept, me=it.code),
            find_key=lambda kid: it.encryption if kid == it.encryption.thumbprint() else None,
        )
        if opened == token:
            return kept
    return sealing.seal(token, envelope_id=name, card=it.card)


def _receipts_vector(nl: _Node, it: _Node) -> dict[str, Any]:
    said = []
    for stage in Stage:
        statement = Statement(
            envelope=UUID(int=0x40008000000000000001),
            stage=stage,
            digest="ab" * 32,
            sender="it",
            at=NOON,
            problem="exchange.expired" if stage in {Stage.REFUSED, Stage.FAILED} else "",
        ).to_json()
        token = sealing.sign(statement, key=it.signing, typ=sealing.RECEIPT)
        said.append({"payload": statement, "token": token})
    claim = {"from": "it", "to": "nl", "blob": "cd" * 32, "created": "2026-11-24T12:00:00.000000Z"}
    return {
        "signer": it.to_json(),
        "receipts": said,
        "claim": {
            "payload": claim,
            "token": sealing.sign(claim, key=it.signing, typ=sealing.CLAIM),
        },
    }


def _links_vector(nl: _Node, it: _Node) -> dict[str, Any]:
    """Return the words of two cards, and a signed statement of each deed."""
    digests = {
        node.code: keys.digest_of_keys(node.card.signing_key, node.card.encryption_key)
        for node in (nl, it)
    }
    details: dict[Deed, dict[str, Any]] = {
        Deed.HELLO: {"knows": nl.signing.thumbprint()},
        Deed.CONFIRM: {"mine": digests["it"], "yours": digests["nl"]},
        Deed.KEYS: {
            "signing": keys.public_part(_key("Ed25519", b"\x06" * 32))["x"],
            "encryption": keys.public_part(_key("X25519", b"\x07" * 32))["x"],
            "until": "2027-02-06T12:00:00.000000Z",
        },
        Deed.REVOKE: {"kid": it.signing.thumbprint(), "last": 2, "digest": "ab" * 32},
        Deed.HEARD: {"of": "cd" * 32, "confirmed": True},
    }
    said = []
    for deed, more in details.items():
        statement = LinkStatement(
            sender="it", to="nl", at=NOON, deed=deed, details=more, capabilities={"files": "2"}
        ).to_json()
        token = sealing.sign(statement, key=it.signing, typ=sealing.STATEMENT)
        said.append({"payload": statement, "token": token, "digest": sealing.digest_of(token)})
    cards = [
        {
            "card": node.card.to_json(),
            "digest": digests[node.code],
            "words": keys.fingerprint_words(node.card.signing_key, node.card.encryption_key),
        }
        for node in (nl, it)
    ]
    return {"cards": cards, "statements": said}


def _parts_vector() -> dict[str, Any]:
    """Return a ciphertext in parts, and the roots of small trees, easy to get wrong."""
    cipher, part = _cipher(LONG), 65_536
    leaves = [leaf_hash(cipher[at : at + part]) for at in range(0, len(cipher), part)]
    small = [leaf_hash(bytes([number])) for number in range(9)]
    return {
        "plain": "repeat of bytes 0 to 255, 4096 times, then 'one chunk and a bit'",
        "key": _b64(b"\x05" * 32),
        "size": len(cipher),
        "part": part,
        "leaves": [leaf.hex() for leaf in leaves],
        "root": root_of(leaves).hex(),
        "roots": {
            "of": "parts of one byte each: 00, 01, 02 ...",
            "by_count": [root_of(small[:count]).hex() for count in range(1, 10)],
        },
    }


def _ledger_vector(nl: _Node, it: _Node) -> dict[str, Any]:
    """Return a question about a ledger and its answer, as they are signed."""
    question = Envelope(
        id=UUID(int=0x4000800000000000000A),
        thread=UUID(int=0x4000800000000000000B),
        sender="it",
        to=("nl",),
        created=NOON,
        expires=NOON + timedelta(minutes=5),
        kind="exchange.ledger",
        body={"of": "nl", "from": 1, "step": 1, "count": 1},
    )
    line = Line(
        seq=1,
        id=str(UUID(int=0x40008000000000000001)),
        digest="ab" * 32,
        prev="",
        kind="request.send",
        thread="00000000-0000-4000-8000-00000000aaaa",
        state="delivered",
    )
    answer = replace(
        question,
        id=UUID(int=0x4000800000000000000C),
        sender="nl",
        to=("it",),
        prev=str(question.id),
        body=Page(last=2, complete=2, lines=(line,)).to_json(),
    )
    made = {}
    for name, one, node, typ in (
        ("question", question, it, sealing.QUESTION),
        ("answer", answer, nl, sealing.ANSWER),
    ):
        payload = one.to_json()
        made[name] = {"payload": payload, "token": sealing.sign(payload, key=node.signing, typ=typ)}
    return {"asks": it.card.to_json(), "answers": nl.card.to_json(), **made}


def _files_vector() -> list[dict[str, Any]]:
    return [
        {
            "plain": "repeat of bytes 0 to 255, 4096 times, then 'one chunk and a bit'"
            if content is LONG
            else content.decode(),
            "size": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
            "key": _b64(b"\x05" * 32),
            "blob": hashlib.sha256(_cipher(content)).hexdigest(),
            "first_bytes": _cipher(content)[:32].hex(),
            "last_bytes": _cipher(content)[-32:].hex(),
        }
        for content in (b"", CONTENT, LONG)
    ]


def _cipher(content: bytes) -> bytes:
    """Return the ciphertext that the product makes with the fixed key."""
    return b"".join(blobs.encrypted(io.BytesIO(content), b"\x05" * 32))


def _old(name: str) -> dict[str, Any]:
    path = FOLDER / name
    found: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return found


def _b64(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode("ascii").rstrip("=")


if __name__ == "__main__":
    sys.exit(main())
