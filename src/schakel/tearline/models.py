"""Tables of versions and of what a person looked at."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q


class Version(models.Model):
    """What one audience gets of a report: everything else of the report stays above the line.

    `persons` and `numbers` are what may be named; `files` the originals that go along;
    `kept_back` words that must not leave, a line each.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    report_id = models.UUIDField(db_index=True)
    reference = models.CharField(max_length=60)
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="+")
    audience = models.CharField(max_length=40)
    text = models.TextField(blank=True)
    kept_back = models.TextField(blank=True)
    persons = models.JSONField(default=list)
    numbers = models.JSONField(default=list)
    files = models.JSONField(default=list)
    author = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    sent_at = models.DateTimeField(null=True)
    item_id = models.UUIDField(null=True)
    decision_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report_id", "audience"],
                condition=Q(sent_at__isnull=True),
                name="tearline_one_draft_per_audience",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | ~Q(sent_by=F("author")),
                name="tearline_sent_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} for {self.audience}"


class Look(models.Model):
    """That a person looked at a file in which nobody can search, and found nothing in it."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="looks")
    original_id = models.UUIDField()
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "original_id"], name="tearline_look_once")
        ]

    def __str__(self) -> str:
        return f"look at {self.original_id}"
