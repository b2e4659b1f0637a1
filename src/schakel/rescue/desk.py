"""What the room adds to the work queue."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from schakel.accounts.queries import Capability, User, may
from schakel.rescue import queries
from schakel.shell.work import Lane, WorkItem

MOST_LINES = 30


def work_of(user: User, now: datetime) -> Iterable[WorkItem]:
    """Yield the alerts to review for who reviews, and for the unit those that nobody has yet."""
    reviews = may(user, Capability.REVIEW_ALERT)
    for alert in queries.list_unreviewed(user)[:MOST_LINES]:
        own = alert.raised_by_id == user.id
        if not reviews and alert.reached_at is not None:
            continue
        due_at = queries.review_due_at(alert) if reviews and not own else None
        yield WorkItem(
            lane=Lane.MINE if own or reviews else Lane.UNIT,
            kind="alert",
            title=gettext("Danger to life: alert to %(country)s") % {"country": alert.country},
            url=reverse("rescue:alert", args=[alert.id]),
            state=gettext("to be reviewed") if due_at else gettext("not reached yet"),
            changed_at=alert.raised_at,
            due_at=due_at,
            tone="negative" if due_at is None or due_at < now else "warning",
        )
