"""Questions about assurances: for the gate, for units, for the desk."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q, QuerySet

from schakel.access.core.policy import Kind
from schakel.access.queries import Shape, visible
from schakel.accounts.queries import User, may
from schakel.assurances.core.steps import Deed, State, holds, list_deeds, who_may
from schakel.assurances.models import Assurance, AssuranceStep
from schakel.casework.queries import FILES, threads_in_use
from schakel.handling.core.circumstances import Exchange
from schakel.handling.core.reach import list_reached
from schakel.kernel.errors import NotFoundError

__all__ = ["Assurance"]
ENDS_SOON = timedelta(days=14)
ASSURANCE = Shape(
    kind=Kind.ASSURANCE,
    facts={
        **FILES.on_report_of_thread("thread_id"),
        "seated": FILES.seated("thread_id", only=Q(thread_id__in=threads_in_use())),
    },
)
OPEN = (State.ASKED.value, State.GIVEN.value, State.BROKEN.value)


def not_kept(exchange: Exchange) -> Mapping[str, Any]:
    """Tell the gate that somebody reached broke an assurance; a source of circumstances."""
    reached = list_reached(exchange.case)
    waiting = Assurance.objects.filter(party__in=reached, state__in=OPEN)
    broken = any(holds_on(one, day_of(exchange.at)) for one in waiting)
    return {"assurance_broken": True} if broken else {}


def holds_on(one: Assurance, day: date) -> bool:
    """Tell whether an assurance makes the gate hold on a day."""
    return holds(State(one.state), due=one.due_date, day=day)


def day_of(at: datetime) -> date:
    """Return the day of a moment by the clock of the node."""
    return at.astimezone(ZoneInfo(settings.SCHAKEL_NODE.time_zone)).date()


def get_assurance(assurance_id: UUID, *, for_user: User) -> Assurance:
    """Return an assurance in a thread of the user's unit, or any for the human-rights desk.

    Raises:
        NotFoundError: No such assurance for this user.
    """
    found = _visible(for_user).filter(id=assurance_id).first()
    if found is None:
        raise NotFoundError("no such assurance")
    return found


def list_in_thread(thread_id: UUID, *, for_user: User) -> list[Assurance]:
    """Return the assurances of a thread that the user may see, oldest first."""
    return list(_visible(for_user).filter(thread_id=thread_id).order_by("asked_at"))


def list_all(*, for_user: User) -> list[Assurance]:
    """Return every assurance that the user may see, the open ones first, the first due first."""
    found = _visible(for_user).order_by("due_date", "asked_at")
    return sorted(found, key=lambda one: one.state not in OPEN)


def list_steps(one: Assurance) -> list[AssuranceStep]:
    """Return the steps of an assurance, oldest first; the caller may see it."""
    return list(one.steps.select_related("by").order_by("at", "id"))


def deeds_for(one: Assurance, *, user: User) -> tuple[Deed, ...]:
    """Return what this user may do next; the desk works on any, a unit on those of its threads."""
    return tuple(
        deed
        for deed in list_deeds(State(one.state))
        if any(may(user, capability) for capability in who_may(deed))
    )


def list_due(*, for_user: User, at: datetime) -> Iterable[tuple[Assurance, bool]]:
    """Yield the open assurances that end soon, are overdue or broken; and whether they hold."""
    day = day_of(at)
    for one in _visible(for_user).filter(state__in=OPEN).order_by("due_date"):
        is_holding = holds_on(one, day)
        if is_holding or one.due_date - day <= ENDS_SOON:
            yield one, is_holding


def _visible(user: User) -> QuerySet[Assurance]:
    found = Assurance.objects.select_related("asked_by", "unit")
    return visible(found, ASSURANCE, for_user=user)
