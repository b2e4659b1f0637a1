"""The golden vectors hold, by the product and by a second path that shares no code with it."""

import base64
import hashlib
import json
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import aes_key_unwrap
from mnemonic import Mnemonic

from schakel.kernel.canonical import canonical_json
from schakel.wire.core.errors import REFUSALS
from schakel.wire.core.problems import PROBLEMS
from schakel.wire.core.shapes import read_json

ROOT = Path(__file__).parents[2]
FOLDER = Path(__file__).parent / "vectors"


def read(name):
    """Return a file of vectors."""
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def decode(text):
    """Return what base64url stands for."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def checked(token, card, typ):
    """Return the payload text of a JWS, checked by RFC 7515 and RFC 8037 alone."""
    head, body, signature = token.split(".")
    assert json.loads(decode(head)) == {
        "alg": "Ed25519",
        "kid": card["signing_key"]["kid"],
        "typ": typ,
    }
    key = Ed25519PublicKey.from_public_bytes(decode(card["signing_key"]["x"]))
    key.verify(decode(signature), f"{head}.{body}".encode())
    return decode(body).decode()


def opened(sealed, secret):
    """Return the plaintext of a JWE, by RFC 7516, RFC 7518 4.6 and RFC 3394 alone."""
    head, wrapped, nonce, cipher, tag = sealed["jwe"].split(".")
    header = json.loads(decode(head))
    assert {name: header[name] for name in ("suite", "id", "to")} == {
        name: sealed[name] for name in ("suite", "id", "to")
    }
    shared = X25519PrivateKey.from_private_bytes(decode(secret["d"])).exchange(
        X25519PublicKey.from_public_bytes(decode(header["epk"]["x"]))
    )
    alg = header["alg"].encode()
    info = struct.pack(">I", len(alg)) + alg + bytes(8) + struct.pack(">I", 256)
    kek = hashlib.sha256(struct.pack(">I", 1) + shared + info).digest()
    content_key = aes_key_unwrap(kek, decode(wrapped))
    plain = AESGCM(content_key).decrypt(decode(nonce), decode(cipher) + decode(tag), head.encode())
    return plain.decode()


def test_sealed_envelopes_open_by_the_standards_alone():
    """Anybody can write a node: nothing in an envelope needs our library."""
    found, prev = read("envelope.json"), ""
    for one in found["chain"]:
        token = opened(one["sealed"], found["receiver"]["encryption"])
        assert token == one["token"]
        text = checked(token, found["sender"]["card"], "schakel-envelope+jws")
        assert text == one["canonical"]
        payload = json.loads(text)
        assert payload == one["payload"]
        assert payload["prev"] == prev
        assert (prev := hashlib.sha256(token.encode()).hexdigest()) == one["digest"]


def test_receipts_and_claims_are_checked_by_the_standards_alone():
    """A receipt is a proof only when others can check it."""
    found = read("receipts.json")
    for one in found["receipts"]:
        text = checked(one["token"], found["signer"]["card"], "schakel-receipt+jws")
        assert json.loads(text) == one["payload"]
    claim = found["claim"]
    text = checked(claim["token"], found["signer"]["card"], "schakel-claim+jws")
    assert json.loads(text) == claim["payload"]


def test_files_are_the_documented_chunks():
    """By hand: nonce is the number of the chunk, additional data one byte, 1 for the last."""
    long = bytes(range(256)) * 4096 + b"one chunk and a bit"
    for one in read("files.json"):
        content = long if one["plain"].startswith("repeat") else one["plain"].encode()
        pieces = [content[n : n + 2**20] for n in range(0, len(content), 2**20)] or [b""]
        box = AESGCM(decode(one["key"]))
        cipher = b"".join(
            box.encrypt(n.to_bytes(12, "big"), piece, bytes([n == len(pieces) - 1]))
            for n, piece in enumerate(pieces)
        )
        assert hashlib.sha256(cipher).hexdigest() == one["blob"]
        assert (cipher[:32].hex(), cipher[-32:].hex()) == (one["first_bytes"], one["last_bytes"])
        assert (len(content), hashlib.sha256(content).hexdigest()) == (one["size"], one["sha256"])


def test_statements_and_questions_are_checked_by_the_standards_alone():
    """A link, its keys and its ledgers rest on signatures that anybody can check."""
    found = read("links.json")
    sender = found["cards"][1]["card"]
    for one in found["statements"]:
        assert json.loads(checked(one["token"], sender, "schakel-link+jws")) == one["payload"]
        assert hashlib.sha256(one["token"].encode()).hexdigest() == one["digest"]
    for one in found["cards"]:
        joined = f"{one['card']['signing_key']['x']}.{one['card']['encryption_key']['x']}"
        assert hashlib.sha256(joined.encode()).hexdigest() == one["digest"]
        entropy = Mnemonic("english").to_entropy(one["words"])
        assert bytes(entropy).hex() == one["digest"][:32]
    ledger = read("ledger.json")
    for name, who in (("question", "asks"), ("answer", "answers")):
        text = checked(ledger[name]["token"], ledger[who], f"schakel-{name}+jws")
        assert json.loads(text) == ledger[name]["payload"]


def tree(leaves):
    """Return the root by the recursion of RFC 9162, section 2.1.1, word for word."""
    if len(leaves) == 1:
        return leaves[0]
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + tree(leaves[:half]) + tree(leaves[half:])).digest()


def test_parts_make_the_documented_tree():
    """By hand, from the ciphertext."""
    found = read("parts.json")
    content, box = bytes(range(256)) * 4096 + b"one chunk and a bit", AESGCM(decode(found["key"]))
    cipher = box.encrypt(bytes(12), content[: 2**20], b"\x00")
    cipher += box.encrypt((1).to_bytes(12, "big"), content[2**20 :], b"\x01")
    pieces = [cipher[at : at + found["part"]] for at in range(0, len(cipher), found["part"])]
    leaves = [hashlib.sha256(b"\x00" + piece).digest() for piece in pieces]
    assert [leaf.hex() for leaf in leaves] == found["leaves"]
    assert (len(cipher), tree(leaves).hex()) == (found["size"], found["root"])
    small = [hashlib.sha256(bytes([0, number])).digest() for number in range(9)]
    roots = [tree(small[:count]).hex() for count in range(1, 10)]
    assert roots == found["roots"]["by_count"]


def test_json_is_read_and_written_as_documented():
    """A text that two nodes read differently could be signed as one thing and done as another."""
    for one in read("json.json"):
        given = bytes.fromhex(one["hex"]) if "hex" in one else one["text"].encode()
        if "refused" in one:
            with pytest.raises(ValueError, match=r".*"):
                read_json(given)
        else:
            assert canonical_json(read_json(given)).decode() == one["canonical"]


@pytest.mark.processes
def test_the_vectors_are_what_the_product_makes():
    """A change of the wire must be meant, and seen in a diff."""
    made = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tools.exchange_vectors"],
        cwd=ROOT,
        env={"PYTHONPATH": f"src:{ROOT}", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )
    assert (made.stdout.strip(), made.returncode) == ("", 0), made.stderr


@pytest.mark.processes
@pytest.mark.skipif(shutil.which("node") is None, reason="Node.js is not installed")
def test_another_language_reads_the_vectors(tmp_path):
    """Written from the protocol page, with Node's own cryptography."""
    words = tmp_path / "words.json"
    words.write_text(json.dumps(Mnemonic("english").wordlist))
    done = subprocess.run(
        ["node", str(ROOT / "tests" / "interop" / "read_vectors.mjs"), str(FOLDER), str(words)],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    read_there = json.loads(done.stdout)
    assert read_there == {
        "envelopes": 2,
        "receipts": 5,
        "claims": 1,
        "files": 3,
        "statements": 5,
        "parts": len(read("parts.json")["leaves"]),
        "ledgers": 2,
        "json": len(read("json.json")),
    }


def test_the_table_of_codes_is_the_code():
    """Who gets a code looks it up; the page is made from what the product says."""
    rows = [
        f"| `{code}` | {refusal.text} | {'yes' if refusal.passing else 'no'} |"
        for code, refusal in REFUSALS.items()
    ]
    rows += [f"| `{code}` | {text} |" for code, text in PROBLEMS.items()]
    page = (ROOT / "docs" / "reference" / "exchange-errors.md").read_text(encoding="utf-8")
    shown = [line for line in page.splitlines() if line.startswith("| `")]
    assert shown == rows
