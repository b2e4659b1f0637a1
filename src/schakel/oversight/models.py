"""Tables of the privacy officer's work."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from schakel.oversight.core.due import EXTENSIONS, Kind, Outcome


class SubjectRequest(models.Model):
    """A request of a person about the data on him; `person_ids` are the persons it was found to be.

    `name` is how he names himself; it stays in this file and is in no index.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    reference = models.CharField(max_length=60)
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in Kind])
    name = models.CharField(max_length=200)
    asked = models.TextField(blank=True)
    person_ids = models.JSONField(default=list)
    received_date = models.DateField()
    extension_weeks = models.PositiveSmallIntegerField(default=0)
    extension_reason = models.CharField(max_length=500, blank=True)
    outcome = models.CharField(
        max_length=20, blank=True, choices=[(o.value, o.value) for o in Outcome]
    )
    outcome_reason = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="") ^ Q(decided_at__isnull=False),
                name="oversight_request_decided_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(extension_weeks__in=EXTENSIONS), name="oversight_request_extension"
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Breach(models.Model):
    """A breach of personal data: what happened, and whom it was told to and when."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    reference = models.CharField(max_length=60)
    discovered_at = models.DateTimeField()
    what = models.TextField()
    consequences = models.TextField(blank=True)
    measures = models.TextField(blank=True)
    people = models.PositiveIntegerField(default=0)  # about how many are concerned
    reported_at = models.DateTimeField(null=True)
    report_reference = models.CharField(max_length=100, blank=True)
    late_reason = models.CharField(max_length=500, blank=True)
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.reference


class RecipientNotice(models.Model):
    """That one recipient must be told, and when and how he was."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    request = models.ForeignKey(
        SubjectRequest, on_delete=models.PROTECT, null=True, related_name="notices"
    )
    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, null=True, related_name="notices")
    recipient = models.CharField(max_length=80)
    told_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(request__isnull=True) ^ Q(breach__isnull=True),
                name="oversight_notice_of_one_file",
            ),
            models.UniqueConstraint(
                fields=["request", "recipient"], name="oversight_notice_once_per_request"
            ),
            models.UniqueConstraint(
                fields=["breach", "recipient"], name="oversight_notice_once_per_breach"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipient} {self.made_at:%Y-%m-%d}"
