"""What the room adds to the work queue."""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice

from django.urls import reverse
from django.utils.translation import gettext

from schakel.accounts.queries import User
from schakel.lifting import queries
from schakel.shell.work import Lane, WorkItem

MOST_LINES = 30


def work_of(user: User, now: datetime) -> Iterable[WorkItem]:
    """Yield the holds that this person may lift."""
    for decision, _rules in islice(queries.list_holds(user, now=now), MOST_LINES):
        title = gettext("Sending to %(receiver)s is held") % {"receiver": decision.receiver}
        yield WorkItem(
            lane=Lane.MINE,
            kind="hold",
            title=title,
            url=reverse("lifting:hold", args=[decision.id]),
            state=gettext("waits for your answer"),
            changed_at=decision.decided_at,
            tone="warning",
        )
