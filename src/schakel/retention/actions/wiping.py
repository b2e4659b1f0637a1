"""Make the database let go of what was erased: soon after each erasure, and wholly once a day."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from schakel.kernel.moments import to_wire
from schakel.retention.actions.tombstones import tombstones
from schakel.shell import disk
from schakel.shell.remains import rewrite, wipe_remains

WHOLLY = timedelta(days=1)
STILL = timedelta(seconds=30)


def wipe_erased(now: datetime) -> int:
    """Wipe what the database keeps of erased words, when something was erased; return 1 if it did.

    Whether something was, tells the length of the list of tombstones: it only grows. A tombstone is
    written before its deed is kept, so the list must have been still for a while. What readers or
    locks of others hold up is done in the next turn.
    """
    length, known = _length(before=now - STILL), _read()
    done = 0
    if not length:
        return 0
    if known["wiped"] != length and wipe_remains():
        known["wiped"], done = length, 1
    over = datetime.fromisoformat(known["at"]) + WHOLLY <= now if known["at"] else True
    if known["rewritten"] != length and over and rewrite():
        known["rewritten"], known["at"], done = length, to_wire(now), 1
    if done:
        draft = _path().with_suffix(".draft")
        draft.write_text(json.dumps(known), encoding="ascii")
        disk.settle(draft, _path())
    return done


def _length(*, before: datetime) -> int:
    """Return the length of the list of tombstones, or 0 when it grew since a moment."""
    path = tombstones()
    if not path.exists() or path.stat().st_mtime > before.timestamp():
        return 0
    return path.stat().st_size


def _read() -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(_path().read_text("ascii"))
    except (FileNotFoundError, ValueError):
        return {"wiped": 0, "rewritten": 0, "at": ""}
    return found


def _path() -> Path:
    return Path(settings.SCHAKEL_HOME) / "custody" / "wiped.json"
