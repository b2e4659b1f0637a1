"""What the room adds to the work queue."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from schakel.accounts.queries import Capability, User, may
from schakel.asylum import queries
from schakel.shell.work import Lane, WorkItem

MOST_LINES = 30


def work_of(user: User, now: datetime) -> Iterable[WorkItem]:
    """Yield the questions to answer, and for who asked those that wait."""
    answers = may(user, Capability.ANSWER_ASYLUM_CHECK)
    for check in queries.list_open(user)[:MOST_LINES]:
        yield WorkItem(
            lane=Lane.MINE if answers else Lane.WAITING,
            kind="asylum-check",
            title=gettext("Question to the immigration service"),
            url=reverse("asylum:check", args=[check.id]),
            state=gettext("to be answered") if answers else gettext("asked"),
            changed_at=check.asked_at,
            due_at=check.due_at,
            waits_for="" if answers else gettext("the immigration service"),
            tone="negative" if check.due_at < now else "warning",
        )
