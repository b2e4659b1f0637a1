"""The lock of an archive: its database opens only with a key that the node destroys after a while.

The key lies in the store of data keys, so it is in the archive of the keys that is taken next, and
in no archive of the data. With it goes whatever was erased from the database since.
"""

import os
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pyrage
from django.conf import settings
from django.db import transaction

from schakel.audit.actions import record
from schakel.kernel.errors import UnusableInputError
from schakel.shell import datakeys

PREFIX = "archive-"
NAME = re.compile(r"archive-[0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9a-f]{32}")


def lock(source: Path, target: Path, *, now: datetime) -> str:
    """Encrypt `source` into `target` under a new key of the store; return the name of the key."""
    name = f"{PREFIX}{now.astimezone(UTC).date().isoformat()}-{uuid4().hex}"
    identity = pyrage.x25519.Identity.generate()
    datakeys.keep_key(name, f"{identity}\n".encode("ascii"))
    with source.open("rb") as plain, target.open("wb") as sealed:
        pyrage.encrypt_io(plain, sealed, [identity.to_public()])
        sealed.flush()
        os.fsync(sealed.fileno())
    return name


def unlock(source: Path, target: Path, *, name: str, home: Path) -> None:
    """Decrypt `source` into `target` with the key that the store of `home` has.

    Raises:
        UnusableInputError: The key is not there, or does not open it.
    """
    key = datakeys.read_key(home, name) if NAME.fullmatch(name) else None
    if key is None:
        raise UnusableInputError(
            "the key of this archive is not among the keys: it was destroyed after its days, or "
            "the archive of the keys is older than that of the data; take the keys after the data"
        )
    target.touch(mode=0o600)
    try:
        with source.open("rb") as sealed, target.open("wb") as plain:
            identity = pyrage.x25519.Identity.from_str(key.decode("ascii").strip())
            pyrage.decrypt_io(sealed, plain, [identity])
            plain.flush()
            os.fsync(plain.fileno())
    except (pyrage.DecryptError, pyrage.IdentityError, OSError, ValueError) as error:
        target.unlink()
        raise UnusableInputError("the database of the archive is damaged") from error


def destroy_old(now: datetime) -> int:
    """Destroy the keys of archives that are older than their days; return how many there were."""
    last = (now - timedelta(days=settings.SCHAKEL_ARCHIVE_DAYS)).date()
    old = [name for name in datakeys.list_keys(PREFIX) if _day_of(name) < last]
    done = sum(datakeys.destroy_key(name) for name in old)
    if done:
        with transaction.atomic():
            facts = {"before": last.isoformat(), "n": done}
            record(at=now, event="node:end-archives", actor="node", facts=facts)
    return done


def _day_of(name: str) -> date:
    try:
        return date.fromisoformat(name.removeprefix(PREFIX)[:10])
    except ValueError:  # a name that this program did not give
        return date.max
