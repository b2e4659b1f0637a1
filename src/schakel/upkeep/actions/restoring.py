"""Put an archive back into an empty home, and settle what an older state would do wrong."""

import json
import shutil
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction

from schakel.accounts.actions import notify
from schakel.accounts.core.roles import Role
from schakel.accounts.queries import list_users
from schakel.audit.actions import record
from schakel.kernel.errors import UnusableInputError
from schakel.shell.home import UNFINISHED, write_once
from schakel.shell.restored import restored
from schakel.upkeep import dumps, locks
from schakel.upkeep.archive import read_archive
from schakel.upkeep.core.manifest import (
    DATABASES,
    Manifest,
    compare_database,
    compare_parts,
    compare_state,
    read_manifest,
)
from schakel.upkeep.queries import known_migrations

TOLD = (Role.PRIVACY_OFFICER, Role.NODE_ADMINISTRATOR)


def unpack(*, data: Path, keys: Path | None, identities: Sequence[str], home: Path) -> Manifest:
    """Put an archive of data, and one of keys, back into a home that has no node yet.

    All is read and checked in a folder of its own first. What is put back does not run before
    `finish_restore`.

    Args:
        data: Archive of the data.
        keys: Archive of the keys; None when `home` has its keys already.
        identities: Secret keys, `AGE-SECRET-KEY-1...`.
        home: Where the node will live.

    Raises:
        UnusableInputError: Nothing was put back; the text says why.
    """
    _require_room(home, keys=keys)
    draft = home / "upkeep" / "restoring"
    shutil.rmtree(draft, ignore_errors=True)
    try:
        manifest = _read(data, identities=identities, into=draft / "data")
        compare_database(manifest, vendor=connection.vendor)
        compare_state(manifest, known_migrations())
        if keys:
            theirs = _read(keys, identities=identities, into=draft / "keys")
            if (theirs.kind, theirs.node) != ("keys", manifest.node):
                raise UnusableInputError(f"{keys} does not hold the keys of {manifest.node}")
        _unlock(manifest, draft / "data", keys=draft / "keys" if keys else home)
        if keys:
            for folder in (draft / "keys").iterdir():
                folder.rename(home / folder.name)
        _put_back(draft / "data", home, manifest=manifest)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return manifest


def finish_restore(*, taken_at: datetime, now: datetime) -> dict[str, int]:
    """Settle a node that came back from an archive; return what each room did.

    Every room that registered a deed in `shell.restored` does it; the log, the privacy officer and
    the administrator are told.

    Args:
        taken_at: When the archive was taken.
        now: The moment.
    """
    with transaction.atomic():
        done = {name: deed(taken_at, now) for name, deed in restored}
        facts = {"taken-at": taken_at.isoformat(), "settled": done}
        record(at=now, event="node:restore", actor="node", facts=facts)
        for user in list_users().filter(role__in=TOLD, is_active=True, unit__isnull=False):
            if user.unit:
                notify(
                    unit_code=user.unit.code,
                    user_id=user.id,
                    kind="node-restored",
                    path="/exchange/",
                    now=now,
                )
    return done


def _require_room(home: Path, *, keys: Path | None) -> None:
    if (home / "node.toml").exists():
        raise UnusableInputError(f"{home} is the home of a node; give an empty folder")
    dumps.require_empty(home / "node.sqlite3")
    has_keys = (home / "keys").exists()
    if keys and has_keys:
        raise UnusableInputError(f"{home}/keys exists; leave out the archive of the keys")
    if not keys and not has_keys:
        raise UnusableInputError(
            f"a node without its keys is mute: give their archive with --keys, or put the folder "
            f"{home}/keys in place first"
        )
    (home / "upkeep").mkdir(mode=0o700, parents=True, exist_ok=True)
    home.chmod(0o700)


def _read(source: Path, *, identities: Sequence[str], into: Path) -> Manifest:
    if not source.is_file():
        raise UnusableInputError(f"there is no file {source}")
    content, parts = read_archive(source, identities=identities, into=into)
    manifest = read_manifest(content)
    compare_parts(manifest, parts)
    return manifest


def _unlock(manifest: Manifest, data: Path, *, keys: Path) -> None:
    """Open the lock of the database, with the keys below a folder."""
    if manifest.lock:
        database, opened = data / DATABASES[manifest.database], data / "opened"
        locks.unlock(database, opened, name=manifest.lock, home=keys)
        opened.replace(database)


def _put_back(draft: Path, home: Path, *, manifest: Manifest) -> None:
    """Move what was read into the home; `node.toml`, by which it becomes a node, comes last."""
    note = json.dumps({"taken_at": manifest.taken_at}).encode()
    write_once(home / UNFINISHED, note)
    dumps.load(draft / DATABASES[manifest.database], into=home / "node.sqlite3")
    for path in sorted(draft.iterdir(), key=lambda path: path.name == "node.toml"):
        if path.name not in DATABASES.values():
            path.rename(home / path.name)
