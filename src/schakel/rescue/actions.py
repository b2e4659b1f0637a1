"""Raise an alert, note that the centre was reached, review what was done."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from schakel.accounts.actions import record_deed
from schakel.accounts.queries import Capability, User, require
from schakel.handling.actions import clear_danger_to_life
from schakel.kernel.errors import ConflictError, NotAllowedError, UnusableInputError
from schakel.kernel.parties import is_country
from schakel.rescue import queries
from schakel.rescue.core.alert import Alert, Review, content_of, require_usable
from schakel.rescue.models import LifeAlert


def raise_alert(*, alert: Alert, country: str, by: User, now: datetime) -> UUID:
    """Release position, number and condition to the rescue centre of `country`; return the id.

    Nothing can refuse it: whoever may raise an alert needs no second person and no judgement. It is
    logged, and somebody else looks at it within a day.

    Raises:
        NotAllowedError: The role may not raise alerts.
        UnusableInputError: It does not say where, or what threatens them.
    """
    require(by, Capability.RAISE_ALERT)
    require_usable(alert, now=now)
    if not is_country(country):
        raise UnusableInputError("choose the country of the rescue centre")
    alert_id = uuid4()
    with transaction.atomic():
        cleared = clear_danger_to_life(
            item_id=alert_id, receiver=country, content=content_of(alert), by=by, now=now
        )
        LifeAlert.objects.create(
            id=alert_id,
            latitude=alert.latitude,
            longitude=alert.longitude,
            road=alert.road,
            kilometre=alert.kilometre,
            seen_at=alert.seen_at,
            people=alert.people,
            craft=alert.craft.value,
            conditions=sorted(condition.value for condition in alert.conditions),
            country=country,
            decision_id=cleared.decision_id,
            raised_by=by,
            unit=by.unit,
            raised_at=now,
        )
        _log(alert_id, "alert:raise", by=by, now=now, recipient=country)
    return alert_id


def note_reached(*, alert_id: UUID, by: User, now: datetime) -> None:
    """Note that the rescue centre has it; the first time counts.

    Raises:
        NotFoundError: No such alert for this user.
        ConflictError: It was noted already.
    """
    alert = queries.get_alert(alert_id, for_user=by)
    require(by, Capability.RAISE_ALERT)
    with transaction.atomic():
        waiting = LifeAlert.objects.filter(id=alert.id, reached_at=None)
        if not waiting.update(reached_at=now):
            raise ConflictError("it was noted already that the centre has it")
        _log(alert.id, "alert:reach", by=by, now=now, recipient=alert.country)


def review_alert(*, alert_id: UUID, review: Review, note: str, by: User, now: datetime) -> None:
    """Write what somebody else finds of the alert, once.

    Raises:
        NotAllowedError: The role may not review, or it is one's own alert.
        NotFoundError: No such alert for this user.
        ConflictError: It was reviewed already.
        UnusableInputError: Something was wrong, and it is not said what.
    """
    require(by, Capability.REVIEW_ALERT)
    alert = queries.get_alert(alert_id, for_user=by)
    if alert.raised_by_id == by.id:
        raise NotAllowedError("nobody reviews his own alert")
    if review is not Review.RIGHT and not note.strip():
        raise UnusableInputError("say what was wrong")
    with transaction.atomic():
        waiting = LifeAlert.objects.filter(id=alert.id, reviewed_at=None)
        written: dict[str, Any] = {
            "review": review.value,
            "review_note": note.strip(),
            "reviewed_by": by,
            "reviewed_at": now,
        }
        if not waiting.update(**written):
            raise ConflictError("it was reviewed already")
        late = now > queries.review_due_at(alert)
        facts = {"review": review.value, "late": late}
        _log(alert.id, "alert:review", by=by, now=now, facts=facts)


def _log(alert_id: UUID, event: str, *, by: User, now: datetime, **more: Any) -> None:
    record_deed(by=by, at=now, event=event, object_kind="alert", object_id=str(alert_id), **more)
