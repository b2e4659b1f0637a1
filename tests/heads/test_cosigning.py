"""What a witness signs, and when it refuses."""

import base64
import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from schakel.audit.keys import is_signed
from schakel.heads.core.cosigning import (
    Held,
    Verdict,
    cosign_head,
    judge,
    read_cosignature,
    witness_name,
)
from schakel.heads.core.merkle import consistency_proof, leaf_hash, root_of
from schakel.heads.core.note import Head, NoteError, sign_head
from schakel.heads.core.shown import (
    MOST_HASHES,
    ShownError,
    read_proof,
    read_words,
    to_words,
    write_proof,
)

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
KEY = Ed25519PrivateKey.from_private_bytes(b"2" * 32)
PUBLIC = KEY.public_key().public_bytes_raw()
HEAD = Head(origin="schakel.log/it", size=7, root=b"r" * 32)
NAME = witness_name("nl")


def a_line(**change):
    """Return a cosignature of HEAD, one change away from a good one."""
    given = {"head": HEAD, "name": NAME, "public_key": PUBLIC, "sign": KEY.sign, "at": NOON}
    given |= change
    return cosign_head(given.pop("head"), **given)


def read(line, **change):
    """Read a cosignature of HEAD."""
    given = {"head": HEAD, "name": NAME, "public_key": PUBLIC, **change}
    key = given["public_key"]
    return read_cosignature(
        line, verify=lambda sig, text: is_signed(sig, text, public_key=key), **given
    )


def test_a_cosignature_says_who_saw_what_and_when():
    """C2SP tlog-cosignature: key id with algorithm 4, seconds, signature over head and seconds."""
    line = a_line()
    assert read(line) == NOON
    dash, name, text = line.removesuffix("\n").split(" ")
    mark = base64.b64decode(text)
    assert (dash, name, len(mark)) == ("\u2014", "schakel.witness/nl", 76)
    assert mark[:4] == hashlib.sha256(b"schakel.witness/nl\n\x04" + PUBLIC).digest()[:4]
    assert int.from_bytes(mark[4:12]) == int(NOON.timestamp())
    signed = b"cosignature/v1\ntime 1795521600\nschakel.log/it\n7\n"
    signed += base64.b64encode(b"r" * 32) + b"\n"
    KEY.public_key().verify(mark[12:], signed)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "\u2014 schakel.witness/nl",
        "\u2014 schakel.witness/nl !!",
        "\u2014 schakel.witness/nl AAAA",
        a_line(name="schakel.witness/xz"),
        a_line(head=Head(origin="schakel.log/it", size=8, root=b"r" * 32)),
        a_line(head=Head(origin="schakel.log/xz", size=7, root=b"r" * 32)),
        a_line(sign=Ed25519PrivateKey.generate().sign),
        a_line(public_key=b"k" * 32),
    ],
)
def test_a_cosignature_of_something_else_is_none(line):
    """A witness must not be quoted with what it did not see."""
    with pytest.raises(NoteError):
        read(line)


def test_a_moment_that_no_calendar_has_is_refused():
    """A witness may sign any number."""
    when = datetime.fromtimestamp(0, UTC)
    seconds = 2**60
    text = f"cosignature/v1\ntime {seconds}\n{HEAD.body()}".encode()
    mark = base64.b64decode(a_line(at=when).split(" ")[2])[:4]
    mark += seconds.to_bytes(8) + KEY.sign(text)
    with pytest.raises(NoteError, match="no moment"):
        read(f"\u2014 {NAME} {base64.b64encode(mark).decode()}\n")


def leaves(count, *, kind=b""):
    """Return the hashes of some leaves."""
    return [leaf_hash(kind + b"%d" % number) for number in range(count)]


def head_of(hashes):
    """Return the head of a log with these leaves."""
    return Head(origin="schakel.log/it", size=len(hashes), root=root_of(hashes))


def proof_of(hashes, old):
    """Return the proof from the first `old` leaves to all."""
    return consistency_proof(old, len(hashes), lambda start, end: root_of(hashes[start:end]))


@given(st.integers(1, 40), st.integers(0, 40))
def test_honest_growth_is_cosigned_and_nothing_else(old, more):
    """The one promise: what a partner has seen stays."""
    grown, other = leaves(old + more), leaves(old + more, kind=b"x")
    held = Held(size=old, root=root_of(grown[:old]))
    proof = proof_of(grown, old) if more else []
    assert judge(held, old=old, head=head_of(grown), proof=proof) is Verdict.COSIGNED
    assert judge(None, old=0, head=head_of(grown), proof=[]) is Verdict.COSIGNED
    forged = proof_of(other, old) if more else []
    assert judge(held, old=old, head=head_of(other), proof=forged) is Verdict.REWRITTEN
    assert judge(held, old=old + 1, head=head_of(other), proof=forged) in {
        Verdict.BEHIND,
        Verdict.REWRITTEN,
    }


def test_a_shorter_log_or_a_proof_from_elsewhere_is_asked_again():
    """After a restore, either side may be the one that lacks something."""
    grown = leaves(9)
    held = Held(size=5, root=root_of(grown[:5]))
    assert judge(held, old=3, head=head_of(grown), proof=proof_of(grown, 3)) is Verdict.BEHIND
    assert judge(held, old=4, head=head_of(grown[:4]), proof=[]) is Verdict.BEHIND


def test_a_head_travels_as_words():
    """A control message holds ids, codes and numbers only."""
    note = sign_head(HEAD, public_key=PUBLIC, sign=KEY.sign)
    words = to_words(note, public_key=PUBLIC)
    shown = read_words(words, node="it", verify=is_signed)
    assert (shown.head, shown.note, shown.public_key) == (HEAD, note, PUBLIC)
    with pytest.raises(ShownError):
        read_words(words, node="xz", verify=is_signed)
    for change in (
        {"size": 8},
        {"size": "many"},
        {"root": "AAAA"},
        {"key": "zz"},
        {"key": "00"},
        {"signature": "!"},
    ):
        with pytest.raises(ShownError):
            read_words({**words, **change}, node="it", verify=is_signed)
    for nothing in (None, {}, []):
        with pytest.raises(ShownError):
            read_words(nothing, node="it", verify=is_signed)


def test_a_proof_travels_as_words():
    """Whatever is no short list of hashes is refused before anything is computed."""
    proof = proof_of(leaves(9), 5)
    assert read_proof(write_proof(proof)) == proof
    for wrong in (None, "", ["!"], [None], ["AAAA"] * (MOST_HASHES + 1)):
        with pytest.raises(ShownError):
            read_proof(wrong)


def test_time_is_told_in_whole_seconds():
    """The signed text has no room for parts of one."""
    assert read(a_line(at=NOON + timedelta(microseconds=999_999))) == NOON
