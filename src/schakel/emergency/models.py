"""The table of emergency accesses."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from schakel.emergency.core.access import Course, Ground, Verdict


class EmergencyAccess(models.Model):
    """What two named persons opened together: the reports of one unit, or one of them."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    scope = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=40, blank=True)  # of the one report, or all
    ground = models.CharField(max_length=20, choices=[(g.value, g.value) for g in Ground])
    reason = models.CharField(max_length=500)
    minutes = models.PositiveSmallIntegerField()
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_index=True)
    second = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    declined_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    verdict = models.CharField(
        max_length=10, blank=True, choices=[(v.value, v.value) for v in Verdict]
    )
    review_note = models.CharField(max_length=500, blank=True)
    reviewed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(second=F("asked_by")), name="emergency_two_persons"
            ),
            models.CheckConstraint(
                condition=Q(opened_at=None, expires_at=None) | Q(expires_at__gt=F("opened_at")),
                name="emergency_open_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by=None)
                | (~Q(reviewed_by=F("asked_by")) & ~Q(reviewed_by=F("second"))),
                name="emergency_reviewed_by_a_third",
            ),
        ]

    def __str__(self) -> str:
        return f"emergency {self.id}"

    @property
    def course(self) -> Course:
        """Return the moments by which its state is reckoned."""
        return Course(
            asked_at=self.asked_at,
            declined_at=self.declined_at,
            opened_at=self.opened_at,
            expires_at=self.expires_at,
            ended_at=self.ended_at,
        )
