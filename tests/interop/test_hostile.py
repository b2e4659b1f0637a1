"""A linked partner that lies, over HTTP, to a node that runs: each lie has its code and no effect.

The codes are those of docs/reference/exchange-errors.md. What is compared is what a node keeps: its
tables, its log and its files.
"""

import gzip
import hashlib
import json
import socket
import sqlite3
import time
from contextlib import contextmanager
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC

from schakel.heads.core.merkle import leaf_hash, root_of
from tests.interop.conftest import First, free_port
from tests.interop.liar import Liar, b64, code_of, moment, sha, unb64
from tests.interop.test_thread import a_request, request_to_italy

pytestmark = pytest.mark.processes
# What changes by itself while a node runs: sessions, greetings, the tree of the log.
RESTLESS = {
    "exchange_receipt",
    "exchange_outgoing",
    "links_statement",
    "network_node",
    "exchange_seencall",
    "audit_treenode",
    "audit_checkpoint",
    "audit_witness",
    "audit_cosignature",
    "audit_partnerlog",
    "shell_beat",
}
UNUSABLE = [("failed", "exchange.unusable-body")]


class Scene:
    """Our node, the honest partner `it` with a thread of its own, and `xz`, which lies."""

    def __init__(self, folder):
        self.first = First(folder / "nl", f"http://127.0.0.1:{free_port()}")
        self.it, self.xz = Liar("it", "IT", free_port()), Liar("xz", "XZ", free_port())
        self.first.meet(self.it.card, self.xz.card)
        for partner in (self.it, self.xz):
            partner.meet(self.first.url, self.first.card)

    def begin(self):
        """Start the node, and let it ask the honest partner something."""
        self.first.processes.start()
        self.first.processes.wait_until_ready()
        self.path = request_to_italy(self.first.jip, self.first.sanne)
        self.asked = self._wait_for("request.send")

    def _wait_for(self, kind):
        until = time.monotonic() + 60
        while time.monotonic() < until:
            found = [one for one in self.it.heard if one["kind"] == kind]
            if found:
                return found[0]
            time.sleep(0.1)
        raise AssertionError(f"no {kind} came")

    def kept(self):
        """Return what the node keeps: rows per table, log lines about the liar, files."""
        base = sqlite3.connect(f"file:{self.first.home}/node.sqlite3?mode=ro", uri=True)
        try:
            names = [
                one for (one,) in base.execute("select name from sqlite_master where type='table'")
            ]
            calm = sorted(
                one
                for one in names
                if one not in RESTLESS
                and not one.startswith(("django_", "usersessions_", "audit_"))
            )
            rows = {one: base.execute(f"select count(*) from {one}").fetchone() for one in calm}  # noqa: S608
            said = (
                "select count(*) from audit_logentry"
                " where actor = 'node:xz' and event not like 'log:%'"
            )
            rows["log"] = base.execute(said).fetchone()
            state = (
                "select group_concat(state || problem) from exchange_outgoing where link_id = 'it'"
            )
            rows["outgoing"] = base.execute(state).fetchone()
        finally:
            base.close()
        blobs = self.first.home / "blobs"
        rows["files"] = sorted(one.name for one in blobs.iterdir()) if blobs.exists() else []
        return rows

    @contextmanager
    def unharmed(self):
        """Fail when the node keeps something else afterwards."""
        before = self.kept()
        yield
        after = self.kept()
        assert {k: v for k, v in after.items() if before.get(k) != v} == {}

    def is_well(self):
        """Tell whether the honest partner is heard, at once."""
        body = {"request": str(uuid4()), "text": "x"}
        return self.it.send(kind="request.clarify", body=body) == UNUSABLE


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    """Return the three, running; the honest partner must still be heard at the end."""
    made = Scene(tmp_path_factory.mktemp("hostile"))
    try:
        made.begin()
        yield made
        assert made.is_well()
        assert json.loads(made.first.schakel("audit", "verify", "--json"))["ok"]
        log = (made.first.home / "node.log").read_text()
        assert "Traceback" not in log
    finally:
        made.first.stop()
        made.it.close()
        made.xz.close()


def host_of(scene):
    """Return how the node is called in a request."""
    return scene.first.url.rpartition("/")[2]


