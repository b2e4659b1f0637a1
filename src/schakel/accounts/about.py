"""What the frame around every page knows of the person who looks."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from schakel.accounts import queries
from schakel.accounts.actions import record_deed
from schakel.accounts.core.roles import Capability, Role
from schakel.accounts.models import User
from schakel.accounts.wording import ROLES
from schakel.shell.work import Lane, WorkItem

PAGES: tuple[tuple[Promise, str, Callable[[User], bool]], ...] = (
    (_("My account"), "accounts:me", lambda user: True),
    (_("Second factor"), "mfa_index", lambda user: True),
    (_("Password"), "account_change_password", User.has_usable_password),
    (_("Where I am signed in"), "usersessions_list", lambda user: True),
)


def role_of(user: User) -> object:
    """Return the name of the role, or nothing when there is none."""
    return ROLES[Role(user.role)] if user.role in queries.ROLES else ""


def unit_of(user: User) -> str:
    """Return the name of the unit in the reader's language."""
    return user.unit.name if user.unit else ""


def work_of(user: User, now: datetime) -> Iterable[WorkItem]:
    """Yield to the administrator that notices could not be sent; nobody else can mend that."""
    if not queries.may(user, Capability.ADMINISTER):
        return
    waiting = queries.list_unsent_notices()
    newest = waiting.first()
    if newest is not None:
        yield WorkItem(
            lane=Lane.MINE,
            kind="notices",
            title=gettext("Notices that could not be sent"),
            url=reverse("accounts:unsent"),
            state=str(waiting.count()),
            changed_at=newest.made_at,
            tone="warning",
        )


def record_search(user: User, found: int, at: datetime) -> None:
    """Write to the log that somebody searched and how much was shown; never for what."""
    record_deed(by=user, at=at, event="search:ask", facts={"found": found})
