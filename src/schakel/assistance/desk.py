"""What the room adds to the work queue."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

from schakel.accounts.queries import User
from schakel.assistance import queries
from schakel.assistance.models import Request
from schakel.custody.queries import has_open_question
from schakel.instruments.core.states import Side, State
from schakel.instruments.wording import INSTRUMENTS, STATES
from schakel.shell.parties import name_party
from schakel.shell.work import Lane, WorkItem

MOST_LINES = 100
ANSWERED = (State.ANSWERED, State.CLOSED)


def work_of(user: User, now: datetime) -> Iterable[WorkItem]:
    """Yield the requests that wait: for the user, for the unit, or for somebody else."""
    for request in queries.list_open(user)[:MOST_LINES]:
        tone, state = STATES[request.state]
        running = queries.clock_of(request, now=now)
        lane, waits_for = _lane(request, user)
        if lane is None:
            continue
        yield WorkItem(
            lane=lane,
            kind="request",
            title=str(INSTRUMENTS[request.instrument]),
            partner=name_party(request.partner_country),
            url=reverse("assistance:request", args=[request.id]),
            state=str(state),
            changed_at=request.changed_at,
            reference=request.reference,
            due_at=running.clock.due if running else None,
            due_zone=_far_zone(running) if running else "",
            waits_for=waits_for,
            tone=tone,
        )


def _far_zone(running: queries.RunningClock) -> str:
    """Return the zone of the other side, also when it is theirs in which the clock runs."""
    own = settings.SCHAKEL_NODE.time_zone
    return running.other_zone if running.acting_zone == own else running.acting_zone


def _lane(request: Request, user: User) -> tuple[Lane | None, str]:
    mine = Lane.MINE if request.drafted_by_id == user.id else Lane.UNIT
    if request.state == State.DRAFT:
        return mine, ""
    if request.state == State.IN_REVIEW:
        checks = request.handling_unit_id == user.unit_id and mine is Lane.UNIT
        return (Lane.UNIT, "") if checks else (Lane.WAITING, _in_my_language(request.handling_unit))
    if request.side == Side.ASKED:
        return _asked_lane(request)
    open_consent = has_open_question(request.answers.values_list("id", flat=True))
    if request.state in ANSWERED and not open_consent:
        ours = request.state == State.ANSWERED and request.drafting_unit_id == user.unit_id
        return (mine if ours else None), ""
    waits_for_us = request.state == State.CLARIFYING
    return (mine, "") if waits_for_us else (Lane.WAITING, partner_of(request))


def _asked_lane(request: Request) -> tuple[Lane | None, str]:
    if request.state == State.CLARIFYING:
        return Lane.WAITING, partner_of(request)
    return (None, "") if request.state == State.ANSWERED else (Lane.UNIT, "")


def partner_of(request: Request) -> str:
    """Return who is on the other side: country and authority, or what is known of them."""
    country = name_party(request.partner_country)
    if not request.authority:
        return country
    authority = _in_my_language(request.authority)
    return authority if country in authority else f"{country}, {authority}"


def _in_my_language(named: Any) -> str:
    dutch = (get_language() or "").startswith("nl")
    return str(named.name_nl if dutch else named.name_en)