def raw(header, payload, signed):
    """Return a compact JWS with any header, signed by a function."""
    head = header if isinstance(header, bytes) else json.dumps(header).encode()
    text = f"{b64(head)}.{b64(payload)}"
    return f"{text}.{b64(signed(text.encode()))}"


# -- order, repeats, numbers ----------------------------------------------------------------------


def test_replay_and_another_text_under_a_number_or_id_that_was_taken(scene):
    """The same again has the same receipts; anything else under its name is refused."""
    xz = scene.xz
    taken = xz.payload()
    sealed = xz.seal(xz.sign(taken), taken["id"])
    first = xz.post({"envelopes": [sealed]}).json()["results"][0]["receipts"]
    xz.seq, xz.prev = taken["seq"], sha(xz.sign(taken))
    with scene.unharmed():
        again = xz.post({"envelopes": [sealed] * 3}).json()["results"]
        assert [one["receipts"] for one in again] == [first] * 3
        resealed = xz.seal(xz.sign(taken), taken["id"])
        assert xz.post({"envelopes": [resealed]}).json()["results"][0]["receipts"] == first
        others = [{**taken, "id": str(uuid4())}, {**taken, "purpose": "x"}, {**taken, "seq": 900}]
        for other in others:
            came = xz.batch(xz.seal(xz.sign(other), other["id"]))
            assert came == ["exchange.replayed"]


def test_numbers_out_of_order_and_with_gaps(scene):
    """What comes early waits, what is missing is named, and each takes effect once."""
    xz = scene.xz
    made, prev = [], xz.prev
    for step in range(1, 5):
        payload = xz.payload(seq=xz.seq + step, prev=prev)
        token = xz.sign(payload)
        prev = sha(token)
        made.append(xz.seal(token, payload["id"]))
    start = xz.seq + 1
    answer = xz.post({"envelopes": [made[3], made[1]]}).json()
    assert answer["missing"] == {"xz": [start, start + 2]}
    assert xz.batch(made[2], made[0], made[2]) == [("failed", "exchange.unusable-body")] * 3
    xz.seq, xz.prev = start + 3, prev
    far = [{"seq": xz.seq + 10_002}, {"seq": 2**53 - 1}]
    with scene.unharmed():
        assert [xz.batch(xz.made(**one))[0] for one in far] == ["exchange.too-far-ahead"] * 2
        odd = [
            {"seq": -1},
            {"seq": True},
            {"seq": "1"},
            {"seq": None},
            {"seq": 2**53 - 1, "prev": 1},
        ]
        assert [xz.batch(xz.made(**one))[0] for one in odd] == ["exchange.bad-shape"] * len(odd)
        assert xz.batch(xz.made(seq=0)) == ["exchange.replayed"]


def test_a_chain_that_does_not_fit(scene):
    """It has no effect, its number stays free, and what does fit goes on."""
    with scene.unharmed():
        assert scene.xz.batch(scene.xz.made(prev="f" * 64)) == ["exchange.broken-chain"]
    assert scene.xz.send() == UNUSABLE


# -- outside and cryptography ---------------------------------------------------------------------


