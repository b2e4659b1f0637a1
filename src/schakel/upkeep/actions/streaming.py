"""Hand the events of the log on to the security desk, in order, each at least once."""

import json
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from schakel.audit.core.processing import Processing
from schakel.audit.queries import list_sealed_after
from schakel.audit.wording import KIND_OF
from schakel.upkeep.core.stream import is_for_security, to_line

AT_ONCE = 500  # lines of the log


def stream(*, say: Callable[[str], None], position: Path) -> int:
    """Say every event that was not said yet as one line of JSON; return how many lines were read.

    The place in the log is written down after the events were said: after a crash the last few come
    again, and none is lost. `index` tells them apart.

    Args:
        say: Takes one line.
        position: File that keeps how far it came.

    Raises:
        ValueError: The file holds something else.
    """
    at = int(position.read_text("ascii")) if position.exists() else -1
    entries = list_sealed_after(at, most=AT_ONCE)
    for entry in entries:
        control = KIND_OF.get(entry.event) is Processing.CONTROL
        if is_for_security(entry.event, is_control=control) and entry.leaf_index is not None:
            line = to_line(
                entry.to_entry(), node=settings.SCHAKEL_NODE.code, index=entry.leaf_index
            )
            say(json.dumps(line, sort_keys=True))
    if entries:
        position.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = position.with_name(f".{position.name}.new")
        draft.write_text(str(entries[-1].leaf_index), "ascii")
        draft.replace(position)
    return len(entries)
