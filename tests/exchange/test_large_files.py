"""Large evidence travels in parts: resumed after a break, checked by part, never in memory."""

import hashlib
import os
import tracemalloc
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import httpx
import pytest
from django.urls import reverse
from django.utils import timezone

from schakel.exchange.actions import (
    OutgoingFile,
    call_back,
    check_claim,
    list_waiting_about,
    outbox,
    prepare_files,
    send_waiting,
    sending,
    set_out,
    sweep,
    take_envelopes,
    travelling,
    unpack,
)
from schakel.exchange.models import BlobSent, Incoming, Link, Outgoing
from schakel.exchange.queries import delivery_of, list_travelling
from schakel.heads.core.merkle import leaf_hash, root_of
from schakel.kernel.errors import UnusableInputError
from schakel.kernel.moments import to_wire
from schakel.network.actions import note_heard
from schakel.network.queries import get_node
from schakel.parcels.actions import send_parcels
from schakel.shell import vault
from schakel.wire.actions import blobs, lines, parts
from schakel.wire.actions.blobs import CHUNK, blob_path, encrypt_file, leaves_of, read_part
from schakel.wire.actions.parts import begin_parts, keep_part
from schakel.wire.actions.sealing import CLAIM, sign
from schakel.wire.core.errors import EnvelopeRefusedError
from schakel.wire.core.parts import Layout, missing_ranges, numbers_in, split_leaves
from schakel.wire.core.receipts import Stage
from tests.exchange.partner import NOON, THREAD
from tests.exchange.test_sending import put, signing

PART = 100_000  # bytes; a part need not end where a chunk ends
CONTENT = os.urandom(2 * CHUNK + 77)


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    """Let what is a large file begin at a megabyte."""
    monkeypatch.setattr(blobs, "PART", PART)
    monkeypatch.setattr(blobs, "WHOLE", CHUNK)
    monkeypatch.setattr(sending, "PART", PART)
    monkeypatch.setattr(lines, "PARTS_AT_ONCE", 5)


def a_large_file(content=CONTENT):
    """Return the reference of a file that is encrypted for sending in parts, and its ciphertext.

    Nothing of it stays here: it is as if another node had made it.
    """
    digest, _ = vault.put([content])
    ref = encrypt_file(name="dump.bin", media_type="x/y", sha256=digest, in_parts=True)
    cipher, leaves = blob_path(ref.blob).read_bytes(), leaves_of(ref.blob)
    vault.path_of(digest).unlink()
    blob_path(ref.blob).unlink()
    blob_path(ref.blob).with_name(f"{ref.blob}.leaves").unlink()
    return ref, cipher, leaves


def layout_of(cipher):
    """Return how ciphertext is parted in these tests."""
    return Layout(size=len(cipher), part=PART)


def pieces(cipher):
    """Return the parts of ciphertext."""
    return [cipher[at : at + PART] for at in range(0, len(cipher), PART)]


def refused(deed, *args, **given):
    """Return the code with which a deed is refused."""
    with pytest.raises(EnvelopeRefusedError) as caught:
        deed(*args, **given)
    return caught.value.refusal


def test_the_tree_is_the_one_of_the_standard():
    """Another implementation needs nothing but RFC 9162."""
    ref, cipher, leaves = a_large_file()
    mine = [hashlib.sha256(b"\0" + piece).digest() for piece in pieces(cipher)]
    assert leaves == b"".join(mine)
    assert ref.blob == root_of(mine).hex()
    assert ref.part == PART