def test_truncated_at_every_place(scene):
    """Each part of the sealed text, its first and last character, its dots."""
    sealed = scene.xz.made()
    text = sealed["jwe"]
    dots = [place for place, one in enumerate(text) if one == "."]
    ends = {0, 1, 2, len(text) - 1, len(text) - 2, len(text) // 2}
    ends |= {place + shift for place in dots for shift in (-1, 0, 1, 2)}
    cut = [{**sealed, "jwe": text[:end]} for end in sorted(ends)]
    with scene.unharmed():
        assert set(scene.xz.batch(*cut)) == {"exchange.truncated"}
        token = scene.xz.sign(scene.xz.payload(id=sealed["id"]))
        places = {0, 1, token.index("."), token.rindex("."), len(token) - 1, len(token) // 2}
        inside = [scene.xz.seal(token[:end], sealed["id"]) for end in sorted(places)]
        assert set(scene.xz.batch(*inside)) == {"exchange.bad-shape"}


def test_every_part_altered(scene):
    """One character of each part; no sealed text is half believed."""
    sealed = scene.xz.made()
    parts = sealed["jwe"].split(".")
    changed = []
    for place in range(1, 5):
        middle = len(parts[place]) // 2
        other = "A" if parts[place][middle] != "A" else "B"
        piece = parts[place][:middle] + other + parts[place][middle + 1 :]
        changed.append({**sealed, "jwe": ".".join([*parts[:place], piece, *parts[place + 1 :]])})
    with scene.unharmed():
        assert scene.xz.batch(*changed) == ["exchange.not-decrypted"] * 4


def test_another_recipient(scene):
    """Outside, in the header, in the content, and sealed again to us by a partner."""
    xz, it = scene.xz, scene.it
    sealed = xz.made()
    with scene.unharmed():
        assert xz.batch({**sealed, "to": "it"}) == ["exchange.wrong-recipient"]
        assert xz.batch({**sealed, "to": "NL"}) == ["exchange.not-an-envelope"]
        assert xz.batch({**sealed, "id": str(uuid4())}) == ["exchange.not-an-envelope"]
        assert xz.batch(xz.made(to=["it"])) == ["exchange.wrong-recipient"]
        assert xz.batch(xz.made(to=[])) == ["exchange.wrong-recipient"]
        assert xz.batch(xz.made(to=["nl"] * 21)) == ["exchange.bad-shape"]
        token = xz.sign(xz.payload())
        assert xz.batch(xz.seal(token, str(uuid4()))) == ["exchange.bad-shape"]
        stolen = it.sign(it.payload(to=["xz"]))
        payload = json.loads(unb64(stolen.split(".")[1]))
        assert xz.batch(xz.seal(stolen, payload["id"])) == ["exchange.wrong-recipient"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"created": {"hours": 3}}, "exchange.from-the-future"),
        ({"created": {"hours": -3}, "expires": {"hours": -2}}, "exchange.expired"),
        ({"expires": {"days": 401}}, "exchange.bad-shape"),
        ({"created": {"days": 1}, "expires": {"hours": 1}}, "exchange.bad-shape"),
        ({"v": "2"}, "exchange.unknown-version"),
        ({"v": "0"}, "exchange.unknown-version"),
        ({"v": 1}, "exchange.unknown-version"),
        ({"suite": 2}, "exchange.unknown-suite"),
        ({"suite": True}, "exchange.unknown-suite"),
        ({"crit": ["x"]}, "exchange.unknown-critical"),
        ({"crit": "x"}, "exchange.bad-shape"),
        ({"from": "it"}, "exchange.unknown-sender"),
        ({"kind": "../etc"}, "exchange.bad-shape"),
        ({"codes": ["x" * 201]}, "exchange.bad-shape"),
        ({"participants": [{"node": "nl"}]}, "exchange.bad-shape"),
        ({"body": []}, "exchange.bad-shape"),
        ({"files": [{}]}, "exchange.bad-shape"),
        ({"created": "2026-13-01T00:00:00Z"}, "exchange.bad-shape"),
        ({"created": "1970-01-01T00:00:00Z"}, "exchange.bad-shape"),
        ({"thread": "{00000000-0000-4000-8000-000000000001}"}, "exchange.bad-shape"),
    ],
    ids=str,
)
def test_signed_content_that_is_out_of_order(scene, change, code):
    """Date, version, suite, names and shapes."""
    shifts = {k: moment(**v) if isinstance(v, dict) else v for k, v in change.items()}
    with scene.unharmed():
        assert scene.xz.batch(scene.xz.made(**shifts)) == [code]


def test_signatures_of_others(scene):
    """A stranger, another partner, and the name of a key over the signature of another."""
    xz, it = scene.xz, scene.it
    stranger = Liar("stranger", "XZ", free_port())
    try:
        stranger.meet(xz.url, scene.first.card)
        made = [stranger.made(), xz.made(key=stranger.signing), xz.made(key=it.signing)]
        head = {
            "alg": "Ed25519",
            "kid": xz.card["signing_key"]["kid"],
            "typ": "schakel-envelope+jws",
        }
        payload = xz.payload()
        other = ed25519.Ed25519PrivateKey.generate()
        forged = raw(head, json.dumps(payload).encode(), other.sign)
        with scene.unharmed():
            sealed = [*made, xz.seal(forged, payload["id"])]
            assert set(xz.batch(*sealed)) == {"exchange.unknown-sender"}
    finally:
        stranger.close()


