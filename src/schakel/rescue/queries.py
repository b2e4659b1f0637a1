"""Questions about alerts."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from schakel.access.core.policy import Kind
from schakel.access.queries import Shape, visible
from schakel.accounts.queries import User
from schakel.handling.core.alerts import Condition, Craft
from schakel.kernel.errors import NotFoundError
from schakel.rescue.core.alert import REVIEW_WITHIN, Alert
from schakel.rescue.models import LifeAlert

ALERT = Shape(kind=Kind.ALERT, facts={"unit": "unit__code"})


def get_alert(alert_id: UUID, *, for_user: User) -> LifeAlert:
    """Return an alert of the user's unit, or any for who reviews them.

    Raises:
        NotFoundError: No such alert for this user.
    """
    found = _visible(for_user).select_related("raised_by", "reviewed_by").filter(id=alert_id)
    alert = found.first()
    if alert is None:
        raise NotFoundError("no such alert")
    return alert


def list_alerts(for_user: User) -> QuerySet[LifeAlert]:
    """Return the alerts that this user may see, newest first."""
    return _visible(for_user).order_by("-raised_at")


def list_unreviewed(for_user: User) -> QuerySet[LifeAlert]:
    """Return the alerts that wait for a review, the oldest first."""
    return _visible(for_user).filter(reviewed_at=None).order_by("raised_at")


def review_due_at(alert: LifeAlert) -> datetime:
    """Return the moment by which somebody else has reviewed the alert."""
    return alert.raised_at + REVIEW_WITHIN


def content(alert: LifeAlert) -> Alert:
    """Return what the alert says."""
    return Alert(
        latitude=alert.latitude,
        longitude=alert.longitude,
        road=alert.road,
        kilometre=alert.kilometre,
        seen_at=alert.seen_at,
        people=alert.people,
        craft=Craft(alert.craft),
        conditions=frozenset(Condition(one) for one in alert.conditions),
    )


def _visible(user: User) -> QuerySet[LifeAlert]:
    return visible(LifeAlert.objects.all(), ALERT, for_user=user)
