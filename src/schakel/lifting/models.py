"""The table of lifts; a lift is never changed: it ends by its expiry (migration 0002)."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q


class HoldLift(models.Model):
    """One hold of the gate that a named other person lifted for a time."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    decision = models.ForeignKey(
        "handling.GateDecision", on_delete=models.PROTECT, related_name="+"
    )
    item_id = models.UUIDField(db_index=True)
    rules = models.JSONField()
    reason = models.CharField(max_length=500)
    lifted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, null=True)
    lifted_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("lifted_at")) & ~Q(reason=""),
                name="lifting_says_why_and_until_when",
            )
        ]

    def __str__(self) -> str:
        return f"lift {self.id}"