def test_parts_may_come_in_any_order_and_again():
    """The line broke; the sender begins where he likes."""
    ref, cipher, leaves = a_large_file()
    parted, layout = pieces(cipher), layout_of(cipher)
    last = len(parted) - 1
    assert begin_parts(root=ref.blob, layout=layout, leaves=leaves) == [(0, last)]
    assert not keep_part(root=ref.blob, number=last, content=parted[last])
    assert not keep_part(root=ref.blob, number=3, content=parted[3])
    assert not keep_part(root=ref.blob, number=3, content=parted[3])
    assert blob_path(ref.blob).with_name(f"{ref.blob}.have").stat().st_size == 8
    missing = begin_parts(root=ref.blob, layout=layout, leaves=leaves)
    assert missing == [(0, 2), (4, last - 1)]
    assert not blob_path(ref.blob).exists()
    for number in [n for first, end in missing for n in range(first, end + 1)]:
        whole = keep_part(root=ref.blob, number=number, content=parted[number])
    assert whole
    assert blob_path(ref.blob).read_bytes() == cipher
    assert begin_parts(root=ref.blob, layout=layout, leaves=leaves) == []
    assert keep_part(root=ref.blob, number=0, content=parted[0])
    assert [path.name for path in blobs.blob_folder().iterdir()] == [ref.blob]


def test_half_a_number_after_a_power_cut_is_none():
    """The part is on disk before its number is; the number may be torn."""
    ref, cipher, leaves = a_large_file()
    layout = layout_of(cipher)
    begin_parts(root=ref.blob, layout=layout, leaves=leaves)
    keep_part(root=ref.blob, number=0, content=pieces(cipher)[0])
    with blob_path(ref.blob).with_name(f"{ref.blob}.have").open("ab") as have:
        have.write(b"\0\0\0")
    assert begin_parts(root=ref.blob, layout=layout, leaves=leaves)[0][0] == 1


def test_what_is_not_the_signed_file_is_refused(monkeypatch):
    """Part by part, before it lies on the disk."""
    ref, cipher, leaves = a_large_file()
    parted, layout = pieces(cipher), layout_of(cipher)
    root = ref.blob
    assert refused(keep_part, root=root, number=0, content=parted[0]) == "exchange.file-missing"
    for odd in (leaves[:-1], leaves[:-32], leaves + leaves[:32], leaves[32:] + leaves[:32], b""):
        assert refused(begin_parts, root=root, layout=layout, leaves=odd) == "exchange.file-damaged"
    begin_parts(root=root, layout=layout, leaves=leaves)
    for number, content in ((0, parted[1]), (0, parted[0][:-1]), (0, b""), (1, parted[0])):
        found = refused(keep_part, root=root, number=number, content=content)
        assert found == "exchange.file-damaged"
    assert refused(keep_part, root=root, number=len(parted), content=b"x") == "exchange.bad-shape"
    other = Layout(size=len(cipher) - 1, part=PART)
    assert refused(begin_parts, root=root, layout=other, leaves=leaves) == "exchange.file-damaged"


def test_a_file_for_which_there_is_no_room_is_asked_for_later(monkeypatch):
    """A full disk must not take the node with it."""
    ref, cipher, leaves = a_large_file()
    found = parts.shutil.disk_usage("/")
    monkeypatch.setattr(
        parts.shutil, "disk_usage", lambda path: found._replace(free=len(cipher) - 1)
    )
    layout = layout_of(cipher)
    assert refused(begin_parts, root=ref.blob, layout=layout, leaves=leaves) == "exchange.no-room"


@pytest.mark.parametrize(
    ("size", "part"),
    [(0, PART), (22 * 1024**3, 64 * 1024**2), (1024, 65_535), (1024, 2**27), (5 * 1024**3, 65_536)],
)
def test_what_no_node_has_to_take(size, part):
    """Too large, or cut into crumbs."""
    with pytest.raises(EnvelopeRefusedError) as caught:
        Layout(size=size, part=part)
    assert caught.value.refusal == "exchange.too-large"


def test_twenty_gigabytes_fit():
    """The size that the protocol promises."""
    assert Layout(size=20 * 1024**3 + 16 * 20 * 1024, part=8 * (CHUNK + 16)).count == 2_560


def test_ranges_are_bounded():
    """An answer names at most a thousand gaps; the rest is asked for afterwards."""
    there = set(range(0, 5_000, 2))
    found = missing_ranges(there, count=5_000)
    assert len(found) == 1_000
    assert list(numbers_in([list(pair) for pair in found], count=5_000))[:3] == [1, 3, 5]
    for odd in (None, [[1]], [[0, 5_000]], [["a", 1]], [[0, 1]] * 1_001):
        with pytest.raises(ValueError, match="not"):
            list(numbers_in(odd, count=5_000))


