"""What the room adds to the work queue."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, gettext

from schakel.accounts.queries import Capability, User, may
from schakel.safeguards import queries
from schakel.shell.work import Lane, WorkItem


def work_of(user: User, now: datetime) -> Iterable[WorkItem]:
    """Yield for the desk the judgements that end, and the drafts that wait for a signature."""
    if not may(user, Capability.SIGN_JUDGEMENT):
        return
    language = (get_language() or "en")[:2]
    zone = ZoneInfo(settings.SCHAKEL_NODE.time_zone)
    for one in queries.list_to_renew(at=now):
        end = datetime.combine(one.valid_until_date + timedelta(days=1), time(0), tzinfo=zone)
        over = end <= now
        yield WorkItem(
            lane=Lane.MINE,
            kind="judgement",
            title=gettext("Judgement on %(name)s") % {"name": queries.name_of(one.party, language)},
            url=reverse("safeguards:party", args=[one.party]),
            state=gettext("ended: sending is held") if over else gettext("ends soon"),
            changed_at=one.signed_at,
            due_at=end,
            tone="negative" if over else "warning",
        )
    for draft in queries.list_drafts(for_user=user):
        own = draft.written_by_id == user.id
        name = queries.name_of(draft.party, language)
        yield WorkItem(
            lane=Lane.WAITING if own else Lane.MINE,
            kind="judgement-draft",
            title=gettext("Judgement on %(name)s") % {"name": name},
            url=reverse("safeguards:draft", args=[draft.id]),
            state=gettext("waits for a signature"),
            changed_at=draft.written_at,
            waits_for=gettext("somebody else of the desk") if own else "",
            tone="info",
        )
