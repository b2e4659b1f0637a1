#!/usr/bin/env python3
"""Check an inspection pack of a Schakel node, without Schakel and without a network.

Needs Python 3.9 or newer and the package `cryptography`. Run it in the folder of the pack:

    python3 check.py

It ends with 0 when everything holds, and with 1 at the first thing that does not.
"""

import base64
import hashlib
import json
import pathlib
import sys
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

HERE = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".")
DASH = "\u2014"


class WrongError(Exception):
    """Something does not hold; the text says what."""


def main() -> None:
    """Check everything and say what was checked."""
    keys = load("keys.json")
    of_log = log_keys(keys["log"])
    manifest(keys)
    size, root, witnesses = head(keys, of_log)
    lines = load("lines.json")
    for line in lines:
        inclusion(line, size, root)
    receipts = load("receipts.json")
    for receipt in receipts:
        signed(receipt, keys["nodes"])
    said = [
        f"files      as the node signed them, by key {keys['log']['key']}",
        f"log        {size} lines, head signed by {keys['log']['origin']}",
        f"log keys   {len(of_log)}, each signed for the next",
        "witnesses  " + (", ".join(witnesses) or "none"),
        f"lines      {len(lines)} stand in that log",
        f"receipts   {len(receipts)} signed by their receivers",
        "Compare the keys with those that the node and its partners tell you themselves.",
    ]
    sys.stdout.write("\n".join(said) + "\n")


def load(name: str) -> Any:
    """Return the JSON in a file of the pack."""
    return json.loads((HERE / name).read_text(encoding="utf-8"))


