"""Everything a person or a chore does with originals and findings."""

from schakel.intake.actions.deciding import accept_valid, decide_finding
from schakel.intake.actions.erasing import (
    endings,
    erase_original,
    needs,
    only_ours,
    remove_unused,
)
from schakel.intake.actions.opening import open_original, take_out
from schakel.intake.actions.pictures import released_picture
from schakel.intake.actions.reading import dry_run, read_again, read_file, read_waiting
from schakel.intake.actions.taking import take_in, take_received, taking

__all__ = [
    "accept_valid",
    "decide_finding",
    "dry_run",
    "endings",
    "erase_original",
    "needs",
    "only_ours",
    "open_original",
    "read_again",
    "read_file",
    "read_waiting",
    "released_picture",
    "remove_unused",
    "take_in",
    "take_out",
    "take_received",
    "taking",
]