def test_confusion_about_algorithms(scene):
    """None, a shared secret made of the public key, other curves, other headers and types."""
    xz = scene.xz
    key, kid = xz.signing, xz.card["signing_key"]["kid"]
    payload = xz.payload()
    body = json.dumps(payload).encode()
    public = unb64(xz.card["signing_key"]["x"])
    own = ed25519.Ed25519PrivateKey.from_private_bytes(unb64(key.as_dict(private=True)["d"]))
    head = {"alg": "Ed25519", "kid": kid, "typ": "schakel-envelope+jws"}

    def hmac(text):
        mac = HMAC(public, SHA256())
        mac.update(text)
        return mac.finalize()

    p256 = ec.generate_private_key(ec.SECP256R1())
    lies = [
        ({**head, "alg": "none"}, lambda text: b""),
        ({**head, "alg": "none"}, own.sign),
        ({**head, "alg": "HS256"}, hmac),
        ({**head, "alg": "EdDSA"}, own.sign),
        ({**head, "alg": "ES256"}, lambda text: p256.sign(text, ec.ECDSA(SHA256()))),
        ({**head, "alg": "Ed448"}, ed448.Ed448PrivateKey.generate().sign),
        ({**head, "jwk": xz.card["signing_key"]}, own.sign),
        ({**head, "b64": False, "crit": ["b64"]}, own.sign),
        ({**head, "typ": "schakel-receipt+jws"}, own.sign),
        ({**head, "typ": "schakel-link+jws"}, own.sign),
        ({"alg": "Ed25519", "typ": head["typ"]}, own.sign),
        (json.dumps(head)[:-1].encode() + b',"alg":"Ed25519"}', own.sign),
        (b"[]", own.sign),
        (b"\xff\xfe", own.sign),
    ]
    made = [xz.seal(raw(header, body, signed), payload["id"]) for header, signed in lies]
    with scene.unharmed():
        assert xz.batch(*made) == ["exchange.bad-shape"] * len(lies)
        odd_kid = raw({**head, "kid": "../signing"}, body, own.sign)
        assert xz.batch(xz.seal(odd_kid, payload["id"])) == ["exchange.unknown-sender"]


def test_weaker_or_other_encryption(scene):
    """The header of the sealed text is checked before anything is opened."""
    xz = scene.xz
    sealed = xz.made()
    first, *rest = sealed["jwe"].split(".")
    head = json.loads(unb64(first))
    point = head["epk"]

    def under(**changes):
        changed = {k: v for k, v in {**head, **changes}.items() if v is not None}
        return {**sealed, "jwe": ".".join([b64(json.dumps(changed).encode()), *rest])}

    with scene.unharmed():
        for change in ({"alg": "ECDH-ES"}, {"alg": "dir"}, {"alg": "RSA1_5"}, {"enc": "A128GCM"}):
            assert xz.batch(under(**change)) == ["exchange.unknown-suite"]
        assert xz.batch({**sealed, "suite": 2}) == ["exchange.unknown-suite"]
        others = [
            {"zip": "DEF"},
            {"apu": "x"},
            {"epk": {**point, "crv": "P-256"}},
            {"epk": {**point, "x": point["x"][:-4]}},
            {"epk": None},
            {"suite": 2},
            {"kid": 7},
        ]
        made = [under(**change) for change in others]
        assert xz.batch(*made) == ["exchange.not-an-envelope"] * len(others)
        low = under(epk={**point, "x": b64(bytes(32))})
        assert xz.batch(low, under(kid="x")) == ["exchange.not-decrypted"] * 2


# -- JSON, sizes, HTTP ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        '{"envelopes":[]}'.encode("utf-16"),
        b"\xef\xbb\xbf" + b'{"envelopes":[]}',
        b'{"envelopes":[],"envelopes":[]}',
        b"[" * 1_000_000,
        b'{"envelopes":' * 40 + b"[]" + b"}" * 40,
        b'{"envelopes":[' + b"9" * 1_000_000 + b"]}",
        b'{"envelopes":[1.5]}',
        b'{"envelopes":[NaN]}',
        b'{"envelopes":["\\ud800"]}',
        b'{"envelopes":["\\u0000"]}',
        b'{"envelopes":[' + b"{}," * 1_000_000 + b"{}]}",
        b'{"envelopes":{}}',
        gzip.compress(b'{"envelopes":[' + b" " * 20_000_000 + b"]}"),
    ],
    ids=lambda content: content[:24].hex(),
)
def test_requests_that_are_no_json_of_ours(scene, content):
    """Refused as a whole, fast, and before anything of it is made."""
    began = time.monotonic()
    with scene.unharmed():
        answer = scene.xz.post(
            content, headers={"content-encoding": "gzip"} if content[:2] == b"\x1f\x8b" else {}
        )
        assert (answer.status_code, code_of(answer)) == (400, "exchange.not-an-envelope")
    assert time.monotonic() - began < 20


