"""What the room adds to the privacy officer's work queue."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from schakel.accounts.queries import Capability, User, may
from schakel.audit import queries as log
from schakel.oversight import queries
from schakel.oversight.core.due import answer_due, breach_due
from schakel.oversight.wording import KINDS, TROUBLES
from schakel.shell.work import Lane, WorkItem


def work_of(user: Any, now: datetime) -> Iterable[WorkItem]:
    """Yield open requests of persons, unreported breaches, and logs that disagree."""
    if may(user, Capability.OVERSEE):
        yield from _requests(user)
        yield from _breaches(user)
        yield from _disagreements()


def _requests(user: User) -> Iterable[WorkItem]:
    zone = ZoneInfo(settings.SCHAKEL_NODE.time_zone)
    for one in queries.list_requests(for_user=user):
        if not one.outcome:
            due = answer_due(one.received_date, extension_weeks=one.extension_weeks)
            yield WorkItem(
                lane=Lane.UNIT,
                kind="subject-request",
                title=str(KINDS[one.kind]),
                url=reverse("oversight:request", args=[one.id]),
                state=_("open"),
                changed_at=one.made_at,
                reference=one.reference,
                due_at=datetime.combine(due, time(23, 59), zone),
            )


def _breaches(user: User) -> Iterable[WorkItem]:
    for breach in queries.list_breaches(for_user=user):
        if breach.reported_at is None:
            yield WorkItem(
                lane=Lane.UNIT,
                kind="breach",
                title=_("Breach"),
                url=reverse("oversight:breach", args=[breach.id]),
                state=_("not reported"),
                changed_at=breach.made_at,
                reference=breach.reference,
                due_at=breach_due(breach.discovered_at),
                tone="negative",
            )


def _disagreements() -> Iterable[WorkItem]:
    troubles = [(one.node, one.problem, one.problem_at) for one in log.list_witnesses()]
    troubles += [(one.node, one.problem, one.problem_at) for one in log.list_partner_logs()]
    for node, problem, at in troubles:
        if problem and at:
            yield WorkItem(
                lane=Lane.UNIT,
                kind="log",
                title=_("Logs disagree"),
                url=reverse("oversight:witnesses"),
                state=str(TROUBLES[problem]),
                changed_at=at,
                partner=node,
                tone="negative",
            )