def test_leaves_that_make_another_tree_are_none():
    """The root is what the envelope names."""
    leaves = [leaf_hash(b"a"), leaf_hash(b"b")]
    layout = Layout(size=PART + 1, part=PART)
    assert split_leaves(b"".join(leaves), layout=layout, root=root_of(leaves).hex()) == leaves
    assert refused(split_leaves, b"".join(leaves), layout=layout, root="0" * 64) == (
        "exchange.file-damaged"
    )


class Sender:
    """The partner sends a large file over the documented addresses."""

    def __init__(self, partner, door):
        self.partner, self.door = partner, door
        self.ref, self.cipher, self.leaves = a_large_file()

    def claim(self, **changes):
        """Return the header with what the partner signed."""
        said = {
            "from": "it",
            "to": "nl",
            "created": to_wire(timezone.now()),
            "blob": self.ref.blob,
            "size": len(self.cipher),
            "part": PART,
        } | changes
        return {"authorization": f"Schakel {sign(said, key=self.partner.signing, typ=CLAIM)}"}

    def put(self, name, content, *, number=None, headers=None):
        """Put something to an address of the protocol."""
        args = [self.ref.blob] if number is None else [self.ref.blob, number]
        return self.door.put(
            reverse(f"exchange:{name}", args=args),
            content,
            content_type="application/octet-stream",
            headers=headers or self.claim(),
        )

    def put_all(self):
        """Send the whole file."""
        assert self.put("leaves", self.leaves).status_code == 200
        for number, piece in enumerate(pieces(self.cipher)):
            answer = self.put("part", piece, number=number)
        assert answer.json()["whole"] is True


@pytest.fixture
def sender(partner, door):
    """Return a partner with a large file."""
    return Sender(partner, door)


@pytest.mark.django_db
def test_the_message_takes_effect_once_its_file_is_decrypted(sender, handled):
    """It is signed for when it is on disk; decrypting takes as long as it takes."""
    sealed = sender.partner.send(files=(sender.ref,), body={"n": 1})
    after = sender.partner.send(body={"n": 2})
    results = take_envelopes([sealed], now=NOON).results
    assert results[0]["refused"] == "exchange.file-missing"
    sender.put_all()

    result = take_envelopes([sealed, after], now=NOON).results[0]
    assert "refused" not in result
    assert len(result["receipts"]) == 1
    assert not handled
    assert unpack(NOON) == 1
    assert [message.body["n"] for message in handled] == [1, 2]
    assert vault.open_original(sender.ref.sha256).read() == CONTENT
    assert not blob_path(sender.ref.blob).exists()
    assert unpack(NOON) == 0
    again = take_envelopes([sealed], now=NOON).results[0]
    assert len(again["receipts"]) == 2


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"sha256": "0" * 64}, {"key": "A" * 43}])
def test_a_file_that_is_not_what_was_signed_fails_its_message(sender, handled, change):
    """The tree was right, the content is not: the sender hears it in a receipt."""
    sender.put_all()
    sealed = sender.partner.send(files=(replace(sender.ref, **change),))
    take_envelopes([sealed], now=NOON)
    assert unpack(NOON) == 1
    row = Incoming.objects.get()
    assert (row.state, row.problem) == ("failed", "exchange.file-damaged")
    assert not handled


@pytest.mark.django_db
def test_a_length_that_does_not_fit_is_seen_before_it_is_accepted(sender, handled):
    """The ciphertext of a file has one possible length."""
    sender.put_all()
    sealed = sender.partner.send(files=(replace(sender.ref, size=len(CONTENT) + 1),))
    assert take_envelopes([sealed], now=NOON).results[0]["refused"] == "exchange.file-damaged"