def test_odd_json_inside(scene):
    """What is signed is read as strictly as what anybody may send."""
    xz = scene.xz
    own = ed25519.Ed25519PrivateKey.from_private_bytes(unb64(xz.signing.as_dict(private=True)["d"]))
    head = {"alg": "Ed25519", "kid": xz.card["signing_key"]["kid"], "typ": "schakel-envelope+jws"}
    payload = xz.payload()
    good = json.dumps(payload).encode()
    deep = json.dumps({**payload, "body": {}}).encode()
    bodies = [
        good[:-1] + b',"seq":1}',
        good[:-1] + b',"x":1.0}',
        good[:-1] + b',"x":1e3}',
        good[:-1] + b',"x":9007199254740993}',
        good[:-1] + b',"x":"\\u0000"}',
        good[:-1] + b',"x":"\\udfff"}',
        deep.replace(b'"body": {}', b'"body": ' + b'{"a":' * 40 + b"1" + b"}" * 40),
        good[:-1],
        b"null",
    ]
    sealed = [xz.seal(raw(head, body, own.sign), payload["id"]) for body in bodies]
    with scene.unharmed():
        came = xz.batch(*sealed)
    assert came == ["exchange.bad-shape"] * (len(bodies) - 1) + ["exchange.unknown-sender"]


def test_what_is_too_large(scene):
    """A request, an envelope, a list of envelopes, a statement."""
    xz = scene.xz
    with scene.unharmed():
        for content in (
            b" " * (9 * 1024 * 1024 + 1),
            json.dumps({"envelopes": [1] * 501}).encode(),
        ):
            answer = xz.post(content)
            assert (answer.status_code, code_of(answer)) == (413, "exchange.too-large")
        big = {**xz.made(), "jwe": "A" * (4 * 1024 * 1024 + 1)}
        assert xz.batch(big) == ["exchange.too-large"]
        assert code_of(xz.post(b" " * 70_000, "links")) == "exchange.too-large"


@pytest.mark.parametrize(
    "headers",
    [
        "content-length: 0\r\ntransfer-encoding: chunked\r\n",
        "content-length: 5\r\ncontent-length: 50\r\n",
        "content-length: +5\r\n",
        "content-length: -1\r\n",
        "transfer-encoding: chunked, identity\r\n",
        "transfer-encoding : chunked\r\n",
        "transfer-encoding: xchunked\r\ncontent-length: 4\r\n",
    ],
)
def test_two_requests_in_one(scene, headers):
    """A second request that hides in the body of the first is never answered."""
    hidden = f"GET /exchange/v1/node HTTP/1.1\r\nhost: {host_of(scene)}\r\n\r\n".encode()
    with scene.unharmed():
        line = socket.create_connection(("127.0.0.1", int(scene.xz.url.rsplit(":", 1)[1])))
        line.settimeout(3)
        start = f"POST /exchange/v1/envelopes HTTP/1.1\r\nhost: {host_of(scene)}\r\n"
        line.sendall(f"{start}{headers}\r\n".encode() + b"0\r\n\r\n" + hidden)
        came = b""
        try:
            while piece := line.recv(65536):
                came += piece
        except (TimeoutError, ConnectionError):
            pass
        line.close()
    assert b'"card"' not in came


def test_lines_that_say_nothing_for_long(scene):
    """Hundreds of half requests, in the head and in the body; the honest partner is served."""
    address = ("127.0.0.1", int(scene.xz.url.rsplit(":", 1)[1]))
    heads = [b"GET / HTTP/1.1\r\nhost: x\r\nx-a: "] * 100
    body = b"POST /exchange/v1/envelopes HTTP/1.1\r\nhost: x\r\ncontent-length: 9000000\r\n\r\n{"
    lines = []
    try:
        for half in [*heads, *[body] * 12]:
            line = socket.create_connection(address)
            line.sendall(half)
            lines.append(line)
        began = time.monotonic()
        assert scene.is_well()
        assert time.monotonic() - began < 20
    finally:
        for line in lines:
            line.close()


