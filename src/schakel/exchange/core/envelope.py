"""The signed content of an envelope, and what is checked before it takes effect."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from schakel.exchange.core.errors import EnvelopeRefusedError
from schakel.kernel.moments import from_wire, to_wire

VERSION = "1"
SUITE = 1  # Ed25519, X25519 ECDH-ES+A256KW, A256GCM; 2 is kept for a hybrid with ML-KEM
CLOCK_SLACK = timedelta(minutes=10)
LONGEST_TEXT = 200  # characters of an id, code or name
MOST_FILES = 200
LONGEST_SEALED = 4 * 1024 * 1024  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRef:
    """A file that travels apart: what it is, and the key that opens its ciphertext."""

    name: str
    media_type: str
    sha256: str  # of the plain bytes
    size: int  # bytes, plain
    blob: str  # SHA-256 of the ciphertext
    key: str  # base64url, 32 bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """A unit of a node that takes part in the thread."""

    node: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What one node says to another, signed as a whole.

    `seq` counts the messages of the link from 1; `prev` is the SHA-256 of the sealed text before it
    on the link, empty for the first. A call has `seq` 0.
    """

    id: UUID
    thread: UUID
    sender: str
    to: tuple[str, ...]
    seq: int
    prev: str
    created: datetime
    expires: datetime
    kind: str
    decision: str
    codes: tuple[str, ...]
    participants: tuple[Participant, ...]
    body: Mapping[str, Any]
    files: tuple[FileRef, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the value that is signed."""
        return {
            "v": VERSION,
            "id": str(self.id),
            "thread": str(self.thread),
            "from": self.sender,
            "to": list(self.to),
            "seq": self.seq,
            "prev": self.prev,
            "created": to_wire(self.created),
            "expires": to_wire(self.expires),
            "kind": self.kind,
            "decision": self.decision,
            "codes": list(self.codes),
            "participants": [{"node": p.node, "unit": p.unit} for p in self.participants],
            "body": dict(self.body),
            "files": [
                {
                    "name": f.name,
                    "mediaType": f.media_type,
                    "sha256": f.sha256,
                    "size": f.size,
                    "blob": f.blob,
                    "key": f.key,
                }
                for f in self.files
            ],
        }


def read_envelope(given: object) -> Envelope:
    """Return the envelope in the verified payload `given`.

    Raises:
        EnvelopeRefusedError: `exchange.bad-shape`.
    """
    try:
        return _read(given)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise EnvelopeRefusedError("exchange.bad-shape") from error


def check_envelope(envelope: Envelope, *, me: str, sender: str, at: datetime) -> None:
    """Return when `envelope` may take effect here at `at`.

    Args:
        envelope: From a payload whose signature holds.
        me: Code of this node.
        sender: Code of the node whose key signed it.
        at: The moment of arrival.

    Raises:
        EnvelopeRefusedError: With the code of the first thing that is wrong.
    """
    if me not in envelope.to:
        raise EnvelopeRefusedError("exchange.wrong-recipient")
    if envelope.sender != sender:
        raise EnvelopeRefusedError("exchange.bad-signature")
    if envelope.created > at + CLOCK_SLACK:
        raise EnvelopeRefusedError("exchange.from-the-future")
    if envelope.expires <= at:
        raise EnvelopeRefusedError("exchange.expired")


def _read(given: object) -> Envelope:
    if not isinstance(given, Mapping) or given["v"] != VERSION:
        raise ValueError("version")
    files, participants, body = given["files"], given["participants"], given["body"]
    if len(files) > MOST_FILES or not isinstance(body, Mapping):
        raise ValueError("files or body")
    return Envelope(
        id=UUID(given["id"]),
        thread=UUID(given["thread"]),
        sender=_text(given["from"]),
        to=tuple(_text(item) for item in given["to"]),
        seq=_count(given["seq"]),
        prev=_text(given["prev"]),
        created=from_wire(given["created"]),
        expires=from_wire(given["expires"]),
        kind=_text(given["kind"]),
        decision=_text(given["decision"]),
        codes=tuple(_text(item) for item in given["codes"]),
        participants=tuple(
            Participant(node=_text(p["node"]), unit=_text(p["unit"])) for p in participants
        ),
        body=body,
        files=tuple(_file(item) for item in files),
    )


def _file(given: Mapping[str, Any]) -> FileRef:
    return FileRef(
        name=_text(given["name"]),
        media_type=_text(given["mediaType"]),
        sha256=_digest(given["sha256"]),
        size=_count(given["size"]),
        blob=_digest(given["blob"]),
        key=_text(given["key"]),
    )


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise ValueError("not a short text")
    return value


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError("not a count")
    return value


def _digest(value: object) -> str:
    text = _text(value)
    if len(text) != 64 or not set(text) <= set("0123456789abcdef"):
        raise ValueError("not a digest")
    return text
