"""The signed content of an envelope, and what is checked before it takes effect."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from schakel.kernel.moments import to_wire
from schakel.wire.core.errors import EnvelopeRefusedError
from schakel.wire.core.sealed import SUITE, is_suite
from schakel.wire.core.shapes import (
    DIGEST,
    KIND,
    NODE,
    bytes_of,
    count_of,
    id_of,
    list_of,
    match_of,
    moment_of,
    text_of,
)

VERSION = "1"
CLOCK_SLACK = timedelta(minutes=10)
LONGEST_LIFE = timedelta(days=400)
LONGEST_BODY = 2 * 1024 * 1024  # bytes of canonical JSON
MOST_FILES = 200
MOST_CODES = 20
MOST_PARTICIPANTS = 200
KEY_BYTES = 32
CRITICAL: frozenset[str] = frozenset()  # names beyond version 1 that this node understands


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRef:
    """A file that travels apart: what it is, and the key that opens its ciphertext."""

    name: str
    media_type: str
    sha256: str  # of the plain bytes
    size: int  # bytes, plain
    blob: str  # SHA-256 of the ciphertext
    key: str  # base64url, 32 bytes
    part: int = 0  # bytes of a part; then `blob` is the root of the tree over the parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """A unit of a node that takes part in the thread."""

    node: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What one node says to another, signed as a whole.

    `seq` counts the messages of the link from 1; `prev` is the SHA-256 of the signed text before it
    on the link, empty for the first. A direct question has `seq` 0 and no `prev`; the answer to it
    has `seq` 0 and the id of the question as `prev`.
    """

    id: UUID
    thread: UUID
    sender: str
    to: tuple[str, ...]
    created: datetime
    expires: datetime
    kind: str
    body: Mapping[str, Any]
    seq: int = 0
    prev: str = ""
    purpose: str = ""
    decision: str = ""
    codes: tuple[str, ...] = ()
    participants: tuple[Participant, ...] = ()
    files: tuple[FileRef, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the value that is signed."""
        return {
            "v": VERSION,
            "suite": SUITE,
            "id": str(self.id),
            "thread": str(self.thread),
            "from": self.sender,
            "to": list(self.to),
            "seq": self.seq,
            "prev": self.prev,
            "created": to_wire(self.created),
            "expires": to_wire(self.expires),
            "kind": self.kind,
            "purpose": self.purpose,
            "decision": self.decision,
            "codes": list(self.codes),
            "participants": [{"node": p.node, "unit": p.unit} for p in self.participants],
            "body": dict(self.body),
            "files": [_file_to_json(file) for file in self.files],
        }


def read_envelope(given: object) -> Envelope:
    """Return the envelope in the verified payload `given`.

    Names that version 1 does not know are ignored, unless the sender lists them under `crit`.

    Raises:
        EnvelopeRefusedError: `exchange.unknown-version`, `.unknown-suite`, `.unknown-critical` or
            `.bad-shape`.
    """
    if not isinstance(given, Mapping):
        raise EnvelopeRefusedError("exchange.bad-shape")
    if given.get("v") != VERSION:
        raise EnvelopeRefusedError("exchange.unknown-version")
    if not is_suite(given.get("suite")):
        raise EnvelopeRefusedError("exchange.unknown-suite")
    try:
        needed = {text_of(name) for name in list_of(given.get("crit", []), most=MOST_CODES)}
        envelope = _read(given)
    except (KeyError, TypeError, ValueError) as error:
        raise EnvelopeRefusedError("exchange.bad-shape") from error
    if not needed <= CRITICAL:
        raise EnvelopeRefusedError("exchange.unknown-critical")
    return envelope


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
        raise EnvelopeRefusedError("exchange.unknown-sender")
    if envelope.created > at + CLOCK_SLACK:
        raise EnvelopeRefusedError("exchange.from-the-future")
    if envelope.expires <= at:
        raise EnvelopeRefusedError("exchange.expired")


def _read(given: Mapping[str, Any]) -> Envelope:
    created, expires = moment_of(given["created"]), moment_of(given["expires"])
    body = given["body"]
    if not isinstance(body, Mapping) or not timedelta(0) < expires - created <= LONGEST_LIFE:
        raise ValueError("body or life")
    participants = list_of(given["participants"], most=MOST_PARTICIPANTS)
    return Envelope(
        id=id_of(given["id"]),
        thread=id_of(given["thread"]),
        sender=match_of(given["from"], NODE),
        to=tuple(match_of(item, NODE) for item in list_of(given["to"], most=MOST_CODES)),
        seq=count_of(given["seq"]),
        prev=text_of(given["prev"], longest=64),
        created=created,
        expires=expires,
        kind=match_of(given["kind"], KIND),
        purpose=text_of(given["purpose"]),
        decision=text_of(given["decision"]),
        codes=tuple(text_of(item) for item in list_of(given["codes"], most=MOST_CODES)),
        participants=tuple(
            Participant(node=match_of(p["node"], NODE), unit=text_of(p["unit"]))
            for p in participants
        ),
        body=body,
        files=tuple(_file(item) for item in list_of(given["files"], most=MOST_FILES)),
    )


def _file(given: Mapping[str, Any]) -> FileRef:
    if len(bytes_of(given["key"])) != KEY_BYTES:
        raise ValueError("not a key")
    return FileRef(
        name=text_of(given["name"]),
        media_type=text_of(given["mediaType"]),
        sha256=match_of(given["sha256"], DIGEST),
        size=count_of(given["size"]),
        blob=match_of(given["blob"], DIGEST),
        key=given["key"],
        part=count_of(given.get("part", 0)),
    )


def _file_to_json(file: FileRef) -> dict[str, Any]:
    parted = {"part": file.part} if file.part else {}
    return parted | {
        "name": file.name,
        "mediaType": file.media_type,
        "sha256": file.sha256,
        "size": file.size,
        "blob": file.blob,
        "key": file.key,
    }
