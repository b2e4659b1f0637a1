"""How this node speaks HTTP to others: only to the linked address, and only so long."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

from schakel.wire.actions.blobs import CHUNK, blob_path, leaves_of, read_part
from schakel.wire.core.errors import REFUSALS
from schakel.wire.core.parts import Layout, numbers_in

TIMEOUT = httpx.Timeout(30, connect=3)  # seconds
PARTS_AT_ONCE = 16  # of one file in one request's time
LONGEST_ANSWER = 16 * 1024 * 1024  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What one request to one node carries; made before the line is opened."""

    url: str
    sealed: Sequence[Mapping[str, Any]]
    claims: Mapping[str, str]  # digest of a blob to send first -> the signed claim
    parcels: Sequence["Parcel"] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A large file on its way in parts."""

    root: str
    layout: Layout
    claim: str


@dataclass(slots=True, kw_only=True)
class Landing:
    """What came of it: the results per envelope, or a problem with the line."""

    results: list[Any] = field(default_factory=list)
    missing: Any = None
    blobs: list[str] = field(default_factory=list)
    parts: int = 0  # of large files
    problem: str = ""


def open_line() -> httpx.Client:
    """Return a client that follows no redirect and heeds no proxy of the environment."""
    return httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False)


def carry(load: Load) -> Landing:
    """Bring blobs and envelopes over; touches no database, so it may run in any thread."""
    landing = Landing()
    try:
        with open_line() as line:
            for digest, claim in load.claims.items():
                if _put_blob(line, digest, url=load.url, claim=claim):
                    landing.blobs.append(digest)
            for parcel in load.parcels:
                _send_parts(line, parcel, url=load.url, landing=landing)
            if not load.sealed:
                return landing
            given = post_json(line, f"{load.url}/exchange/v1/envelopes", {"envelopes": load.sealed})
            landing.results, landing.missing = list(given["results"]), given.get("missing")
    except httpx.TransportError:
        landing.problem = "exchange.unreachable"
    except httpx.HTTPStatusError as error:
        landing.problem = refusal_in(error.response)
    except (httpx.HTTPError, OSError, KeyError, TypeError, ValueError, AttributeError):
        landing.problem = "exchange.no-answer"
    return landing


def post_json(line: httpx.Client, url: str, given: Any) -> Any:
    """Return the JSON that a node answers, up to a bounded size.

    Raises:
        httpx.HTTPError: No answer, or one that says it went wrong.
        ValueError: The answer is too long, or not JSON.
    """
    with line.stream("POST", url, json=given) as answer:
        return _json_of(answer)


def get_json(line: httpx.Client, url: str) -> Any:
    """Return the JSON that an address shows, up to a bounded size.

    Raises:
        httpx.HTTPError: No answer, or one that says it went wrong.
        ValueError: The answer is too long, or not JSON.
    """
    with line.stream("GET", url) as answer:
        return _json_of(answer)


def _json_of(answer: httpx.Response) -> Any:
    body = bytearray()
    for chunk in answer.iter_bytes():
        body += chunk
        if len(body) > LONGEST_ANSWER:
            raise ValueError("the answer is too long")
    answer.raise_for_status()
    return json.loads(body)


def _put_blob(line: httpx.Client, digest: str, *, url: str, claim: str) -> bool:
    """Send the ciphertext of a file; tell whether the node took it.

    A refusal stops only the message that needs the file, which is then refused itself.
    """
    length = str(blob_path(digest).stat().st_size)
    headers = {"authorization": f"Schakel {claim}", "content-length": length}
    address = f"{url}/exchange/v1/blobs/{digest}"
    return line.put(address, content=_chunks(digest), headers=headers).is_success


def _send_parts(line: httpx.Client, parcel: Parcel, *, url: str, landing: Landing) -> None:
    """Send some of the parts that the node lacks; the next request goes on."""
    base = f"{url}/exchange/v1/blobs/{parcel.root}"
    headers = {"authorization": f"Schakel {parcel.claim}"}
    answer = line.put(f"{base}/leaves", content=leaves_of(parcel.root), headers=headers)
    answer.raise_for_status()
    missing = numbers_in(answer.json()["missing"], count=parcel.layout.count)
    number = next(missing, None)
    for _ in range(PARTS_AT_ONCE):
        if number is None:
            break
        content = read_part(parcel.root, number=number, part=parcel.layout.part)
        sized = {**headers, "content-length": str(parcel.layout.length(number))}
        line.put(f"{base}/parts/{number}", content=content, headers=sized).raise_for_status()
        landing.parts += 1
        number = next(missing, None)
    if number is None:
        landing.blobs.append(parcel.root)


def refusal_in(answer: httpx.Response) -> str:
    """Return the code in a problem document, or that there was none; nobody signed it."""
    try:
        code = answer.json()["type"]
    except (httpx.HTTPError, httpx.StreamError, KeyError, TypeError, ValueError):
        return "exchange.no-answer"
    return code if code in REFUSALS else "exchange.no-answer"


def _chunks(digest: str) -> Iterator[bytes]:
    with blob_path(digest).open("rb") as cipher:
        while chunk := cipher.read(CHUNK):
            yield chunk
