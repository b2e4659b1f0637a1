"""Tables of circles: around what only named people may look, and who they are."""

from uuid import uuid4

from django.db import models
from django.db.models import Q


class Circle(models.Model):
    """That one unit shows an object, and what belongs to it, to named people alone."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=20)
    object_id = models.UUIDField()
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    drawn_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["object_id", "unit"],
                condition=Q(opened_at__isnull=True),
                name="access_one_circle_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"circle around {self.kind} {self.object_id}"


class Assignment(models.Model):
    """That one person works on an object by name, from and until when, and why."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=20)
    object_id = models.UUIDField()
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    assigned_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["object_id", "user"],
                condition=Q(ended_at__isnull=True),
                name="access_one_assignment_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"assignment to {self.kind} {self.object_id}"
