"""What the room adds to the work queue: questions for consent, on both sides."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from schakel.accounts.queries import User
from schakel.custody import queries
from schakel.custody.core.consents import Standing
from schakel.custody.core.holders import holders
from schakel.custody.models import Consent
from schakel.custody.wording import CONSENTS
from schakel.shell.work import Lane, WorkItem

MOST_LINES = 100


def work_of(user: User, now: datetime) -> Iterable[WorkItem]:
    """Yield the questions for consent that wait for us, or for an originator."""
    own = settings.SCHAKEL_NODE.code
    waiting = Consent.objects.select_related("item").filter(state=Standing.ASKED)
    waiting = waiting.order_by("due_at")[:MOST_LINES]
    seen: set[object] = set()
    for kind, holder in holders:
        seen |= holder.visible(user, {one.item_id for one in waiting if one.item.kind == kind})
    for consent in (one for one in waiting if one.item_id in seen):
        ours = consent.answerer == own
        yield WorkItem(
            lane=Lane.UNIT if ours else Lane.WAITING,
            kind="consent",
            title=_("Question for consent"),
            url=queries.page_of(consent.item_id),
            state=str(CONSENTS[consent.state][1]),
            changed_at=consent.asked_at,
            reference=consent.item.reference,
            due_at=consent.due_at,
            waits_for="" if ours else consent.answerer.upper(),
            tone="warning",
        )
