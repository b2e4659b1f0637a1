"""Questions about the state of the node."""

from importlib.metadata import version

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def program_version() -> str:
    """Return the version of this program."""
    return version("schakel")


def applied_migrations() -> dict[str, list[str]]:
    """Return the migrations that the database has, sorted, by room."""
    found: dict[str, list[str]] = {}
    for room, name in sorted(MigrationRecorder(connection).applied_migrations()):
        found.setdefault(room, []).append(name)
    return found


def known_migrations() -> dict[str, list[str]]:
    """Return the migrations that this program knows, sorted, by room."""
    found: dict[str, list[str]] = {}
    for room, name in sorted(MigrationLoader(None).disk_migrations):
        found.setdefault(room, []).append(name)
    return found
