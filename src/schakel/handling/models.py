"""The table of decisions; a decision is never changed: the database refuses (migration 0002)."""

from uuid import uuid4

from django.db import models


class GateDecision(models.Model):
    """One answer of the gate: the case as codes, the reasons, and the version of the table."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    item_kind = models.CharField(max_length=40)
    item_id = models.UUIDField(null=True, db_index=True)
    receiver = models.CharField(max_length=20)
    purpose = models.CharField(max_length=40)
    case = models.JSONField()
    outcome = models.CharField(max_length=20)
    reasons = models.JSONField()
    conditions = models.JSONField()
    table_version = models.CharField(max_length=40)
    content_sha256 = models.CharField(max_length=64, blank=True)
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True)
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, null=True)
    decided_at = models.DateTimeField()
    author = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    lifts = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome__in=["allow", "conditions", "hold", "refuse"]),
                name="handling_decision_outcome",
            )
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.id}"
