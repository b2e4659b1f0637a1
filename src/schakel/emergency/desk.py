"""What the room adds to the work queue."""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from schakel.accounts.queries import Capability, User, may
from schakel.emergency import queries
from schakel.emergency.core.access import WAITS, State, state_of
from schakel.emergency.models import EmergencyAccess
from schakel.emergency.wording import STATES, TONES
from schakel.shell.work import Lane, WorkItem

MOST_LINES = 30


def work_of(user: Any, now: datetime) -> Iterable[WorkItem]:
    """Yield what waits for an answer of this user, what is open to him, and what to review."""
    for access in islice(queries.list_accesses(user), MOST_LINES):
        state = state_of(access.course, now=now)
        due_at = _due_at(access, state, user)
        if due_at is not None:
            yield WorkItem(
                lane=Lane.MINE,
                kind="emergency",
                title=_("Emergency access"),
                url=reverse("emergency:access", args=[access.id]),
                state=str(STATES[state]),
                changed_at=access.opened_at or access.asked_at,
                due_at=due_at,
                tone=TONES[state],
            )


def _due_at(access: EmergencyAccess, state: State, user: User) -> datetime | None:
    """Return by when this user has something to do with it, or None."""
    if state is State.ASKED and access.second_id == user.id:
        return access.asked_at + WAITS
    if state is State.OPEN and queries.is_named(access, user):
        return access.expires_at
    reviews = may(user, Capability.OVERSEE) and state in {State.OPEN, State.ENDED}
    return queries.review_due_at(access) if reviews and not access.reviewed_at else None
