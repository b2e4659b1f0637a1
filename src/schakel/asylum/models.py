"""The table of questions; what identifies the person is erased with the answer."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from schakel.handling.core.case import Asylum


class AsylumCheck(models.Model):
    """One question about one person, by the id that the asking room knows."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person_id = models.UUIDField(db_index=True)
    anchor_id = models.UUIDField(null=True)  # what a circle may stand around: the report
    name = models.CharField(max_length=200, blank=True)
    birth_date_text = models.CharField(max_length=60, blank=True)
    nationality = models.CharField(max_length=2, blank=True)
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, null=True)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answer = models.CharField(
        max_length=20, blank=True, choices=[(one.value, one.value) for one in Asylum]
    )
    answer_date = models.DateField(null=True)
    answered_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None)
                | Q(answer_date__isnull=False, answered_at__isnull=False, name=""),
                name="asylum_answer_has_a_date_and_no_name",
            ),
            models.CheckConstraint(
                condition=~Q(answered_by=F("asked_by")), name="asylum_answered_by_another"
            ),
            models.UniqueConstraint(
                fields=["person_id"], condition=Q(answer=""), name="asylum_one_open_question"
            ),
        ]

    def __str__(self) -> str:
        return f"asylum check {self.id}"
