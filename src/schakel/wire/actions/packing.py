"""A file that carries envelopes where no line goes: sealed to one node, complete or refused.

A tar archive of `courier.json`, which is sealed to the receiver and signed; `content`, encrypted
under a key that stands in it; and the ciphertext of files as `blobs/<digest>`.
`docs/reference/protocol.md` says how a second implementation writes one.
"""

import base64
import hashlib
import io
import json
import shutil
import tarfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO
from uuid import uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from schakel.kernel.errors import UnusableInputError
from schakel.kernel.moments import to_wire
from schakel.network.core.cards import NodeCard
from schakel.wire.actions.blobs import (
    CHUNK,
    blob_folder,
    blob_path,
    decrypted,
    encrypted,
    keep_carried,
)
from schakel.wire.actions.keys import find_encryption_key, signing_key
from schakel.wire.actions.sealing import PACKAGE, FindCard, seal, sign, unseal, verify
from schakel.wire.core.envelope import CLOCK_SLACK
from schakel.wire.core.errors import EnvelopeRefusedError
from schakel.wire.core.sealed import LONGEST_SEALED, read_sealed
from schakel.wire.core.shapes import (
    DIGEST,
    NODE,
    bytes_of,
    fields_of,
    match_of,
    moment_of,
    read_json,
)

LARGEST_CONTENT = 256 * 1024 * 1024  # bytes
FIRST, SECOND, BLOBS = "courier.json", "content", "blobs/"
MANIFEST = frozenset({"from", "to", "created", "key", "content", "blobs"})


SENTENCES = {
    "courier.no-package": "the file is not what a courier carries, or it was altered",
    "courier.altered": "the file was altered on its way; nothing was taken in",
    "exchange.wrong-recipient": "the file is for another node; nothing was taken in",
    "exchange.not-decrypted": "the file was altered on its way, or is for other keys",
    "exchange.unknown-sender": "no linked node wrote this file; nothing was taken in",
    "exchange.truncated": "the file ends too early; copy it again",
    "exchange.file-damaged": "a file in it was altered on its way; nothing was taken in",
    "exchange.key-revoked": "the key that signed this file was revoked; nothing was taken in",
    "exchange.no-room": "there is no room on the disk of this node; nothing was taken in",
    "exchange.from-the-future": "the file was made in the future; compare the clocks",
}


class PackageRefusedError(UnusableInputError):
    """A courier's file that is not taken in; nothing of it took effect."""

    code = "wire.package_refused"

    def __init__(self, refusal: str) -> None:
        super().__init__(SENTENCES.get(refusal, refusal))
        self.refusal = refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """What a linked node gave to a courier, and when it was made."""

    sender: str
    created_at: datetime
    content: Any


def write_package(
    out: BinaryIO,
    *,
    card: NodeCard,
    content: Mapping[str, Any],
    blobs: Sequence[str],
    now: datetime,
) -> None:
    """Write a file that only the node of `card` can open.

    Args:
        out: Where to write.
        card: The receiver.
        content: JSON: what is carried.
        blobs: Digests of the ciphertext that goes with it.
        now: The moment.
    """
    key = AESGCM.generate_key(256)
    plain = json.dumps(content).encode()
    secret = b"".join(encrypted(io.BytesIO(plain), key))
    manifest = {
        "from": settings.SCHAKEL_NODE.code,
        "to": card.code,
        "created": to_wire(now),
        "key": base64.urlsafe_b64encode(key).decode("ascii").rstrip("="),
        "content": hashlib.sha256(secret).hexdigest(),
        "blobs": list(blobs),
    }
    token = sign(manifest, key=signing_key(), typ=PACKAGE)
    outside = json.dumps(seal(token, envelope_id=str(uuid4()), card=card)).encode()
    with tarfile.open(fileobj=out, mode="w|") as archive:
        for name, data in ((FIRST, outside), (SECOND, secret)):
            archive.addfile(_entry(name, len(data)), io.BytesIO(data))
        for digest in blobs:
            with blob_path(digest).open("rb") as cipher:
                size = blob_path(digest).stat().st_size
                archive.addfile(_entry(f"{BLOBS}{digest}", size), cipher)


def read_package(source: BinaryIO, *, find_card: FindCard, now: datetime) -> Package:
    """Return who wrote a file, when, and what it carries.

    Ciphertext of files is kept on the way; without the envelope that names it, it is swept.

    Raises:
        PackageRefusedError: For another node, cut short, altered, or from a stranger.
    """
    try:
        with tarfile.open(fileobj=source, mode="r|") as archive:
            entries = iter(archive)
            given = read_json(_bytes(archive, next(entries, None), FIRST, most=LONGEST_SEALED * 2))
            sender, manifest = _open(given, find_card=find_card, now=now)
            secret = _bytes(archive, next(entries, None), SECOND, most=LARGEST_CONTENT)
            if hashlib.sha256(secret).hexdigest() != manifest["content"]:
                raise PackageRefusedError("courier.altered")
            for digest in manifest["blobs"]:
                stream = _stream(archive, next(entries, None), f"{BLOBS}{digest}")
                keep_carried(_chunks(stream), digest=digest)
        plain = b"".join(decrypted(io.BytesIO(secret), bytes_of(manifest["key"])))
        created = moment_of(manifest["created"])
        return Package(sender=sender, created_at=created, content=read_json(plain))
    except EnvelopeRefusedError as error:
        raise PackageRefusedError(error.refusal) from error
    except (tarfile.TarError, EOFError) as error:
        raise PackageRefusedError("exchange.truncated") from error
    except (InvalidTag, ValueError, KeyError, TypeError) as error:
        raise PackageRefusedError("courier.no-package") from error


def _open(given: object, *, find_card: FindCard, now: datetime) -> tuple[str, Mapping[str, Any]]:
    sealed = read_sealed(given, me=settings.SCHAKEL_NODE.code)
    token = unseal(sealed, find_key=find_encryption_key)
    payload, sender = verify(token, find_card=find_card, typ=PACKAGE)
    manifest = fields_of(payload, MANIFEST)
    if match_of(manifest["to"], NODE) != settings.SCHAKEL_NODE.code:
        raise EnvelopeRefusedError("exchange.wrong-recipient")
    if moment_of(manifest["created"]) > now + CLOCK_SLACK:
        raise EnvelopeRefusedError("exchange.from-the-future")
    for digest in (manifest["content"], *manifest["blobs"]):
        match_of(digest, DIGEST)
    return sender, manifest


def _entry(name: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    return entry


def _stream(archive: tarfile.TarFile, entry: tarfile.TarInfo | None, name: str) -> Any:
    """Return the bytes of the entry that must come now.

    Raises:
        EnvelopeRefusedError: `exchange.truncated`: there is none; `exchange.no-room`.
    """
    if entry is None:
        raise EnvelopeRefusedError("exchange.truncated")
    if shutil.disk_usage(blob_folder()).free < entry.size:
        raise EnvelopeRefusedError("exchange.no-room")
    stream = archive.extractfile(entry) if entry.isfile() and entry.name == name else None
    if stream is None:
        raise ValueError("another entry than was signed")
    return stream


def _bytes(
    archive: tarfile.TarFile, entry: tarfile.TarInfo | None, name: str, *, most: int
) -> bytes:
    stream = _stream(archive, entry, name)
    assert entry is not None
    if entry.size > most:
        raise ValueError("larger than a courier's file may be")
    found: bytes = stream.read()
    if len(found) != entry.size:
        raise EnvelopeRefusedError("exchange.truncated")
    return found


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    while chunk := stream.read(CHUNK):
        yield chunk
