"""What the room does: enter periods, keep terms, run the schedule, keep graves closed."""

from schakel.retention.actions.periods import change_article, enter_period
from schakel.retention.actions.schedule import (
    bury_again,
    decide_held,
    hold_of,
    note_terms,
    run_schedule,
)
from schakel.retention.actions.tombstones import read_tombstones, tombstones, write_tombstone
from schakel.retention.actions.wiping import wipe_erased

__all__ = [
    "bury_again",
    "change_article",
    "decide_held",
    "enter_period",
    "hold_of",
    "note_terms",
    "read_tombstones",
    "run_schedule",
    "tombstones",
    "wipe_erased",
    "write_tombstone",
]