# -- files ----------------------------------------------------------------------------------------


def encrypted(plain, key, *, last=True):
    """Return the ciphertext of one chunk."""
    return AESGCM(key).encrypt(bytes(12), plain, b"\x01" if last else b"\x00")


def reference(plain, cipher, secret, **changes):
    """Return the reference to a file in good order, with some fields changed."""
    good = {
        "name": "a.txt",
        "mediaType": "text/plain",
        "sha256": hashlib.sha256(plain).hexdigest(),
        "size": len(plain),
        "blob": hashlib.sha256(cipher).hexdigest(),
        "key": b64(secret),
    }
    return good | changes


def test_claims_that_do_not_hold(scene):
    """A file comes from a linked node, for this node, now, and under its own digest."""
    xz, it, content = scene.xz, scene.it, b"ciphertext"
    digest = sha(content)
    with scene.unharmed():
        lies = {
            "exchange.unknown-sender": [
                {"authorization": "Basic eDp4"},
                xz.claim(digest, key=it.signing),
                {},
            ],
            "exchange.bad-shape": [
                {"authorization": "Schakel x"},
                xz.claim(digest, created="yesterday"),
                {"authorization": f"Schakel {xz.sign(xz.payload(), 'envelope')}"},
            ],
            "exchange.wrong-recipient": [xz.claim("a" * 64), xz.claim(digest, to="it")],
            "exchange.from-the-future": [xz.claim(digest, created=moment(hours=1))],
            "exchange.expired": [xz.claim(digest, created=moment(hours=-1))],
        }
        for code, headers in lies.items():
            assert [xz.put(digest, content, one) for one in headers] == [code] * len(headers)
        assert xz.put(digest, b"other", xz.claim(digest)) == "exchange.file-damaged"
        for path in ("../../x", f"{digest}/../x", digest.upper(), f"{digest}/parts/-1", "%2e%2e/x"):
            answer = xz._http.put(
                f"{xz.url}/exchange/v1/blobs/{path}", content=b"", headers=xz.claim(digest)
            )
            assert answer.status_code in {404, 405}


def test_names_of_files_that_are_paths(scene):
    """A name is shown and never walked."""
    xz, key, plain = scene.xz, AESGCM.generate_key(256), b"names"
    cipher = encrypted(plain, key)
    assert xz.put(sha(cipher), cipher, xz.claim(sha(cipher))) == ""
    body = a_request(str(uuid4())) | {"to_unit": "spoc"}
    names = ["../../../etc/passwd", "CON\\..\\x", "", ".", "a\u202etxt.exe", '"; filename="x.html']
    files = [reference(plain, cipher, key, name=name) for name in names]
    before = sorted(scene.first.home.parent.iterdir())
    came = xz.send(kind="request.send", body=body, files=files)
    assert came == [("delivered", "")]
    assert sorted(scene.first.home.parent.iterdir()) == before
    scene.first.sanne.read(f"/requests/{body['request']}")
    assert scene.first.sanne.status == 200


def test_lies_about_parts(scene):
    """The tree, its leaves and the lengths; a part before its leaves."""
    xz, part = scene.xz, 65_536
    pieces = [bytes([n]) * part for n in range(3)] + [b"end"]
    leaves = [leaf_hash(one) for one in pieces]
    root, size = root_of(leaves).hex(), part * 3 + 3
    said = {"size": size, "part": part}
    joined = b"".join(leaves)

    def put(path, content, **changes):
        return xz.put(f"{root}/{path}", content, xz.claim(root, **(said | changes)))

    with scene.unharmed():
        assert put("parts/0", pieces[0]) == "exchange.file-missing"
        for content in (joined[:-1], joined[32:], joined[::-1], b"", joined[:-32] + bytes(32)):
            assert put("leaves", content) == "exchange.file-damaged"
        assert put("leaves", joined + bytes(32)) == "exchange.too-large"
        for change in (
            {"size": 0},
            {"part": 1},
            {"part": 2**40},
            {"size": 2**53 - 1},
            {"size": 22 * 1024**3, "part": 67_108_864},
        ):
            assert put("leaves", joined, **change) == "exchange.too-large"
        assert put("leaves", joined, size=-1) == "exchange.bad-shape"


# -- what is not theirs ---------------------------------------------------------------------------


