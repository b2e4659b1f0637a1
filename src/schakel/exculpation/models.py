"""The table of marks; one that was rejected stays, and another may be proposed."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from schakel.exculpation.core.marks import Kind, Standing


class Mark(models.Model):
    """That an item or a report speaks for an accused, as somebody proposed and one decided."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in Kind])
    object_id = models.UUIDField(db_index=True)
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=60)
    reason = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in Standing])
    proposed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id"],
                condition=~Q(state="rejected"),
                name="exculpation_mark_once",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed") ^ Q(decided_at__isnull=False),
                name="exculpation_decided_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.reference}"
