"""Make and lift a stop."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from schakel.accounts.actions import record_deed
from schakel.accounts.queries import Capability, User, require
from schakel.kernel.errors import ConflictError, NotAllowedError
from schakel.stopping import queries
from schakel.stopping.core.scopes import Standing, require_reason
from schakel.stopping.models import ExchangeStop


def make_stop(
    *, standing: Standing, label: str, reason: str, by: User, now: datetime
) -> ExchangeStop:
    """Stop everything to a country, an authority, a link or in a case, from now on.

    The gate holds at once; the outbox lays aside what is queued at its next round.

    Raises:
        NotAllowedError: The role may not.
        ConflictError: It is stopped already.
        UnusableInputError: No reason.
    """
    require(by, Capability.STOP_EXCHANGE)
    with transaction.atomic():
        stop, made = ExchangeStop.objects.get_or_create(
            scope=standing.scope.value,
            target=standing.target,
            lifted_at=None,
            defaults={
                "country": standing.country,
                "label": label[:200],
                "reason": require_reason(reason),
                "made_by": by,
                "made_at": now,
            },
        )
        if not made:
            raise ConflictError("this is stopped already")
        _log("stop:make", stop, by=by, now=now)
    return stop


def lift_stop(*, stop_id: UUID, reason: str, by: User, now: datetime) -> ExchangeStop:
    """Lift a stop that somebody else made; what was laid aside goes on.

    Raises:
        NotAllowedError: The role may not, or it is one's own stop.
        NotFoundError: No such stop.
        ConflictError: It was lifted already.
        UnusableInputError: No reason.
    """
    stop = queries.get_stop(stop_id, for_user=by)
    if stop.made_by_id == by.id:
        raise NotAllowedError("who made a stop does not lift it: somebody else does")
    with transaction.atomic():
        standing = ExchangeStop.objects.filter(id=stop.id, lifted_at__isnull=True)
        lift = {"lifted_by": by, "lifted_at": now, "lift_reason": require_reason(reason)}
        if not standing.update(**lift):
            raise ConflictError("it was lifted already")
        _log("stop:lift", stop, by=by, now=now)
    stop.refresh_from_db()
    return stop


def open_stop(*, stop_id: UUID, by: User, now: datetime) -> ExchangeStop:
    """Return a stop to look at, with what left before it; looking is logged.

    Raises:
        NotAllowedError: The role may not.
        NotFoundError: No such stop.
    """
    stop = queries.get_stop(stop_id, for_user=by)
    _log("stop:open", stop, by=by, now=now)
    return stop


def _log(event: str, stop: ExchangeStop, *, by: User, now: datetime, **more: Any) -> None:
    record_deed(
        by=by,
        at=now,
        event=event,
        object_kind="stop",
        object_id=str(stop.id),
        recipient=stop.country,
        facts={"scope": stop.scope, "target": stop.target},
        **more,
    )
