"""Tables of periods that were entered, and of the terms of everything that is kept."""

from uuid import uuid4

from django.db import models
from django.db.models import Q


class Period(models.Model):
    """A period that the privacy officer entered; the newest of an article counts, all stay."""

    article = models.CharField(max_length=40, db_index=True)
    months = models.PositiveIntegerField()
    source = models.CharField(max_length=300)
    is_verified = models.BooleanField(default=False)  # somebody read it in the text of the law
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(months__gte=1), name="retention_period_has_length")
        ]

    def __str__(self) -> str:
        return f"{self.article} {self.months}"


class Term(models.Model):
    """When one thing is due; the row stays when the thing is destroyed, and says nothing of it.

    `due_date` is when it is put out of use or destroyed, whichever comes next; `held_ground` why it
    is kept beyond that.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=20)
    object_id = models.UUIDField()
    reference = models.CharField(max_length=60, blank=True)
    unit_code = models.CharField(max_length=40, db_index=True)
    owner_id = models.UUIDField(null=True)
    regime = models.CharField(max_length=40)
    article = models.CharField(max_length=40)
    first_date = models.DateField()
    last_date = models.DateField()
    ended_date = models.DateField(null=True)
    due_date = models.DateField(null=True, db_index=True)
    told_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    destroyed_at = models.DateTimeField(null=True)
    held_ground = models.CharField(max_length=20, blank=True)
    held_at = models.DateTimeField(null=True)
    kept_at = models.DateTimeField(null=True)  # a prosecutor decided that it stays

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="retention_term_once"),
            models.CheckConstraint(
                condition=Q(held_ground="") ^ Q(held_at__isnull=False),
                name="retention_held_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"