@pytest.mark.django_db
def test_the_doors_take_parts_from_linked_nodes_alone(sender):
    """Each call is signed, and says how large the file will be."""
    for name, number in (("leaves", None), ("part", 0)):
        answer = sender.put(name, b"x", number=number, headers={"authorization": "Basic x"})
        assert (answer.status_code, answer.json()["type"]) == (403, "exchange.unknown-sender")
        answer = sender.put(name, b"x", number=number, headers=sender.claim(blob="ab" * 32))
        assert answer.json()["type"] == "exchange.wrong-recipient"
        answer = sender.put(name, b"x", number=number, headers=sender.claim(size=0))
        assert (answer.status_code, answer.json()["type"]) == (413, "exchange.too-large")
        answer = sender.put(name, b"x", number=number, headers=sender.claim(size="x"))
        assert answer.json()["type"] == "exchange.bad-shape"
    assert sender.put("part", b"x" * (PART + 1), number=0).json()["type"] == "exchange.too-large"
    answer = sender.put("leaves", sender.leaves).json()
    assert answer["missing"] == [[0, len(pieces(sender.cipher)) - 1]]


@pytest.mark.django_db
def test_a_claim_says_who_and_how_large(partner):
    """The door asks the claim for the layout."""
    said = {"from": "it", "to": "nl", "created": to_wire(NOON), "blob": "ab" * 32}
    whole = check_claim(sign(said, key=partner.signing, typ=CLAIM), blob="ab" * 32, now=NOON)
    assert (whole.sender, whole.size, whole.part) == ("it", 0, 0)


class Receiver:
    """The partner takes parts, and drops the line after some of them."""

    def __init__(self, partner):
        self.partner, self.have, self.leaves, self.breaks_after = partner, {}, b"", 10**9
        self.posted = signing(partner)
        self.puts = 0

    def answer(self, request):
        """Answer one request of this node."""
        path = request.url.path
        if path.endswith("/leaves"):
            self.leaves = request.content
            count = len(request.content) // 32
            missing = missing_ranges(self.have, count=count)
            return httpx.Response(200, json={"missing": missing})
        if "/parts/" in path:
            self.puts += 1
            if self.puts > self.breaks_after:
                raise httpx.ReadError("the line broke")
            self.have[int(path.rpartition("/")[2])] = request.content
            return httpx.Response(200, json={})
        return self.posted(request)


@pytest.fixture
def receiver(partner, line):
    """Return a partner that takes files in parts."""
    note_heard(code="it", capabilities={"files": "2"}, protocol="1", now=NOON)
    found = Receiver(partner)
    line.answer = found.answer
    return found


def put_large(content=CONTENT, **more):
    """Put a message with a large file into the outbox."""
    digest, _ = vault.put([content])
    file = OutgoingFile(name="dump.bin", media_type="x/y", sha256=digest)
    return put(files=prepare_files([file], to_node="it"), **more)


def bring(now=NOON, *, runs=9):
    """Let the chores run until nothing is on its way; return how many parts landed."""
    landed = 0
    for _ in range(runs):
        landed += send_parcels(now, patience=20)
        send_waiting(now)
    return landed


def state_of(envelope_id):
    """Return how far an envelope came."""
    return delivery_of(envelope_id).state


@pytest.mark.django_db
def test_a_large_file_goes_in_parts_and_then_its_message(receiver):
    """Many requests of a few parts each; the message gets its number when all are there."""
    large = put_large()
    assert Outgoing.objects.get(id=large).seq < 0
    assert bring() == len(receiver.have)
    assert state_of(large) == "delivered"
    row = Outgoing.objects.get(id=large)
    cipher = b"".join(receiver.have[n] for n in sorted(receiver.have))
    assert cipher == blob_path(row.blobs[0]).read_bytes()
    assert receiver.puts == len(receiver.have)
    envelope = receiver.partner.open(row.sealed)
    assert (envelope.files[0].part, envelope.seq, envelope.prev) == (PART, 1, "")
    assert BlobSent.objects.get().digest == row.blobs[0]


