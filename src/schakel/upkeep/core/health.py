"""Whether the node does its work: what is measured, judged without a clock of its own."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

WORKER_SILENT = timedelta(seconds=60)
UNSEALED_OLD = timedelta(minutes=5)
OUTBOX_OLD = timedelta(hours=1)
BACKUP_OLD = timedelta(hours=26)  # a night and two hours
DISK_WARNING, DISK_FULL = 0.10, 0.02  # share of the disk that is free


class Level(StrEnum):
    """`fail`: the node does not do its work. `warn`: somebody should look."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What was measured; a duration is None when there is nothing it could be since.

    `disk_free` is a share of the disk, from 0 to 1; `links_down` counts silent partners.
    """

    tables_missing: int
    keys_usable: bool
    worker_silent: timedelta | None
    log_continues: bool
    oldest_unsealed: timedelta | None
    disk_free: float
    oldest_waiting: timedelta | None
    links_down: int
    backup_age: timedelta | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that was looked at."""

    name: str
    level: Level


def judge(state: State) -> tuple[Check, ...]:
    """Return a judgement of everything that was measured."""
    levels = {
        "tables": _fail_if(state.tables_missing > 0),
        "keys": _fail_if(not state.keys_usable),
        "worker": _fail_if(state.worker_silent is None or state.worker_silent > WORKER_SILENT),
        "log": _fail_if(not state.log_continues),
        "sealing": _warn_if(_longer(state.oldest_unsealed, UNSEALED_OLD)),
        "disk": _disk(state.disk_free),
        "outbox": _warn_if(_longer(state.oldest_waiting, OUTBOX_OLD)),
        "links": _warn_if(state.links_down > 0),
        "backup": _warn_if(state.backup_age is None or state.backup_age > BACKUP_OLD),
    }
    return tuple(Check(name=name, level=level) for name, level in levels.items())


def is_working(checks: tuple[Check, ...]) -> bool:
    """Tell whether nothing failed; warnings do not stop a node."""
    return all(check.level is not Level.FAIL for check in checks)


def _disk(free: float) -> Level:
    if free < DISK_FULL:
        return Level.FAIL
    return _warn_if(free < DISK_WARNING)


def _longer(spent: timedelta | None, limit: timedelta) -> bool:
    return spent is not None and spent > limit


def _fail_if(wrong: bool) -> Level:  # noqa: FBT001  # one word, one meaning
    return Level.FAIL if wrong else Level.OK


def _warn_if(wrong: bool) -> Level:  # noqa: FBT001  # one word, one meaning
    return Level.WARN if wrong else Level.OK
