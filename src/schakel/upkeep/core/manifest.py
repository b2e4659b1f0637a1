"""What is in an archive of a node, and whether this program may put it back."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from schakel.kernel.errors import UnusableInputError

FORMAT = 2
READABLE = {1, FORMAT}  # the first had no lock
MANIFEST = "manifest.json"
LONGEST_MANIFEST = 512 * 1024 * 1024  # bytes: about two million parts
NAME = re.compile(r"(?!.*(?:^|/)\.)[A-Za-z0-9._-]{1,200}(?:/[A-Za-z0-9._-]{1,200}){0,4}")
SQLITE, POSTGRESQL = "database.sqlite3", "database.pgdump"
DATABASES = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
# In the home, and not in an archive of its data: the database (it goes as a copy), the keys and the
# data keys (they have an archive of their own), what was mailed, what processes printed, and the
# tombstones, which must be newer than any archive.
LEFT_OUT = re.compile(
    r"(?:node\.sqlite3.*|keys/.*|datakeys/.*|mail/.*|custody/.*|[^/]*\.log|upkeep/.*|.*/tmp[^/]*)"
)
KEYS = re.compile(r"(?:keys|datakeys/[0-9a-z]{2})/[A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One file of an archive: its name in the home, its size in bytes, its SHA-256 (hex)."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What an archive says of itself; it is its last part, so a torn archive has none.

    `kind` is `data` or `keys`; `database` is `sqlite` or `postgresql`, empty for keys; `lock` names
    the data key that opens the database, empty when none is needed; `state` maps each room to its
    newest migration.
    """

    kind: str
    node: str
    version: str
    taken_at: str
    database: str = ""
    lock: str = ""
    state: Mapping[str, str]
    parts: tuple[Part, ...]

    def to_json(self) -> bytes:
        """Return the manifest as UTF-8 JSON."""
        values = asdict(self) | {"format": FORMAT, "state": dict(self.state)}
        return json.dumps(values, indent=1, sort_keys=True).encode()


def read_manifest(content: bytes) -> Manifest:
    """Return the manifest in `content`.

    Raises:
        UnusableInputError: It is none, or of a format that this program does not know.
    """
    try:
        values = json.loads(content)
        found = values.pop("format")
        if found not in READABLE:
            raise UnusableInputError(f"the archive has format {found}; this program knows {FORMAT}")
        parts = tuple(Part(**part) for part in values.pop("parts"))
        datetime.fromisoformat(values["taken_at"])
        manifest = Manifest(**values, parts=parts)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise UnusableInputError("the archive's list of contents cannot be read") from error
    return manifest


def is_safe(name: str) -> bool:
    """Tell whether `name` stays inside the home: no root, no parent, no hidden file."""
    return NAME.fullmatch(name) is not None


def belongs(name: str, *, kind: str) -> bool:
    """Tell whether the file `name` of a home goes into an archive of `kind` (`data` or `keys`)."""
    if not is_safe(name):
        return False
    if kind == "keys":
        return KEYS.fullmatch(name) is not None
    return LEFT_OUT.fullmatch(name) is None


def compare_parts(manifest: Manifest, found: Sequence[Part]) -> None:
    """Return when what was read is what the manifest lists, no more and no less.

    Raises:
        UnusableInputError: A part is missing, altered or was not listed.
    """
    listed, there = (
        {part.name: part for part in manifest.parts},
        {part.name: part for part in found},
    )
    for name in sorted(listed.keys() | there.keys()):
        if listed.get(name) != there.get(name):
            raise UnusableInputError(f"the archive is damaged at {name}")
    if len(there) != len(found):
        raise UnusableInputError("the archive holds a part twice")


def compare_state(manifest: Manifest, known: Mapping[str, Sequence[str]]) -> None:
    """Return when this program knows every migration that the archive's database has.

    Args:
        manifest: Of the archive.
        known: Names of the migrations of each room of this program.

    Raises:
        UnusableInputError: The archive was made by a newer program.
    """
    for room, newest in sorted(manifest.state.items()):
        if newest not in known.get(room, ()):
            raise UnusableInputError(
                f"the archive was made by version {manifest.version}, whose {room} is newer than "
                "this program: install that version, or a later one"
            )


def compare_database(manifest: Manifest, *, vendor: str) -> None:
    """Return when the archive is for the kind of database that this node is set to.

    Raises:
        UnusableInputError: It is for another kind, or holds keys alone.
    """
    if manifest.kind != "data":
        raise UnusableInputError("this archive holds keys; give the archive of the data first")
    if manifest.database != vendor:
        raise UnusableInputError(
            f"the archive holds a database of {manifest.database}, and SCHAKEL_DATABASE_URL names "
            f"one of {vendor}: an archive is put back into the kind it came from"
        )


def summary(manifest: Manifest, *, file: str, size: int) -> dict[str, Any]:
    """Return what a command tells of an archive: no name of a part, for some are hashes."""
    return {
        "file": file,
        "kind": manifest.kind,
        "node": manifest.node,
        "version": manifest.version,
        "taken_at": manifest.taken_at,
        "database": manifest.database,
        "parts": len(manifest.parts),
        "bytes": size,
    }
