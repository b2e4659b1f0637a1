"""What the room adds to the work queue."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext

from schakel.accounts.queries import Capability, User, may
from schakel.assurances import queries
from schakel.assurances.wording import KINDS, STATES
from schakel.shell.work import Lane, WorkItem

MOST_LINES = 50


def work_of(user: User, now: datetime) -> Iterable[WorkItem]:
    """Yield the assurances that end soon, are overdue or broken."""
    zone = ZoneInfo(settings.SCHAKEL_NODE.time_zone)
    desk = may(user, Capability.SIGN_JUDGEMENT)
    for count, (one, holding) in enumerate(queries.list_due(for_user=user, at=now)):
        if count == MOST_LINES:
            return
        yield WorkItem(
            lane=Lane.MINE if desk and holding else Lane.UNIT,
            kind="assurance",
            title=gettext("Assurance: %(kind)s") % {"kind": KINDS[one.kind]},
            url=reverse("assurances:assurance", args=[one.id]),
            state=str(STATES[one.state][1]),
            changed_at=one.changed_at,
            partner=one.party,
            due_at=datetime.combine(one.due_date + timedelta(days=1), time(0), tzinfo=zone),
            tone="negative" if holding else "warning",
        )