@pytest.mark.django_db
def test_what_is_said_behind_a_large_file_does_not_wait_for_it(receiver):
    """Danger to life never waits for twenty gigabytes; what is about the same thing does."""
    item, other = str(uuid4()), str(uuid4())
    before, large = put(), put_large(body={"item": item})
    urgent, about = put(body={"item": other}), put(body={"told": [{"of": item}]})
    behind, again = put(body={"item": item, "new": other}), put(body={"new": other})
    send_waiting(NOON)
    done = {name: state_of(name) for name in (before, urgent, large, about, behind, again)}
    assert done == {
        before: "delivered",
        urgent: "delivered",
        large: "travelling",
        about: "travelling",
        behind: "travelling",
        again: "travelling",
    }
    bring()
    assert {state_of(one) for one in done} == {"delivered"}
    numbers = Outgoing.objects.order_by("seq").values_list("id", flat=True)
    assert list(numbers) == [before, urgent, large, about, behind, again]
    seen = [receiver.partner.open(row.sealed) for row in Outgoing.objects.order_by("seq")]
    assert [one.seq for one in seen] == [1, 2, 3, 4, 5, 6]
    digests = list(Outgoing.objects.order_by("seq").values_list("digest", flat=True))
    assert [one.prev for one in seen] == ["", *digests[:-1]]


@pytest.mark.django_db
def test_after_a_break_only_what_is_missing_goes(receiver):
    """A night on a bad line is not begun again in the morning; the messages have their own line."""
    large = put_large()
    receiver.breaks_after = 7
    assert bring() == 7
    found = delivery_of(large)
    assert (found.state, found.problem) == ("travelling", "exchange.unreachable")
    assert Link.objects.get().next_try_at is None
    sent = receiver.puts
    receiver.breaks_after = 10**9
    bring(NOON + timedelta(hours=1))
    assert state_of(large) == "delivered"
    assert receiver.puts == sent + len(receiver.have) - 7


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (httpx.Response(507, json={"type": "exchange.no-room"}), "exchange.no-room"),
        (httpx.Response(200, json={"missing": [[0, 10**6]]}), "exchange.no-answer"),
        (httpx.Response(500, content=b"?"), "exchange.no-answer"),
    ],
)
def test_a_receiver_that_does_not_take_parts_now_is_asked_later(receiver, line, answer, problem):
    """The message waits, the page says why, and the others go."""
    large = put_large()
    line.answer = lambda request: answer
    assert bring() == 0
    assert delivery_of(large).problem == problem
    after = put()
    line.answer = receiver.answer
    send_waiting(NOON)
    assert state_of(after) == "delivered"


@pytest.mark.django_db
def test_what_expires_on_its_way_or_loses_its_file_uses_no_number(receiver):
    """It never had one, so nobody waits for it."""
    large, lost = put_large(), put_large(b"other" * len(CONTENT))
    blob_path(Outgoing.objects.get(id=lost).blobs[0]).unlink()
    after = put()
    bring(NOON)
    assert (state_of(lost), delivery_of(lost).problem) == ("failed", "exchange.file-gone")
    receiver.have.clear()
    expiring = put_large(b"third" * len(CONTENT))
    receiver.breaks_after = 0
    bring(NOON + timedelta(days=40))
    assert state_of(expiring) == "expired"
    assert [state_of(one) for one in (large, after)] == ["delivered"] * 2
    assert not Outgoing.objects.filter(is_void_due=True).exists()


@pytest.mark.django_db
def test_a_courier_takes_the_file_along_and_the_number_is_given_once(receiver, monkeypatch):
    """The worker and the page of the courier may number at the same moment."""
    large, card = put_large(), get_node("it")
    stale = list_travelling("it")
    assert set_out(card, now=NOON, is_carried=True) == 1
    monkeypatch.setattr(travelling, "list_travelling", lambda node: stale)
    assert set_out(card, now=NOON, is_carried=True) == 0
    assert (Outgoing.objects.get(id=large).seq, Link.objects.get().last_sent_seq) == (1, 1)


