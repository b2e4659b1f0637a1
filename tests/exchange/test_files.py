"""Files travel apart, in bounded memory, and arrive as they were signed or not at all."""

import base64
import hashlib
import json
import os
import tracemalloc
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import httpx
import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from schakel.exchange.actions import OutgoingFile, send_waiting, sweep, take_envelopes
from schakel.exchange.models import BlobSent, Outgoing
from schakel.exchange.queries import delivery_of
from schakel.shell import vault
from schakel.wire.actions import blobs
from schakel.wire.actions.blobs import (
    CHUNK,
    TAG,
    blob_path,
    decrypt_into_vault,
    encrypt_file,
    keep_blob,
)
from schakel.wire.core.errors import EnvelopeRefusedError
from schakel.wire.core.receipts import Stage
from tests.exchange.partner import NOON
from tests.exchange.test_sending import put, signing


def a_file(content):
    """Return the reference of an encrypted file, its plain bytes removed from the vault."""
    digest, _ = vault.put([content])
    ref = encrypt_file(name="foto.png", media_type="image/png", sha256=digest)
    vault.path_of(digest).unlink()
    return ref


def by_hand(ref, content):
    """Return the ciphertext as the protocol page describes it, made without our code."""
    key = base64.urlsafe_b64decode(ref.key + "=")
    pieces = [content[start : start + CHUNK] for start in range(0, len(content), CHUNK)] or [b""]
    last = len(pieces) - 1
    return b"".join(
        AESGCM(key).encrypt(number.to_bytes(12, "big"), piece, bytes([number == last]))
        for number, piece in enumerate(pieces)
    )


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_a_file_is_encrypted_as_documented_and_comes_back(size):
    """A second implementation must be able to read it; every edge of a chunk is one."""
    content = os.urandom(size)
    ref = a_file(content)

    assert blob_path(ref.blob).read_bytes() == by_hand(ref, content)
    assert ref.blob == hashlib.sha256(by_hand(ref, content)).hexdigest()
    decrypt_into_vault(ref)
    assert vault.open_original(ref.sha256).read() == content


def test_the_same_file_twice_has_nothing_in_common_on_the_line():
    """Who watches the line must not see that two nodes got the same picture."""
    assert a_file(b"same").blob != a_file(b"same").blob


CHUNKED = 2 * CHUNK + 5
WHOLE = CHUNK + TAG


