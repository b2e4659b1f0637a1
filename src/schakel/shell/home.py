"""Where a node keeps what is its own: database, keys, vault."""

import contextlib
import os
import secrets
import tomllib
from dataclasses import dataclass
from pathlib import Path

from schakel.shell import disk

UNFINISHED = "upkeep/restored.json"  # there while a node that was put back is not settled


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeIdentity:
    """Who this node is, as written in `node.toml` of its home.

    `code` is a short lower-case name, unique in the network; `country` is ISO 3166 alpha-2;
    `time_zone` an IANA name; `url` the address at which partners reach it.
    """

    code: str
    name_en: str
    name_nl: str
    country: str
    time_zone: str
    url: str
    practice: bool = False


NOBODY = NodeIdentity(
    code="none",
    name_en="No node",
    name_nl="Geen knooppunt",
    country="ZZ",
    time_zone="UTC",
    url="http://127.0.0.1",
)


def read_identity(home: Path) -> NodeIdentity:
    """Return the identity in `home`, or `NOBODY` when there is none.

    Raises:
        ValueError: `node.toml` is there but unusable; the text says which key.
    """
    path = home / "node.toml"
    if not path.exists():
        return NOBODY
    values = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        return NodeIdentity(**values)
    except TypeError as error:
        raise ValueError(f"{path}: {error}; compare with docs/reference/settings.md") from error


def read_or_make_secret(home: Path, name: str) -> str:
    """Return the secret kept in `home/keys/name`; the first call makes it, for its owner alone."""
    path = home / "keys" / name
    if not path.exists():
        write_once(path, secrets.token_urlsafe(48).encode())
    return path.read_text(encoding="ascii")


def write_once(path: Path, content: bytes) -> None:
    """Write a file for its owner alone, whole or not at all, unless another process was first."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    draft.touch(mode=0o600, exist_ok=False)
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
    disk.sync(path.parent)
