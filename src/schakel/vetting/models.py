"""The table of checks; a check is never changed: the newest of each reader counts."""

from uuid import uuid4

from django.db import models


class InboundCheck(models.Model):
    """What one person answered about an item that came in from outside."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    item_id = models.UUIDField(db_index=True)
    answers = models.JSONField()
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"check of {self.item_id}"