@pytest.mark.parametrize(
    "damage",
    [
        lambda c: c[:-1],
        lambda c: c[:WHOLE],
        lambda c: c[: 2 * WHOLE],
        lambda c: c[WHOLE:],
        lambda c: c[WHOLE : 2 * WHOLE] + c[:WHOLE] + c[2 * WHOLE :],
        lambda c: c[:WHOLE] + c[:WHOLE] + c[2 * WHOLE :],
        lambda c: c + c[-5 - TAG :],
        lambda c: bytes([c[0] ^ 1]) + c[1:],
        lambda c: b"",
    ],
    ids="cut lost-two lost-last lost-first swapped repeated longer flipped empty".split(),
)
def test_damaged_ciphertext_never_becomes_a_file(home, damage):
    """No chunk can be dropped, repeated, moved or changed."""
    content = os.urandom(CHUNKED)
    ref = a_file(content)
    damaged = damage(blob_path(ref.blob).read_bytes())
    blob_path(ref.blob).write_bytes(damaged)

    with pytest.raises(EnvelopeRefusedError) as caught:
        decrypt_into_vault(ref)
    assert caught.value.refusal == "exchange.file-damaged"
    assert [path for path in (home / "vault").rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("change", [{"sha256": "0" * 64}, {"size": 3}, {"size": 99}], ids=str)
def test_a_file_that_is_not_what_was_signed_is_not_kept(home, change):
    """A sender cannot have one thing signed and another thing opened."""
    with pytest.raises(EnvelopeRefusedError) as caught:
        decrypt_into_vault(replace(a_file(b"content"), **change))
    assert caught.value.refusal == "exchange.file-damaged"
    assert [path for path in (home / "vault").rglob("*") if path.is_file()] == []


def test_a_file_that_did_not_come_is_missing_even_when_the_node_has_one_like_it():
    """Otherwise a partner could find out which files a node holds."""
    digest, _ = vault.put([b"known here"])
    ref = replace(a_file(b"x"), sha256=digest, blob="0" * 64, size=10)
    with pytest.raises(EnvelopeRefusedError) as caught:
        decrypt_into_vault(ref)
    assert caught.value.refusal == "exchange.file-missing"


def test_a_broken_line_leaves_no_half_file(home):
    """What is under a digest is whole."""

    def breaks():
        yield b"half"
        raise ConnectionError

    with pytest.raises(ConnectionError):
        keep_blob(breaks(), digest="0" * 64)
    assert list((home / "blobs").iterdir()) == []


def test_memory_stays_bounded():
    """A large file must not be a large memory."""
    digest, _ = vault.put(b"\0" * CHUNK for _ in range(48))
    tracemalloc.start()
    ref = encrypt_file(name="film.mp4", media_type="video/mp4", sha256=digest)
    vault.path_of(digest).unlink()
    decrypt_into_vault(ref)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert ref.size == 48 * CHUNK
    assert peak < 8 * CHUNK


def test_names_lose_what_no_name_has():
    """A name with a line break could forge a line of a log or a header."""
    digest, _ = vault.put([b"x"])
    ref = encrypt_file(name="a\r\nb\x00" + "c" * 300, media_type="text/plain", sha256=digest)
    assert ref.name == ("a  b " + "c" * 300)[:200]


def with_file(content=b"een foto"):
    """Put a message with a file into the outbox; return its id."""
    digest, _ = vault.put([content])
    return put(files=[OutgoingFile(name="f.png", media_type="image/png", sha256=digest)])


@pytest.mark.django_db
def test_the_file_goes_first_and_only_once(partner, line):
    """A new attempt must not send a film again."""
    envelope_id = with_file()
    line.answer = lambda request: httpx.Response(200 if request.method == "PUT" else 503)
    send_waiting(NOON)
    line.answer = signing(partner)
    send_waiting(NOON + timedelta(minutes=1))

    assert [request.method for request in line.requests] == ["PUT", "POST", "POST"]
    assert delivery_of(envelope_id).state == "delivered"
    [ref] = partner.open(json.loads(line.requests[1].content)["envelopes"][0]).files
    assert line.requests[0].content == by_hand(ref, b"een foto")
    assert line.requests[0].url.path.endswith(ref.blob)


@pytest.mark.django_db
def test_a_file_that_the_receiver_lost_is_sent_again(partner, line):
    """It says that it is missing, and gets it."""
    with_file()
    line.answer = signing(partner, stages=[Stage.REFUSED], problem="exchange.file-missing")
    send_waiting(NOON)
    line.answer = signing(partner)
    send_waiting(NOON + timedelta(minutes=20))
    assert [request.method for request in line.requests] == ["PUT", "POST", "PUT", "POST"]


@pytest.mark.django_db
def test_a_file_that_is_refused_stops_only_its_own_message(partner, line):
    """Those behind it go on."""
    with_file()
    second = put()

    def answer(request):
        if request.method == "PUT":
            return httpx.Response(413)
        return signing(partner)(request)

    line.answer = answer
    send_waiting(NOON)
    assert delivery_of(second).state == "delivered"
    assert not BlobSent.objects.exists()


@pytest.mark.django_db
def test_a_message_whose_file_is_gone_fails_and_lets_the_rest_pass(partner, line):
    """It cannot be sent any more, and its people must learn that."""
    envelope_id, second = with_file(), put()
    for digest in Outgoing.objects.get(id=envelope_id).blobs:
        blob_path(digest).unlink()
    line.answer = signing(partner)
    send_waiting(NOON)
    send_waiting(NOON)

    assert (delivery_of(envelope_id).state, delivery_of(envelope_id).problem) == (
        "failed",
        "exchange.file-gone",
    )
    assert delivery_of(second).state == "delivered"
    assert not Outgoing.objects.filter(is_void_due=True).exists()


@pytest.mark.django_db
def test_a_message_with_a_file_arrives(partner, handled):
    """The rooms above find the plain bytes in the vault."""
    ref = a_file(b"een foto")
    [missing] = take_envelopes(
        [partner.send(files=(replace(ref, blob="1" * 64),))], now=NOON
    ).results
    assert missing["refused"] == "exchange.file-missing"
    partner.seq, partner.prev = 0, ""
    [result] = take_envelopes([partner.send(files=(ref,))], now=NOON).results
    assert len(result["receipts"]) == 2
    [file] = handled[0].files
    assert vault.open_original(file.sha256).read() == b"een foto"
    assert (file.name, file.media_type, file.size) == ("foto.png", "image/png", 8)


@pytest.mark.django_db
def test_files_nobody_needs_are_swept(partner, line):
    """Those of waiting messages stay; the disk is not for ever."""
    envelope_id = with_file()
    orphan = hashlib.sha256(b"orphan").hexdigest()
    keep_blob([b"orphan"], digest=orphan)
    old = (NOON - timedelta(days=2)).timestamp()
    for path in blobs._folder().iterdir():
        os.utime(path, (old, old))

    assert sweep(NOON) == 1
    [digest] = Outgoing.objects.get(id=UUID(str(envelope_id))).blobs
    assert blob_path(digest).exists()
    assert sweep(NOON + timedelta(days=60)) == 1
    assert not blob_path(digest).exists()
    assert sweep(NOON) == 0
