"""Make an archive of the node while it works."""

import io
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import pyrage
from django.conf import settings
from django.db import connection, transaction

from schakel.audit.actions import record
from schakel.kernel.errors import UnusableInputError
from schakel.kernel.moments import to_wire
from schakel.shell.home import write_once
from schakel.upkeep import dumps, locks
from schakel.upkeep.archive import Writer, write_archive
from schakel.upkeep.core.manifest import DATABASES, Manifest, belongs
from schakel.upkeep.queries import applied_migrations, program_version

HEAD = "log/checkpoint"  # small, and written again and again: taken before the database


def back_up(
    *, target: Path, recipients: Sequence[str], kind: str, now: datetime
) -> tuple[Manifest, int]:
    """Write an archive of `kind` (`data` or `keys`) to `target`; return its list and its size.

    The node may go on working. The database is copied first, as of one moment; the files follow:
    each was on disk before a line of the database named it, and none ever changes.

    Raises:
        UnusableInputError: The archive could not be made; nothing is left behind.
    """
    made: list[Manifest] = []

    def fill(writer: Writer) -> None:
        made.append(_fill(writer, kind=kind, now=now))

    size = write_archive(target, recipients=recipients, fill=fill)
    manifest = made[0]
    with transaction.atomic():
        facts = {"kind": kind, "parts": len(manifest.parts), "bytes": size}
        record(at=now, event="node:back-up", actor="node", facts=facts)
    return manifest, size


def make_identity(path: Path) -> str:
    """Write a new secret key for reading archives to `path`; return its public half, `age1...`.

    Raises:
        UnusableInputError: Something is there already.
    """
    if path.exists():
        raise UnusableInputError(f"{path} exists; a key is never overwritten")
    identity = pyrage.x25519.Identity.generate()
    write_once(path.absolute(), f"# public key: {identity.to_public()}\n{identity}\n".encode())
    return str(identity.to_public())


def _fill(writer: Writer, *, kind: str, now: datetime) -> Manifest:
    home, database, lock = Path(settings.SCHAKEL_HOME), "", ""
    if kind == "data":
        database = connection.vendor
        head = home / HEAD
        before = head.read_bytes() if head.exists() else b""
        lock = _add_database(writer, home, name=DATABASES[database], now=now)
        if before:
            writer.add(HEAD, io.BytesIO(before), len(before))
    for name in sorted(_names(home)):
        if belongs(name, kind=kind) and name != HEAD:
            writer.add_file(name, home / name)
    manifest = Manifest(
        kind=kind,
        node=settings.SCHAKEL_NODE.code,
        version=program_version(),
        taken_at=to_wire(now),
        database=database,
        lock=lock,
        state={room: names[-1] for room, names in applied_migrations().items()},
        parts=tuple(writer.parts),
    )
    writer.add_manifest(manifest.to_json())
    return manifest


def _add_database(writer: Writer, home: Path, *, name: str, now: datetime) -> str:
    """Add a copy of the database under a lock of its own; return the name of the lock's key.

    The copy lies in the home for a moment, as the database does.
    """
    room = home / "upkeep"
    room.mkdir(mode=0o700, exist_ok=True)
    copy, locked = room / f"{name}.copy", room / f"{name}.locked"
    copy.unlink(missing_ok=True)
    copy.touch(mode=0o600)
    try:
        dumps.dump(copy)
        key = locks.lock(copy, locked, now=now)
        writer.add_file(name, locked)
    finally:
        copy.unlink(missing_ok=True)
        locked.unlink(missing_ok=True)
    return key


def _names(home: Path) -> Iterator[str]:
    for path in home.rglob("*"):
        if path.is_file() and not path.is_symlink():
            yield path.relative_to(home).as_posix()
