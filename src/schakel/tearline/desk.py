"""What the room adds to the work queue."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from schakel.accounts.queries import User
from schakel.shell.work import Lane, WorkItem
from schakel.tearline import queries


def work_of(user: User, now: datetime) -> Iterable[WorkItem]:
    """Yield the versions that wait for somebody who may send them."""
    for version in queries.list_waiting(user):
        yield WorkItem(
            lane=Lane.UNIT,
            kind="version",
            title=_("Version of a report"),
            url=reverse("tearline:version", args=[version.id]),
            state=_("to check and send"),
            changed_at=version.changed_at,
            reference=version.reference,
            partner=version.audience.upper(),
        )
