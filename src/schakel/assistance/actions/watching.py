"""Warn before a clock ends, and say when it has."""

from datetime import datetime, timedelta

from django.db import transaction

from schakel.accounts.actions import notify
from schakel.assistance import queries
from schakel.assistance.actions.steps import path_of
from schakel.assistance.models import Request

WARN_BEFORE = {"hours": timedelta(hours=2), "days": timedelta(days=1)}


def watch_clocks(now: datetime) -> int:
    """Tell the handling unit of every clock that ends soon or has ended, once each."""
    open_requests = Request.objects.select_related("authority", "handling_unit").filter(
        state__in=queries.RUNS, received_at__isnull=False, lapsed_at__isnull=True
    )
    return sum(_watch(request, now=now) for request in open_requests)


def _watch(request: Request, *, now: datetime) -> int:
    running = queries.clock_of(request, now=now)
    if running is None or running.stands_still:
        return 0
    soon = running.clock.due - WARN_BEFORE[running.clock.limit.unit]
    if running.over:
        return _tell(request, "clock-lapsed", now=now)
    if now >= soon and request.warned_at is None:
        return _tell(request, "clock-warning", now=now)
    return 0


def _tell(request: Request, kind: str, *, now: datetime) -> int:
    field = "lapsed_at" if kind == "clock-lapsed" else "warned_at"
    with transaction.atomic():
        Request.objects.filter(id=request.id).update(**{field: now})
        notify(
            unit_code=request.handling_unit.code,
            user_id=None,
            kind=kind,
            path=path_of(request),
            now=now,
        )
    return 1
