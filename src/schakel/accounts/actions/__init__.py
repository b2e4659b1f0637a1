"""What the room does: people and units, ways in, and telling people."""

from schakel.accounts.actions.entering import (
    LinkNotValidError,
    end_entries,
    enter_by_link,
    invite,
    make_one_time_link,
    record_change_of_access,
    record_entry,
    record_exit,
    record_refusal,
    set_up,
)
from schakel.accounts.actions.people import (
    change_user,
    close_account,
    make_guest,
    make_unit,
    make_user,
    record_deed,
    set_deputy,
)
from schakel.accounts.actions.telling import (
    acknowledge_notice,
    notify,
    pass_notice_on,
    retry_notices,
    send_notices,
)

__all__ = [
    "LinkNotValidError",
    "acknowledge_notice",
    "change_user",
    "close_account",
    "make_guest",
    "end_entries",
    "enter_by_link",
    "invite",
    "make_one_time_link",
    "make_unit",
    "make_user",
    "notify",
    "pass_notice_on",
    "record_change_of_access",
    "record_deed",
    "record_entry",
    "record_exit",
    "record_refusal",
    "retry_notices",
    "send_notices",
    "set_deputy",
    "set_up",
]
