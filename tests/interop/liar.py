"""A linked partner that speaks the protocol over HTTP and lies; nothing of ours signs for it."""

import base64
import hashlib
import json
import threading
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import uuid4

import httpx
from joserfc.jwk import OKPKey

from schakel.network.core.cards import read_card
from schakel.wire.actions.keys import public_part
from schakel.wire.actions.sealing import payload_of, seal, sign, unseal
from schakel.wire.core.sealed import read_sealed

PATIENCE = 60  # seconds


def b64(content: bytes) -> str:
    """Return base64url without padding."""
    return base64.urlsafe_b64encode(content).decode("ascii").rstrip("=")


def unb64(text: str) -> bytes:
    """Return what base64url without padding stands for."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def sha(text: str | bytes) -> str:
    """Return the SHA-256 in hexadecimal."""
    return hashlib.sha256(text.encode("ascii") if isinstance(text, str) else text).hexdigest()


def moment(**shift: float) -> str:
    """Return a moment near now as envelopes carry it."""
    then = datetime.now(UTC) + timedelta(**shift)
    return then.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class Liar:
    """A partner with keys, a server of its own, and a mind of its own."""

    def __init__(self, code: str, country: str, port: int) -> None:
        self.code, self.country, self.port = code, country, port
        self.signing = OKPKey.generate_key("Ed25519")
        self.encryption = OKPKey.generate_key("X25519")
        self.seq, self.prev = 0, ""
        self.heard: list[dict[str, Any]] = []
        self.answers: dict[str, Any] = {}  # kind of question -> what it answers
        self.url = ""
        self.theirs: Any = None
        self._http = httpx.Client(trust_env=False, timeout=PATIENCE)
        self._server = ThreadingHTTPServer(("127.0.0.1", port), _handler(self))
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """End the server and the line."""
        self._server.shutdown()
        self._server.server_close()
        self._http.close()

    @property
    def card(self) -> dict[str, Any]:
        """The card by which it is linked."""
        return {
            "code": self.code,
            "name_en": self.code,
            "name_nl": self.code,
            "country": self.country,
            "time_zone": "Europe/Rome",
            "url": f"http://127.0.0.1:{self.port}",
            "protocol": "1",
            "signing_key": public_part(self.signing),
            "encryption_key": public_part(self.encryption),
        }

    def meet(self, url: str, card: Mapping[str, Any]) -> None:
        """Note whom to talk to."""
        self.url, self.theirs = url, read_card(dict(card))

    def payload(self, **changes: Any) -> dict[str, Any]:
        """Return the next envelope in good order, with some fields changed."""
        good = {
            "v": "1",
            "suite": 1,
            "id": str(uuid4()),
            "thread": str(uuid4()),
            "from": self.code,
            "to": ["nl"],
            "seq": self.seq + 1,
            "prev": self.prev,
            "created": moment(),
            "expires": moment(days=30),
            "kind": "request.withdraw",
            "purpose": "crime",
            "decision": "",
            "codes": ["H1"],
            "participants": [],
            "body": {"request": str(uuid4())},
            "files": [],
        }
        return good | changes

    def sign(self, payload: Mapping[str, Any], typ: str = "envelope", key: Any = None) -> str:
        """Return a signed text."""
        return sign(payload, key=key or self.signing, typ=f"schakel-{typ}+jws")

    def seal(self, token: str, envelope_id: str, **outside: Any) -> dict[str, Any]:
        """Return a signed text, sealed to the node."""
        return {**seal(token, envelope_id=envelope_id, card=self.theirs), **outside}

    def made(self, *, key: Any = None, **changes: Any) -> dict[str, Any]:
        """Return the next envelope, sealed; its number is not used up."""
        payload = self.payload(**changes)
        return self.seal(self.sign(payload, key=key), str(payload["id"]))

    def send(self, **changes: Any) -> list[Any]:
        """Send the next envelope; its number is used up when the node kept it."""
        payload = self.payload(**changes)
        token = self.sign(payload)
        came = self.batch(self.seal(token, payload["id"]))
        if isinstance(came[0], tuple):
            self.seq, self.prev = payload["seq"], sha(token)
        return came

    def batch(self, *sealed: Any) -> list[Any]:
        """Send sealed envelopes; return per envelope the code, or the last stage and problem."""
        answer = self.post({"envelopes": list(sealed)})
        assert answer.status_code == 200, answer.text
        return [came_of(one) for one in answer.json()["results"]]

    def post(self, value: Any, path: str = "envelopes", **more: Any) -> httpx.Response:
        """Post something to an address of the protocol."""
        content = value if isinstance(value, bytes) else json.dumps(value).encode()
        return self._http.post(f"{self.url}/exchange/v1/{path}", content=content, **more)

    def ask(self, kind: str, body: Mapping[str, Any], **changes: Any) -> Any:
        """Ask directly; return the body of the answer, or the code of the refusal."""
        payload = self.payload(
            seq=0, prev="", kind=kind, body=body, expires=moment(minutes=4), **changes
        )
        sealed = self.seal(self.sign(payload, "question"), str(payload["id"]))
        answer = self.post(sealed, "calls")
        return self.open(answer.json())["body"] if answer.status_code == 200 else code_of(answer)

    def say(self, deed: str, *, key: Any = None, **details: Any) -> str:
        """Say something about the link; return the code of the refusal, or what it was heard as."""
        said = {
            "from": self.code,
            "to": "nl",
            "at": moment(),
            "deed": deed,
            "versions": ["1"],
            "suites": [1],
            "capabilities": {},
            **details,
        }
        answer = self.post({"statement": self.sign(said, "link", key)}, "links")
        if answer.status_code != 200:
            return code_of(answer)
        return str(payload_of(answer.json()["statement"])["deed"])

    def claim(self, blob: str, *, key: Any = None, **changes: Any) -> dict[str, str]:
        """Return the header with a claim to send a file."""
        said = {"from": self.code, "to": "nl", "blob": blob, "created": moment(), **changes}
        return {"authorization": f"Schakel {self.sign(said, 'claim', key)}"}

    def put(self, path: str, content: Any, headers: Mapping[str, str]) -> str:
        """Put a file, leaves or a part; return the code of the refusal, or an empty text."""
        url = f"{self.url}/exchange/v1/blobs/{path}"
        answer = self._http.put(url, content=content, headers=dict(headers))
        return "" if answer.status_code == 200 else code_of(answer)

    def open(self, given: Any) -> Any:
        """Return the payload in what was sealed to it."""
        return payload_of(self.open_token(given))

    def open_token(self, given: Any) -> str:
        """Return the signed text in what was sealed to it."""
        return unseal(read_sealed(given, me=self.code), find_key=lambda kid: self.encryption)

    def receipt(self, given: Any, stage: str) -> str:
        """Return a signed receipt for what came in."""
        said = {
            "envelope": given["id"],
            "stage": stage,
            "digest": sha(self.open_token(given)),
            "from": self.code,
            "at": moment(),
            "problem": "",
        }
        return self.sign(said, "receipt")

    def take(self, given: Any) -> Any:
        """Answer a request of the node as an honest partner would."""
        if "envelopes" not in given:
            question = self.open(given)
            body = self.answers.get(question["kind"], {})
            answer = self.payload(
                seq=0,
                prev=question["id"],
                kind=question["kind"],
                body=body,
                expires=moment(minutes=4),
            )
            return self.seal(self.sign(answer, "answer"), answer["id"])
        self.heard += [self.open(one) for one in given["envelopes"]]
        stages = ("accepted", "delivered")
        return {
            "results": [
                {"id": one["id"], "receipts": [self.receipt(one, stage) for stage in stages]}
                for one in given["envelopes"]
            ],
            "missing": {},
        }


def came_of(result: Mapping[str, Any]) -> Any:
    """Return the code of a refusal, or the last stage and problem that were signed."""
    if "refused" in result:
        return result["refused"]
    last = payload_of(result["receipts"][-1])
    return last["stage"], last["problem"]


def code_of(answer: httpx.Response) -> str:
    """Return the code in a problem document."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text[:300]
    return str(answer.json()["type"])


def _handler(liar: Liar) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """The addresses of the partner."""

        def log_message(self, *words: object) -> None:
            """Say nothing."""

        def do_PUT(self) -> None:
            """Take a file."""
            self.rfile.read(int(self.headers["content-length"]))
            self._answer({"missing": []})

        def do_POST(self) -> None:
            """Take envelopes, a question or a statement."""
            given = json.loads(self.rfile.read(int(self.headers["content-length"])))
            self._answer({} if "statement" in given else liar.take(given))

        def _answer(self, value: Any) -> None:
            body = json.dumps(value).encode()
            self.send_response(200)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler
