"""How this node speaks HTTP to others: only to the linked address, and only so long."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

from schakel.wire.actions.blobs import CHUNK, blob_path

TIMEOUT = httpx.Timeout(30, connect=3)  # seconds
LONGEST_ANSWER = 16 * 1024 * 1024  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What one request to one node carries; made before the line is opened."""

    url: str
    sealed: Sequence[Mapping[str, Any]]
    claims: Mapping[str, str]  # digest of a blob to send first -> the signed claim


@dataclass(slots=True, kw_only=True)
class Landing:
    """What came of it: the results per envelope, or a problem with the line."""

    results: list[Any] = field(default_factory=list)
    missing: Any = None
    blobs: list[str] = field(default_factory=list)
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
            given = post_json(line, f"{load.url}/exchange/v1/envelopes", {"envelopes": load.sealed})
            landing.results, landing.missing = list(given["results"]), given.get("missing")
    except httpx.TransportError:
        landing.problem = "exchange.unreachable"
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


def _chunks(digest: str) -> Iterator[bytes]:
    with blob_path(digest).open("rb") as cipher:
        while chunk := cipher.read(CHUNK):
            yield chunk
