"""Tables of mandates and of what was released under them."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from schakel.guests.core.mandates import Course


class GuestMandate(models.Model):
    """That a named person of another state may look, from when and until which day."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(max_length=150)
    username = models.CharField(max_length=60, unique=True)
    country = models.CharField(max_length=2, db_index=True)
    authority = models.CharField(max_length=200)
    reason = models.CharField(max_length=500)
    last_date = models.DateField()
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    opened_at = models.DateTimeField(null=True)
    guest = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(opened_by=None) | ~Q(opened_by=F("asked_by")),
                name="guests_opened_by_another",
            ),
            models.CheckConstraint(
                condition=Q(opened_at=None, guest=None) | Q(opened_at__isnull=False),
                name="guests_no_guest_before_opening",
            ),
        ]

    def __str__(self) -> str:
        return f"mandate {self.id}"

    @property
    def course(self) -> Course:
        """Return what its state is reckoned from."""
        return Course(
            last_date=self.last_date,
            is_opened=self.opened_at is not None,
            is_ended=self.ended_at is not None,
        )


class GuestRelease(models.Model):
    """That an item was released to the state of a mandate; the gate is asked again at each view."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    mandate = models.ForeignKey(GuestMandate, on_delete=models.PROTECT, related_name="releases")
    number = models.PositiveIntegerField()
    item_id = models.UUIDField(db_index=True)
    purpose = models.CharField(max_length=40)
    h3_confirmed = models.BooleanField()
    decision_id = models.UUIDField()
    released_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mandate", "number"], name="guests_numbered_once")
        ]

    def __str__(self) -> str:
        return f"release {self.number}"


class GuestView(models.Model):
    """One look of a guest: a transfer to his state."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    release = models.ForeignKey(GuestRelease, on_delete=models.PROTECT, related_name="views")
    thread_id = models.UUIDField(db_index=True)
    decision_id = models.UUIDField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"view of {self.release_id}"