def bodies_of_others(scene):
    """Return kinds and bodies about a request, an answer and a thread of another partner."""
    request, other = scene.asked["body"]["request"], str(uuid4())
    about = {"request": request}
    return [
        ("request.taken-up", {**about, "reference": "XZ-1", "received_at": moment()}),
        ("request.clarify", {**about, "text": "tell me all"}),
        ("request.clarified", {**about, "text": "x"}),
        ("request.refuse", {**about, "ground": "a", "text": "no"}),
        ("request.answer", {**about, "answer": other, "reference": "XZ-1", "text": "planted"}),
        ("request.withdraw", about),
        ("request.send", a_request(other) | {"to_unit": "ind"}),
        ("thread.release", {"leg": other, "at": moment(), "sentence": "planted"}),
        ("thread.admit", {"node": "nl", "unit": "ind", "reference": "x", "seats": []}),
        ("thread.admit", {"node": "xz", "unit": "spoc", "reference": "x", "seats": []}),
        (
            "consent.ask",
            {"consent": other, "answer": request, "purpose": "evidence", "reason": "x"},
        ),
        (
            "consent.answer",
            {"consent": request, "given": True, "until": moment(days=9), "text": ""},
        ),
        ("consent.withdraw", {"consent": request, "at": moment()}),
    ]


def test_messages_about_what_is_not_theirs(scene):
    """In the thread of another partner, and about its request, answers, consents and items."""
    for kind, body in bodies_of_others(scene):
        with _only_the_message(scene):
            came = scene.xz.send(kind=kind, body=body, thread=scene.asked["thread"])
        assert came == UNUSABLE, kind
    scene.first.jip.read(scene.path)
    assert "planted" not in scene.first.jip.text()


@pytest.mark.parametrize("stage", ["delivered", "opened", "failed", "refused"])
def test_forged_receipts_and_evidences(scene, stage):
    """Only the receiver of an envelope signs for it."""
    digest = scene.it.heard and sha(json.dumps(scene.asked))
    body = {"envelope": scene.asked["id"], "stage": stage, "digest": digest, "problem": "x"}
    with _only_the_message(scene, lines=0):
        came = scene.xz.send(kind="exchange.receipt", body=body, thread=scene.asked["thread"])
    assert came == [("delivered", "")]
    with _only_the_message(scene, lines=1):
        assert scene.xz.send(kind="item.receipt", body={"notice": str(uuid4())}) == UNUSABLE


@contextmanager
def _only_the_message(scene, *, lines=1):
    """Fail when anything but the message itself, and its line in the log, is kept."""
    before = scene.kept()
    yield
    after = scene.kept()
    allowed = {"exchange_incoming": 1, "log": lines}
    for name, count in allowed.items():
        assert after.pop(name)[0] - before.pop(name)[0] in {count, 0}
    assert {k: v for k, v in after.items() if before.get(k) != v} == {}


# -- questions, ledgers, logs, links --------------------------------------------------------------


def test_questions_that_are_none(scene):
    """A question lives minutes, is asked once, and is about the link with the asker."""
    xz = scene.xz
    page = {"of": "xz", "from": 1, "step": 1, "count": 10}
    with scene.unharmed():
        payload = xz.payload(
            seq=0, prev="", kind="exchange.ledger", body=page, expires=moment(minutes=4)
        )
        sealed = xz.seal(xz.sign(payload, "question"), payload["id"])
        assert xz.post(sealed, "calls").status_code == 200
        assert code_of(xz.post(sealed, "calls")) == "exchange.replayed"
        assert code_of(xz.post(xz.made(), "calls")) == "exchange.bad-shape"
        assert code_of(xz.post(b"[]", "calls")) == "exchange.not-an-envelope"
        assert xz.ask("exchange.ledger", page, to=["it"]) == "exchange.wrong-recipient"
        assert xz.ask("no.such", {}) == "exchange.unknown-kind"
        long = xz.payload(
            seq=0, prev="", kind="exchange.ledger", body=page, expires=moment(hours=1)
        )
        assert (
            code_of(xz.post(xz.seal(xz.sign(long, "question"), long["id"]), "calls"))
            == "exchange.bad-shape"
        )