def verify(key: bytes, signature: bytes, content: bytes, *, what: str) -> None:
    """Check one Ed25519 signature."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, content)
    except (InvalidSignature, ValueError):
        raise WrongError(f"the signature of {what} does not hold") from None


def manifest(keys: Any) -> None:
    """Check that every file is the one that the node signed for, and that none was added."""
    content = (HERE / "MANIFEST.json").read_bytes()
    signature = bytes.fromhex((HERE / "MANIFEST.sig").read_text(encoding="ascii").strip())
    key = bytes.fromhex(keys["log"]["key"])
    verify(key, signature, b"schakel-inspection-pack/1\n" + content, what="the manifest")
    listed = json.loads(content)["files"]
    there = {path.name for path in HERE.iterdir() if path.is_file()}
    if there - {"MANIFEST.json", "MANIFEST.sig"} != set(listed):
        raise WrongError("a file is missing or was added")
    for name, digest in listed.items():
        if hashlib.sha256((HERE / name).read_bytes()).hexdigest() != digest:
            raise WrongError(f"{name} was altered")


def log_keys(log: Any) -> list[tuple[str, int | None]]:
    """Check that each key of the log signed for the next.

    Returns:
        Per key, oldest first, up to how many lines it may sign; the newest has no end.
    """
    found: list[tuple[str, int | None]] = []
    following = None
    for one in log.get("keys", []):
        end = f"{log['origin']}\n{one['size']}\n{one['root']}\n"
        text = f"schakel.log-key/1\n{one['old']}\n{one['new']}\n{end}".encode()
        for key, signature in ((one["old"], one["by_old"]), (one["new"], one["by_new"])):
            verify(bytes.fromhex(key), bytes.fromhex(signature), text, what="a change of the key")
        if following not in (None, one["old"]):
            raise WrongError("a key of the log was not named by the one before it")
        found.append((one["old"], one["size"]))
        following = one["new"]
    if following not in (None, log["key"]):
        raise WrongError("the key of the log was not named by the one before it")
    return [*found, (log["key"], None)]


def own_mark(mark: bytes, body: str, of_log: list[tuple[str, int | None]]) -> None:
    """Check the signature of the log under its head, by the key that it names."""
    origin, size, _ = body.splitlines()
    for key, end in of_log:
        raw = bytes.fromhex(key)
        if hashlib.sha256(origin.encode() + b"\n\x01" + raw).digest()[:4] != mark[:4]:
            continue
        if end is not None and int(size) > end:
            raise WrongError("a key that was replaced before signed the head")
        return verify(raw, mark[4:], body.encode(), what="the head")
    raise WrongError("the signature of the head does not hold")


def head(keys: Any, of_log: list[tuple[str, int | None]]) -> tuple[int, bytes, list[str]]:
    """Check the signed head (C2SP checkpoint) and who cosigned; return size, root, witnesses."""
    body, marks = (HERE / "head.note").read_text(encoding="utf-8").split("\n\n", 1)
    body += "\n"
    origin, size, root = body.splitlines()
    own, witnesses = False, []
    for line in marks.splitlines():
        dash, name, text = line.split(" ")
        mark = base64.b64decode(text)
        if name == origin == keys["log"]["origin"]:
            own_mark(mark, body, of_log)
            own = True
        elif name.startswith("schakel.witness/"):
            node = name.partition("/")[2]
            if node not in keys["witnesses"]:
                raise WrongError(f"there is no key of witness {node}")
            seconds = int.from_bytes(mark[4:12], "big")
            seen = f"cosignature/v1\ntime {seconds}\n{body}".encode()
            verify(bytes.fromhex(keys["witnesses"][node]), mark[12:], seen, what=f"witness {node}")
            witnesses.append(node)
        if dash != DASH:
            raise WrongError("the head is not written as it should be")
    if not own:
        raise WrongError("the head is not signed by its log")
    return int(size), base64.b64decode(root), witnesses


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash above two hashes (RFC 9162)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def inclusion(line: Any, size: int, root: bytes) -> None:
    """Check that a line is what it was and stands under the head (RFC 9162, section 2.1.3.2)."""
    what = f"line {line['index']}"
    current = leaf_of(line)
    position, last = line["index"], size - 1
    if not 0 <= position <= last:
        raise WrongError(f"{what} is not under this head")
    for step in line["path"]:
        if last == 0:
            raise WrongError(f"{what} has too long a path")
        if position & 1 or position == last:
            current = node_hash(bytes.fromhex(step), current)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            current = node_hash(current, bytes.fromhex(step))
        position, last = position >> 1, last >> 1
    if last or current != root:
        raise WrongError(f"{what} does not stand in the log, or was altered")


def leaf_of(line: Any) -> bytes:
    """Return the hash of a line; when its content ended its retention, the hash that is kept."""
    if line["line"] is None:
        return bytes.fromhex(line["leaf"])
    text = json.dumps(line["line"], ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(b"\x00" + bytes.fromhex(line["salt"]) + text.encode()).digest()


def unpack(text: str) -> bytes:
    """Return what a base64url text stands for."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def signed(receipt: Any, nodes: Any) -> None:
    """Check what a receiver signed about an envelope (JWS, Ed25519)."""
    what = f"the receipt of {receipt['node']} for {receipt['envelope']}"
    header, payload, signature = receipt["token"].split(".")
    said = json.loads(unpack(payload))
    kid = json.loads(unpack(header))["kid"]
    key = next((one for one in nodes.get(receipt["node"], []) if one["kid"] == kid), None)
    if key is None:
        raise WrongError(f"there is no key for {what}")
    verify(unpack(key["x"]), unpack(signature), f"{header}.{payload}".encode(), what=what)
    told = said.get("body", said)
    if (told["envelope"], said["from"]) != (receipt["envelope"], receipt["node"]):
        raise WrongError(f"{what} is about something else")


if __name__ == "__main__":
    try:
        main()
    except WrongError as error:
        sys.exit(f"NOT in order: {error}")
    except (OSError, KeyError, TypeError, ValueError) as error:
        sys.exit(f"NOT in order: the pack is not complete ({type(error).__name__}: {error})")
