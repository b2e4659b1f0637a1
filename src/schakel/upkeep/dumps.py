"""A copy of the database as it was at one moment, while the node goes on writing.

SQLite: its online backup, in one step, from a connection of its own: one snapshot of the
write-ahead log. PostgreSQL: `pg_dump` in its own format, one snapshot too; put back by
`pg_restore` in one transaction.
"""

import os
import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection

from schakel.kernel.errors import UnusableInputError

PATIENCE = 20  # seconds that a copy waits for a writer


def dump(target: Path) -> None:
    """Write a consistent copy of the database to `target`.

    Raises:
        UnusableInputError: The copy could not be made; the text says why.
    """
    if connection.vendor == "postgresql":
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")
        return
    source = str(connection.settings_dict["NAME"])
    address = source if source.startswith("file:") else Path(source).as_uri() + "?mode=ro"
    with (
        closing(sqlite3.connect(address, uri=True, timeout=PATIENCE)) as live,
        closing(sqlite3.connect(target)) as copy,
    ):
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, not three
        if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise UnusableInputError("the copy of the database is not whole; the disk may be bad")


def load(source: Path, *, into: Path) -> None:
    """Put a copy back: as the file `into`, or into the empty database that the node is set to.

    Raises:
        UnusableInputError: The copy could not be put back.
    """
    if connection.vendor == "postgresql":
        database = _place()["PGDATABASE"]
        options = ("--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error")
        _run("pg_restore", *options, f"--dbname={database}", str(source))
    else:
        source.rename(into)


def require_empty(home_database: Path) -> None:
    """Return when nothing is where a copy would be put back.

    Raises:
        UnusableInputError: There is a database already.
    """
    if connection.vendor == "postgresql":
        taken = bool(connection.introspection.table_names())
        connection.close()
    else:
        taken = home_database.exists()
    if taken:
        raise UnusableInputError("there is a database already; an archive is put back beside it")


def _run(program: str, *words: str) -> None:
    """Run a program of PostgreSQL; the password goes by the environment, never by the arguments."""
    try:
        run = subprocess.run(  # noqa: S603  # our own arguments, no shell
            [program, *words],
            env={**os.environ, **_place()},
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError as error:
        raise UnusableInputError(
            f"{program} is not installed; it comes with postgresql-client"
        ) from error
    if run.returncode:
        raise UnusableInputError(f"{program}: {run.stderr.strip()[:500]}")


def _place() -> dict[str, str]:
    """Return the variables that tell PostgreSQL's programs where the database is."""
    found: Mapping[str, Any] = connection.settings_dict
    values = {
        "PGHOST": found["HOST"],
        "PGPORT": found["PORT"],
        "PGUSER": found["USER"],
        "PGPASSWORD": found["PASSWORD"],
        "PGDATABASE": found["NAME"],
    }
    options = {f"PG{name.upper()}": value for name, value in found.get("OPTIONS", {}).items()}
    return {name: str(value) for name, value in (values | options).items() if value}
