"""Questions about the state of the node."""

import shutil
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from schakel.audit.queries import glance, list_entries
from schakel.exchange.queries import list_links, oldest_waiting_at
from schakel.shell.private_keys import require_privates
from schakel.shell.security_module import TokenAwayError
from schakel.upkeep.core.health import State

BEAT = "upkeep/worker.beat"  # touched by the worker again and again


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


def unknown_migrations() -> list[str]:
    """Return the migrations of the database that this program does not know: a newer one ran."""
    known = known_migrations()
    return [
        f"{room}.{name}"
        for room, names in applied_migrations().items()
        for name in names
        if name not in known.get(room, [])
    ]


def state_of_node(now: datetime) -> State:
    """Return what can be measured of this node.

    Args:
        now: The moment.
    """
    applied = {(room, name) for room, names in applied_migrations().items() for name in names}
    known = {(room, name) for room, names in known_migrations().items() for name in names}
    log, links = glance(), list_links()
    return State(
        tables_missing=len(known - applied),
        keys_usable=_are_keys_usable(),
        worker_silent=_since(_last_beat_at(now), now),
        log_continues=log.continues_head,
        oldest_unsealed=_since(log.oldest_unsealed_at, now),
        disk_free=_free(Path(settings.SCHAKEL_HOME)),
        oldest_waiting=_since(oldest_waiting_at(), now),
        links_down=sum(link.down_since is not None for link in links),
        backup_age=_since(last_backup_at(), now),
    )


def last_backup_at() -> datetime | None:
    """Return when the last archive of the data was made, or None."""
    lines = list_entries(event="node:back-up").filter(facts__kind="data")
    line = lines.first()
    return line.at if line else None


def _are_keys_usable() -> bool:
    try:
        require_privates(Path(settings.SCHAKEL_HOME))
    except TokenAwayError:
        return False
    return True


def _last_beat_at(now: datetime) -> datetime | None:
    path = Path(settings.SCHAKEL_HOME) / BEAT
    return datetime.fromtimestamp(path.stat().st_mtime, tz=now.tzinfo) if path.exists() else None


def _since(moment: datetime | None, now: datetime) -> timedelta | None:
    return None if moment is None else max(now - moment, timedelta())


def _free(folder: Path) -> float:
    usage = shutil.disk_usage(folder)
    return usage.free / usage.total
