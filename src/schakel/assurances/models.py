"""Tables of assurances and of every step that was taken with them."""

from uuid import uuid4

from django.db import models

from schakel.assurances.core.steps import Kind, State


class Assurance(models.Model):
    """What a state promised in a thread: asked of whom, on what, until when it must be kept."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    thread_id = models.UUIDField(db_index=True)
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Kind])
    state = models.CharField(
        max_length=10,
        choices=[(one.value, one.value) for one in State],
        default=State.ASKED.value,
    )
    party = models.CharField(max_length=20, db_index=True)
    authority = models.CharField(max_length=200)
    covers = models.CharField(max_length=500)
    due_date = models.DateField()
    given_by = models.CharField(max_length=200, blank=True)
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["asked", "refused"]) | ~models.Q(given_by=""),
                name="assurances_given_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.party}"


class AssuranceStep(models.Model):
    """One step, as somebody took it."""

    assurance = models.ForeignKey(Assurance, on_delete=models.PROTECT, related_name="steps")
    deed = models.CharField(max_length=10)
    text = models.CharField(max_length=500)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.deed} {self.assurance_id}"
