"""What the room does: people and units, ways in, and telling people."""

from schakel.accounts.actions.entering import enter_by_link, make_one_time_link
from schakel.accounts.actions.people import (
    change_user,
    make_unit,
    make_user,
    record_deed,
    set_deputy,
)
from schakel.accounts.actions.telling import (
    acknowledge_notice,
    notify,
    pass_notice_on,
    send_notices,
)

__all__ = [
    "acknowledge_notice",
    "change_user",
    "enter_by_link",
    "make_one_time_link",
    "make_unit",
    "make_user",
    "notify",
    "pass_notice_on",
    "record_deed",
    "send_notices",
    "set_deputy",
]