@pytest.mark.django_db
def test_what_was_erased_while_its_file_travelled_does_not_leave(receiver):
    """It has no number yet, so nothing is to be filled, and what waited behind it goes."""
    item = str(uuid4())
    large, behind = put_large(body={"item": item}), put(body={"item": item})
    found = list_waiting_about({item}, thread_id=THREAD, kinds=["test.note"])
    assert set(found) == {large, behind}
    assert call_back([large], now=NOON) == 1
    bring()
    assert [state_of(one) for one in (large, behind)] == ["failed", "delivered"]
    assert not Outgoing.objects.filter(is_void_due=True).exists()


@pytest.mark.django_db
def test_while_a_link_heals_nothing_gets_a_number(receiver):
    """The number may be in use at the partner."""
    large = put_large()
    Link.objects.update(is_healing=True)
    bring()
    assert state_of(large) == "travelling"
    Link.objects.update(is_healing=False)
    bring()
    assert state_of(large) == "delivered"


@pytest.mark.django_db
def test_a_bug_on_the_line_of_a_file_stops_no_other(receiver, line, monkeypatch):
    """The file is tried again later."""
    large = put_large()

    def fails(load):
        raise RuntimeError("a bug")

    monkeypatch.setattr(lines, "carry", fails)
    assert send_parcels(NOON, patience=20) == 0
    assert send_parcels(NOON, patience=20) == 0
    assert delivery_of(large).problem == "exchange.no-answer"


@pytest.mark.django_db
def test_what_the_receiver_lost_of_a_file_is_sent_again(receiver):
    """It signs that the file is missing, for example after a restore."""
    large = put_large()
    bring()
    Outgoing.objects.update(state="waiting")
    refusing = signing(receiver.partner, stages=(Stage.REFUSED,), problem="exchange.file-missing")
    receiver.posted = refusing
    send_waiting(NOON)
    assert delivery_of(large).problem == "exchange.file-missing"
    assert not BlobSent.objects.exists()
    receiver.have.clear()
    receiver.posted = signing(receiver.partner)
    send_waiting(NOON + timedelta(hours=1))
    assert delivery_of(large).state == "delivered"


@pytest.mark.django_db
def test_an_older_partner_gets_files_whole_up_to_its_limit(partner, line, monkeypatch):
    """It is spoken to in its version; what it cannot take is said before anything leaves."""
    line.answer = signing(partner)
    large = put_large()
    send_waiting(NOON)
    assert delivery_of(large).state == "delivered"
    assert partner.open(Outgoing.objects.get(id=large).sealed).files[0].part == 0
    monkeypatch.setattr(outbox, "LARGEST_WHOLE", CHUNK)
    with pytest.raises(UnusableInputError, match="takes no files above"):
        put_large()


@pytest.mark.django_db
def test_what_lies_beside_a_file_stays_as_long_as_the_file(receiver):
    """Without the hashes of its parts it could not be sent."""
    large = put_large()
    root = Outgoing.objects.get(id=large).blobs[0]
    for path in blobs.blob_folder().iterdir():
        os.utime(path, (NOON.timestamp() - 10**6,) * 2)
    assert sweep(NOON) == 0
    assert leaves_of(root)
    assert sweep(NOON + timedelta(days=40)) == 2


def test_memory_does_not_grow_with_the_file(tmp_path):
    """Twenty gigabytes must pass a node that has less memory than that."""
    large = b"x" * (24 * CHUNK)
    digest, _ = vault.put([large])
    del large
    tracemalloc.start()
    ref = encrypt_file(name="x", media_type="x", sha256=digest, in_parts=True)
    layout = Layout(size=blob_path(ref.blob).stat().st_size, part=PART)
    root, leaves = ref.blob, leaves_of(ref.blob)
    blob_path(root).rename(tmp_path / "cipher")
    blob_path(root).with_name(f"{root}.leaves").unlink()
    begin_parts(root=root, layout=layout, leaves=leaves)
    with (tmp_path / "cipher").open("rb") as cipher:
        for number in range(layout.count):
            keep_part(root=root, number=number, content=cipher.read(PART))
    blobs.decrypt_into_vault(ref)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 * CHUNK
    with pytest.raises(FileNotFoundError):
        next(read_part("ab" * 32, number=0, part=PART))