@pytest.mark.parametrize(
    "change",
    [{"of": "it"}, {"of": ""}, {"of": []}, {"step": 0}, {"count": -1}, {"from": "1"}, {"of": None}],
    ids=str,
)
def test_ledgers_that_are_not_theirs(scene, change):
    """A ledger is shown to the two of the link alone."""
    page = {"of": "xz", "from": 1, "step": 1, "count": 10} | change
    with scene.unharmed():
        assert scene.xz.ask("exchange.ledger", page) == "exchange.unusable-body"


def test_a_ledger_is_shown_in_bounds_and_resent_in_bounds(scene):
    """However much is asked for."""
    page = {"of": "xz", "from": 1, "step": 1, "count": 2**53 - 1}
    with scene.unharmed():
        assert len(scene.xz.ask("exchange.ledger", page)["lines"]) <= 200
        far = {"from": 1, "to": 2**53 - 1}
        assert scene.xz.ask("exchange.resend", far) == "exchange.unusable-body"
        assert scene.xz.ask("exchange.resend", {"from": 9, "to": 1}) == "exchange.unusable-body"


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"last": -1, "complete": 0, "lines": []},
        {"last": 2**53 - 1, "complete": 2**53 - 1, "lines": []},
        {"last": 5, "complete": 5, "lines": [{"seq": 1}] * 200},
    ],
    ids=lambda answer: str(answer)[:40],
)
def test_a_partner_that_lies_about_its_ledger(scene, answer):
    """The comparison ends with a difference or without an answer, and changes nothing."""
    scene.xz.answers["exchange.ledger"] = answer
    with scene.unharmed():
        done = scene.first.tried("exchange", "compare", "xz", "--json")
    assert done.returncode in {0, 1}
    assert "Traceback" not in done.stderr


def test_heads_of_a_log_that_lie(scene):
    """A head is believed by its key, its signature and its proof; a smaller tree is none."""
    xz = scene.xz
    head = {"key": "00" * 32, "size": 5, "root": b64(bytes(32)), "signature": "AAAA"}
    with scene.unharmed():
        for change in (
            {},
            {"size": -1},
            {"size": 2**53 - 1},
            {"root": "x"},
            {"key": "zz"},
            {"signature": ""},
            {"proof": ["x"] * 100_000},
        ):
            body = {**head, "old": 0, "proof": [], **change}
            came = xz.ask("log.cosign", body)
            assert came == "exchange.unusable-body", (change, came)
        for held in (-1, "x", 2**53 - 1, None):
            came = xz.ask("log.heads", {"held": held})
            assert came == "exchange.unusable-body" or came["proof"] == [], held


@pytest.mark.parametrize(
    ("deed", "details", "code"),
    [
        ("hello", {"to": "it"}, "exchange.wrong-recipient"),
        ("hello", {"at": moment(hours=1)}, "exchange.from-the-future"),
        ("hello", {"at": "x"}, "exchange.bad-shape"),
        ("hello", {"capabilities": {str(n): "1" for n in range(101)}}, "exchange.bad-shape"),
        ("hello", {"versions": ["1"] * 101}, "exchange.bad-shape"),
        ("hello", {"versions": "1"}, "exchange.bad-shape"),
        ("hello", {"knows": 7}, "exchange.bad-shape"),
        ("hello", {"from": "it"}, "exchange.unknown-sender"),
        ("hello", {"from": "nl"}, "exchange.unknown-sender"),
        ("heard", {"of": "a" * 64, "confirmed": True}, "exchange.bad-shape"),
        ("obey", {}, "exchange.bad-shape"),
        ("confirm", {"mine": "a" * 64, "yours": "b" * 64}, "exchange.other-keys"),
        (
            "keys",
            {"signing": "AAAA", "encryption": "AAAA", "until": moment(days=9)},
            "exchange.bad-shape",
        ),
        ("revoke", {"kid": "x", "last": 0, "digest": ""}, "exchange.other-keys"),
        ("revoke", {"kid": "x", "last": -1, "digest": ""}, "exchange.bad-shape"),
    ],
)
def test_statements_that_lie(scene, deed, details, code):
    """About the link, the keys, and what was heard."""
    with scene.unharmed():
        assert scene.xz.say(deed, **details) == code


def test_a_flood_of_greetings(scene):
    """They change nothing but what is known of the partner, also when they name keys of ours."""
    with scene.unharmed():
        known = scene.first.card["signing_key"]["kid"]
        for knows in ("", known, "x" * 43) * 10:
            assert scene.xz.say("hello", **({"knows": knows} if knows else {})) == "heard"
