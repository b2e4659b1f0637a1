"""One node of the simulation: its database, its files, its clock, and how it loses power."""

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections
from django.db.backends.sqlite3.base import DatabaseWrapper

from schakel.exchange.actions import sending
from schakel.parcels.actions import sending as parcels
from schakel.shell.home import NodeIdentity

NO_LIMIT = 1_000_000_000  # pages
ARCHIVED = ("blobs", "vault")  # folders of the home that an archive holds


class PowerCut(BaseException):
    """The process ends here; no handler may catch it, and nothing after it may reach the disk."""


class Disk(DatabaseWrapper):
    """A connection to a database that outlives it, and that can end before any statement."""

    def __init__(self, raw: sqlite3.Connection | None) -> None:
        options = {"transaction_mode": "IMMEDIATE"}
        values = {**connections.settings["default"], "NAME": ":memory:", "OPTIONS": options}
        super().__init__(values, "default")
        self.raw = raw
        self.statements_left: int | None = None
        self.is_dead = False
        self.execute_wrappers.append(self._execute)

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        """Return the connection that is kept, or make it."""
        if self.raw is None:
            self.raw = super().get_new_connection(conn_params)
        return self.raw

    def _close(self) -> None:
        """Keep the database, which is in memory, when Django closes its connection to it."""

    def _commit(self) -> None:
        self._count()
        super()._commit()  # type: ignore[misc]
        self._count()

    def _rollback(self) -> None:
        self._count()
        super()._rollback()  # type: ignore[misc]

    def _set_autocommit(self, autocommit: bool) -> None:  # noqa: FBT001  # Django
        if self.is_dead:  # it would commit what is open
            raise PowerCut
        super()._set_autocommit(autocommit)  # type: ignore[misc]

    def _execute(self, execute: Any, *given: Any) -> Any:
        self._count()
        return execute(*given)

    def _count(self) -> None:
        if self.statements_left is not None and not self.is_dead:
            self.statements_left -= 1
            self.is_dead = self.statements_left < 0
        if self.is_dead:
            raise PowerCut


@dataclass(frozen=True, slots=True)
class Backup:
    """What an archive of a node holds: its database and its files, not its keys or tombstones."""

    taken_at: datetime
    image: bytes
    files: Path


class Machine:
    """A node that can be switched off in the middle of a statement, and on again."""

    def __init__(self, identity: NodeIdentity, *, home: Path, image: bytes | None = None) -> None:
        self.code = identity.code
        self.identity = identity
        self.home = home
        self.skew = timedelta(0)
        self.is_full = False
        self.backup: Backup | None = None
        self.was_restored = False
        self.flights: dict[str, Any] = {}
        self.parcels: dict[str, Any] = {}
        self.disk = Disk(None)
        self.disk.ensure_connection()
        if image is not None:
            self.raw.deserialize(image)
            self.raw.execute("PRAGMA foreign_keys=ON")

    @property
    def raw(self) -> sqlite3.Connection:
        """Return the database itself."""
        assert self.disk.raw is not None
        return self.disk.raw

    @contextmanager
    def at_work(self, *, statements: int | None = None) -> Iterator[None]:
        """Let the code inside run on this node; with `statements`, the power is cut after so many.

        What the power cut interrupted is undone as SQLite does it when it opens the file again.
        """
        self.disk.statements_left = statements
        pages = self.raw.execute("PRAGMA page_count").fetchone()[0]
        self.raw.execute(f"PRAGMA max_page_count={pages if self.is_full else NO_LIMIT}")
        before = connections["default"], settings.SCHAKEL_HOME, settings.SCHAKEL_NODE, os.fsync
        flights = sending._flights, parcels._flights
        connections["default"] = self.disk
        settings.SCHAKEL_HOME, settings.SCHAKEL_NODE = self.home, self.identity
        sending._flights, parcels._flights = self.flights, self.parcels
        os.fsync = self._sync
        try:
            yield
        finally:
            connections["default"], settings.SCHAKEL_HOME, settings.SCHAKEL_NODE, os.fsync = before
            sending._flights, parcels._flights = flights
            self.disk.statements_left = None
            if self.disk.is_dead:
                self.power_on()

    def power_on(self, *, worker: bool = True) -> None:
        """Start the node again; its worker forgets the requests that were on their way."""
        if self.raw.in_transaction:
            self.raw.rollback()
        self.disk = Disk(self.raw)
        self.disk.ensure_connection()
        if worker:
            self.flights, self.parcels = {}, {}

    def throw_away(self) -> None:
        """Close the database, and with it all that the node held."""
        self.raw.close()

    def back_up(self, *, now: datetime) -> None:
        """Take an archive of the node, in the place of an earlier one."""
        folder = self.home.with_name(f"{self.code}-archive")
        shutil.rmtree(folder, ignore_errors=True)
        for name in ARCHIVED:
            if (self.home / name).exists():
                shutil.copytree(self.home / name, folder / name)
        self.backup = Backup(now, self.raw.serialize(), folder)

    def put_back(self) -> None:
        """Put the archive back; keys and what lies beside the database stay as they are."""
        assert self.backup is not None
        self.power_on()
        self.raw.deserialize(self.backup.image)
        self.raw.execute("PRAGMA foreign_keys=ON")
        for name in ARCHIVED:
            shutil.rmtree(self.home / name, ignore_errors=True)
            if (self.backup.files / name).exists():
                shutil.copytree(self.backup.files / name, self.home / name)
        self.was_restored, self.is_full = True, False

    def ask(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Return rows of the database, as somebody outside the product sees them."""
        return self.raw.execute(sql, values).fetchall()

    def _sync(self, _file: int) -> None:
        """Stand in for `os.fsync`: nothing here outlives the machine, but a disk can be full."""
        if self.is_full:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
