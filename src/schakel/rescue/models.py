"""The table of alerts: codes and numbers, who sent it, who reviewed it."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from schakel.handling.core.alerts import Craft
from schakel.rescue.core.alert import Review


class LifeAlert(models.Model):
    """One alert to a rescue centre; its content is never changed, its review comes once."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    road = models.CharField(max_length=6, blank=True)
    kilometre = models.FloatField(null=True)
    seen_at = models.DateTimeField()
    people = models.PositiveIntegerField(null=True)
    craft = models.CharField(max_length=20, choices=[(c.value, c.value) for c in Craft])
    conditions = models.JSONField()
    country = models.CharField(max_length=2)
    decision_id = models.UUIDField()
    raised_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, null=True)
    raised_at = models.DateTimeField(db_index=True)
    reached_at = models.DateTimeField(null=True)
    review = models.CharField(
        max_length=20, blank=True, choices=[(r.value, r.value) for r in Review]
    )
    review_note = models.CharField(max_length=500, blank=True)
    reviewed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(reviewed_by=F("raised_by")), name="rescue_alert_reviewed_by_another"
            ),
            models.CheckConstraint(
                condition=Q(review="", reviewed_at=None) | Q(reviewed_at__isnull=False),
                name="rescue_alert_review_has_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"alert {self.id}"
