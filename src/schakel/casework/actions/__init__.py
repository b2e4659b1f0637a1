"""What the room does: reports, persons, threads, calls and meetings, feedback."""

from schakel.casework.actions.arriving import require_way_in
from schakel.casework.actions.contacts import Contact, log_contact
from schakel.casework.actions.ending import erase_person, erase_report, put_report_away
from schakel.casework.actions.feedback import give_feedback
from schakel.casework.actions.partners import admit_node, release_to_node
from schakel.casework.actions.persons import (
    add_identifier,
    add_person,
    change_person,
    set_owner,
)
from schakel.casework.actions.reports import (
    add_original,
    close_report,
    code_method,
    decide_europol,
    next_reference,
    open_report,
    save_report,
    start_report,
)
from schakel.casework.actions.threads import (
    add_entry,
    admit,
    join_thread,
    open_thread,
    release_entry,
    set_reference,
)

__all__ = [
    "Contact",
    "add_entry",
    "add_identifier",
    "add_original",
    "add_person",
    "admit",
    "admit_node",
    "change_person",
    "close_report",
    "code_method",
    "decide_europol",
    "erase_person",
    "erase_report",
    "give_feedback",
    "join_thread",
    "log_contact",
    "next_reference",
    "open_report",
    "open_thread",
    "put_report_away",
    "release_entry",
    "release_to_node",
    "require_way_in",
    "save_report",
    "set_owner",
    "set_reference",
    "start_report",
]
